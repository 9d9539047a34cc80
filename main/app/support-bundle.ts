/** The support bundle: a zip of facts, shown before it is saved, made of nothing but what main/app/support-facts.ts names. */
import { resolve } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { Outcome } from '../../shared/outcome.ts';
import type { StoreProfile } from '../../shared/profile.ts';
import { words } from '../../shared/words.ts';
import { errorText } from '../journal/sqlite.ts';
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

/** One that cannot be read leaves the others: a bundle is wanted of a till that is ill. */
async function section(name: string, read: () => Fact | Promise<Fact>): Promise<SupportFile> {
  let facts: Fact;
  try {
    facts = await read();
  } catch (error) {
    facts = { unreadable: error instanceof Error ? error.name : typeof error };
  }
  return { name: `${name}.json`, text: `${JSON.stringify(facts, null, 2)}\n` };
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
  return [...sections, { name: 'log.jsonl', text: deps.log.map((line) => `${JSON.stringify(line)}\n`).join('') }];
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

/** Saves what was shown (0600), whole or not at all. @returns ok · invalid (its name) · unavailable (the disk) */
export async function saveSupport(
  files: readonly SupportFile[],
  input: { readonly out: string | undefined },
): Promise<Outcome<SupportSaved>> {
  const checked = allFields({ file: bundlePath(input.out) });
  if (!checked.ok) return checked.outcome;
  const { file } = checked.values;
  const base = { code: null, operationId: null };
  const packed = zipSync(Object.fromEntries(files.map(({ name, text }) => [name, strToU8(text)])));
  try {
    await replaceFile(file, packed);
  } catch (error) {
    const said = words('support.failed', { file, detail: errorText(error) });
    return { outcome: 'unavailable', ...base, words: said };
  }
  const contents = files.map(({ name, text }) => ({ name, bytes: Buffer.byteLength(text) }));
  const said = words('support.saved', { file, count: files.length });
  return { outcome: 'ok', ...base, words: said, data: { file, bytes: packed.length, contents } };
}
