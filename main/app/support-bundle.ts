/** The support bundle: a zip of facts, shown before it is saved, made of nothing but what main/app/support-facts.ts names. */
import { resolve } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { SUPPORT_FILE_LENGTH } from '../../shared/contract-support.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { StoreProfile } from '../../shared/profile.ts';
import { words } from '../../shared/words.ts';
import type { Journal } from '../ports/journal.ts';
import type { Finding } from './doctor.ts';
import { allFields, bad, type Field } from './input.ts';
import type { LogLine } from './log-file.ts';
import { replaceFile } from './profile-disk.ts';
import {
  aboutFacts,
  type ChosenSettings,
  type Fact,
  fileFacts,
  findingFacts,
  journalFacts,
  type MachineFacts,
  printersFacts,
  settingsFacts,
} from './support-facts.ts';
import { whyUnwritten } from './why-unwritten.ts';

/** One file of the bundle, as text: what a person is shown is what is saved. */
export interface SupportFile {
  readonly name: string;
  readonly text: string;
}

export interface SupportDeps extends MachineFacts {
  readonly profile: StoreProfile | null;
  readonly journal: Journal | null;
  readonly findings: readonly Finding[];
  readonly clock: { readonly offsetMs: number | null; readonly correctionMs: number };
  readonly window: ChosenSettings | null;
  readonly log: readonly LogLine[];
}

const TOO_LONG = '{ "unreadable": "too long" }\n';

/** One that cannot be read leaves the others: a bundle is wanted of a till that is ill. */
async function section(name: string, read: () => Fact | Promise<Fact>): Promise<SupportFile> {
  let facts: Fact;
  try {
    facts = await read();
  } catch (error) {
    facts = { unreadable: error instanceof Error ? error.name : typeof error };
  }
  const text = `${JSON.stringify(facts, null, 2)}\n`;
  return { name: `${name}.json`, text: text.length > SUPPORT_FILE_LENGTH ? TOO_LONG : text };
}

/** As many of the newest lines as fit. */
function logText(log: readonly LogLine[]): string {
  const lines = log.map((line) => `${JSON.stringify(line)}\n`);
  let length = 0;
  const from = lines.findLastIndex((line) => {
    length += line.length;
    return length > SUPPORT_FILE_LENGTH;
  });
  return lines.slice(from + 1).join('');
}

/** Reads everything, writes nothing. */
export async function collectSupport(deps: SupportDeps): Promise<readonly SupportFile[]> {
  const { profile, journal, clock, now } = deps;
  const sections = await Promise.all([
    section('about', () => aboutFacts(deps)),
    section('doctor', () => findingFacts(deps.findings)),
    section('settings', () => settingsFacts(profile, deps.window)),
    section('printers', () => printersFacts(profile, journal)),
    section('clock', () => ({ offsetMs: clock.offsetMs, correctionMs: clock.correctionMs })),
    section('journal', () => journalFacts(journal, now)),
    section('files', () => fileFacts(deps.folder)),
  ]);
  return [...sections, { name: 'log.jsonl', text: logText(deps.log) }];
}

/** Reads like a list of files, each with everything that is in it. */
export function supportListing(files: readonly SupportFile[]): readonly string[] {
  return files.flatMap(({ name, text }) => [`── ${name}`, ...text.trimEnd().split('\n'), '']);
}

export interface SupportSaved {
  readonly file: string;
  readonly bytes: number;
  readonly contents: readonly { readonly name: string; readonly bytes: number }[];
}

/** @returns where to, whole; a name that does not end in .zip is refused, so that no other file is overwritten by a slip */
export function bundlePath(raw: string | undefined): Field<string> {
  const wanted = (raw ?? '').trim();
  return /[^/\\]\.zip$/i.test(wanted) ? { ok: true, value: resolve(wanted) } : bad('bundle', 'field.zip');
}

/** The zip as it is saved. Packed once, so that what is saved is what was shown. */
export function packSupport(files: readonly SupportFile[]): Uint8Array {
  return zipSync(Object.fromEntries(files.map(({ name, text }) => [name, strToU8(text)])));
}

/** Writes a packed bundle (0600), whole or not at all. @param called the file's name in what is said of it */
export async function writeSupport(
  packed: Uint8Array,
  files: readonly SupportFile[],
  file: string,
  called: string,
): Promise<Outcome<SupportSaved>> {
  const base = { code: null, operationId: null };
  try {
    await replaceFile(file, packed);
  } catch (error) {
    const said = words('support.failed', { file: called }, whyUnwritten(error));
    return { outcome: 'unavailable', ...base, words: said };
  }
  const contents = files.map(({ name, text }) => ({ name, bytes: Buffer.byteLength(text) }));
  const said = words('support.saved', { file: called, count: files.length });
  return { outcome: 'ok', ...base, words: said, data: { file: called, bytes: packed.length, contents } };
}

/** Saves what was shown to where a command says. @returns ok · invalid (its name) · unavailable (the disk) */
export async function saveSupport(
  files: readonly SupportFile[],
  input: { readonly out: string | undefined },
): Promise<Outcome<SupportSaved>> {
  const checked = allFields({ file: bundlePath(input.out) });
  if (!checked.ok) return checked.outcome;
  const { file } = checked.values;
  return writeSupport(packSupport(files), files, file, file);
}
