/** The window's files for others: the support bundle, shown before it is saved, and a copy of the journal. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, isAbsolute } from 'node:path';
import type { TillContract } from '../../shared/contract.ts';
import type { Actions } from '../../shared/define-contract.ts';
import { jakartaMillis } from '../../shared/jakarta-time.ts';
import type { Refused } from '../../shared/outcome.ts';
import { words } from '../../shared/words.ts';
import type { App } from '../app/app.ts';
import { allFields } from '../app/input.ts';
import { copyJournal, type ExportTarget, filterFields } from '../app/read-journal.ts';
import { packSupport, type SupportFile, writeSupport } from '../app/support-bundle.ts';
import { ok } from './read-actions.ts';

export interface SaveAsk {
  readonly what: 'support' | 'journal';
  readonly language: 'id' | 'en';
  /** The name that the dialog begins with. */
  readonly name: string;
  /** Without its dot. */
  readonly extension: string;
}

/** Asks a person where a file shall be, and whether one that is there may be replaced. @returns its path, null: nowhere */
export type ChooseSave = (ask: SaveAsk) => Promise<string | null>;

export interface SupportDesk {
  readonly app: () => App;
  readonly language: () => 'id' | 'en';
  readonly chooseSave: ChooseSave;
  /** Something that a quit has to wait for. */
  readonly alongside: (work: Promise<void>) => void;
  /** The program is about to end: what takes long leaves no file. */
  readonly leaving: AbortSignal;
}

type Names = 'support.look' | 'support.save' | 'journal.export';

/** What was looked at last, as it will be saved. */
interface Looked {
  readonly seen: string;
  readonly files: readonly SupportFile[];
  readonly packed: Uint8Array;
}

function refused(key: 'support.unseen' | 'save.exists', file = ''): Refused {
  return { outcome: 'refused', code: null, operationId: null, words: words(key, { file }) };
}

/** `2026-11-21 17:05` in Jakarta as a part of a file's name; with its minutes, so that names seldom meet. */
function stamp(now: number): string {
  return jakartaMillis(now).slice(0, 16).replace('T', '-').replace(':', '');
}

/**
 * Where a person wants the file. A name without the ending gets it; the dialog has asked about the other name, so what
 * is there under this one stays.
 */
async function target(desk: SupportDesk, ask: Omit<SaveAsk, 'language'>): Promise<ExportTarget | Refused | null> {
  const chosen = await desk.chooseSave({ ...ask, language: desk.language() });
  if (chosen === null) return null;
  if (!isAbsolute(chosen)) throw new Error('bug: a dialog gives an absolute path');
  const ending = `.${ask.extension}`;
  if (chosen.toLowerCase().endsWith(ending)) return { file: chosen, called: basename(chosen) };
  const file = `${chosen}${ending}`;
  return existsSync(file) ? refused('save.exists', basename(file)) : { file, called: basename(file) };
}

export function supportActions(desk: SupportDesk): Pick<Actions<TillContract>, Names> {
  let looked: Looked | null = null;

  /** A quit waits for it; what would take long is told by `leaving`. */
  function underWay<T>(work: Promise<T>): Promise<T> {
    const ended = (): void => undefined; // whoever asked is told what came of it
    desk.alongside(work.then(ended, ended));
    return work;
  }

  return {
    'support.look': async () => {
      const files = await desk.app().support();
      const packed = packSupport(files);
      const seen = createHash('sha256').update(packed).digest('hex');
      looked = { seen, files, packed };
      return ok({ seen, bytes: packed.length, files: [...files] });
    },
    'support.save': async ({ seen }) => {
      const shown = looked;
      if (shown?.seen !== seen) return refused('support.unseen');
      const name = `qris-terminal-support-${stamp(Date.now())}.zip`;
      const where = await target(desk, { what: 'support', name, extension: 'zip' });
      if (where === null) return ok(null);
      if ('outcome' in where) return where;
      const outcome = await underWay(writeSupport(shown.packed, shown.files, where.file, where.called));
      if (outcome.outcome !== 'ok') return outcome;
      const { file, bytes } = outcome.data;
      return { ...outcome, data: { file, bytes } };
    },
    'journal.export': async ({ format, ...wanted }) => {
      const checked = allFields(filterFields(wanted));
      if (!checked.ok) return checked.outcome;
      const till = await desk.app().till();
      if (!till.ok) return till.outcome;
      const name = `qris-terminal-journal-${stamp(Date.now())}.${format}`;
      const where = await target(desk, { what: 'journal', name, extension: format });
      if (where === null) return ok(null);
      if ('outcome' in where) return where;
      // Another till may have taken its place while the dialog was open.
      const now = await desk.app().till();
      if (!now.ok) return now.outcome;
      return underWay(copyJournal(now.value.journal, where, checked.values, { signal: desk.leaving }));
    },
  };
}
