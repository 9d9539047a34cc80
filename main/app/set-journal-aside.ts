/** A person has agreed: the damaged journal is set aside, and a new one goes on with what could be read of it. */
import { basename } from 'node:path';
import type { Outcome } from '../../shared/outcome.ts';
import { words } from '../../shared/words.ts';
import { type SetAsideNeeds, setJournalAside } from '../journal/set-aside.ts';
import type { OperationKind, OperationState } from '../ports/operations.ts';
import { troubleWords } from './journal-edge.ts';

/** An operation that nobody can speak for; it is in the new journal and is settled there. */
export interface OpenLeft {
  readonly id: string;
  readonly kind: OperationKind;
  readonly reference: string;
  readonly state: OperationState;
}

export interface JournalSetAside {
  /** The old files as they are named now; none was changed. */
  readonly kept: readonly string[];
  /** Every row that could be read, one JSON object a line; null: none could. */
  readonly readable: string | null;
  readonly operations: number;
  readonly attempts: number;
  readonly printJobs: number;
  /** Whether some of the old journal could not be read, or did not fit. */
  readonly incomplete: boolean;
  readonly open: readonly OpenLeft[];
}

/**
 * Call it with no journal open in this process. @returns ok · refused: nothing is the matter with it, or there is none,
 * or it is a newer program's · unavailable: somebody has it open, or the disk cannot take the new one (nothing changed)
 */
export function setAside(needs: SetAsideNeeds): Outcome<JournalSetAside> {
  const base = { code: null, operationId: null };
  const aside = setJournalAside(needs);
  if (aside.ok) {
    const { operations, attempts, printJobs, misfits, gaps } = aside.salvaged;
    const open = aside.salvaged.open.map(({ id, kind, reference, state }) => ({ id, kind, reference, state }));
    const key = open.length > 0 ? 'aside.done-open' : 'aside.done';
    const said = words(key, { file: basename(aside.kept[0] ?? needs.folder), operations, count: open.length });
    const { kept, readable } = aside;
    const data = { kept, readable, operations, attempts, printJobs, incomplete: misfits + gaps > 0, open };
    return { outcome: 'ok', ...base, words: said, data };
  }
  const { reason, detail } = aside;
  switch (reason) {
    case 'sound':
    case 'absent':
      return { outcome: 'refused', ...base, words: words(`aside.${reason}`) };
    case 'newer':
      return { outcome: 'refused', ...base, words: words('aside.newer', { detail }) };
    case 'in-use':
      return { outcome: 'unavailable', ...base, words: words('aside.in-use') };
    default:
      return { outcome: 'unavailable', ...base, words: troubleWords(reason, detail) };
  }
}

/** What is said of a journal that is not damaged. */
export function soundJournal(): Outcome<JournalSetAside> {
  return { outcome: 'refused', code: null, operationId: null, words: words('aside.sound') };
}
