/** Copies the journal while the till goes on: `VACUUM INTO` in a thread of its own, checked before it counts. */
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, statSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { syncFolder } from './migration-backup.ts';
import { JOURNAL_FILE } from './open-journal.ts';
import { errorText } from './sqlite.ts';

export type BackedUp =
  | { readonly ok: true; readonly file: string; readonly bytes: number }
  | { readonly ok: false; readonly detail: string };

/** What the thread is given; both are files. */
interface Copy {
  readonly source: string;
  readonly draft: string;
}

const DRAFT = /\.part$/;
/** A draft that nothing was written to for so long is of a copy that died; a younger one may be growing in another process. */
const DEAD_MS = 3_600_000;

/**
 * The thread's whole program, as its own text: a packaged till has no file that a thread could begin with. It can name
 * nothing outside itself. It reads the journal by a connection that cannot write, on one snapshot, and keeps nobody
 * from writing meanwhile.
 */
function copyInThread(
  { workerData, parentPort }: typeof import('node:worker_threads'),
  { DatabaseSync: Database }: typeof import('node:sqlite'),
  fs: typeof import('node:fs'),
): void {
  const { source, draft }: Copy = workerData;
  const pragma = (db: InstanceType<typeof Database>, name: string): unknown =>
    Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];
  const from = new Database(source, { readOnly: true, timeout: 30_000 });
  const age = ['application_id', 'user_version'].map((name) => pragma(from, name));
  from.prepare('VACUUM INTO ?').run(draft);
  from.close();
  // VACUUM INTO leaves its bytes to the system's cache.
  const handle = fs.openSync(draft, 'r+');
  fs.fsyncSync(handle);
  fs.closeSync(handle);
  const copy = new Database(draft, { readOnly: true });
  const said = String(pragma(copy, 'quick_check'));
  const copied = ['application_id', 'user_version'].map((name) => pragma(copy, name));
  copy.close();
  const same = copied.every((value, index) => value === age[index]);
  parentPort?.postMessage(said === 'ok' && !same ? 'the copy is of another version' : said);
}

const PROGRAM = `(${copyInThread.toString()})(require('node:worker_threads'), require('node:sqlite'), require('node:fs'))`;

/** @returns 'ok', or what SQLite's check found; throws what the copy failed of */
function copied(copy: Copy): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const worker = new Worker(PROGRAM, { eval: true, workerData: copy, execArgv: [] });
  worker.once('message', (said: unknown) => resolve(String(said)));
  worker.once('error', reject);
  worker.once('exit', () => reject(new Error('the copy was stopped')));
  return promise;
}

async function removeDrafts(folder: string, of: string): Promise<void> {
  const names = await readdir(folder);
  for (const name of names.filter((one) => one.startsWith(`${of}.`) && DRAFT.test(one))) {
    const draft = join(folder, name);
    // One that is gone by now was another's, who is done with it.
    const written = statSync(draft, { throwIfNoEntry: false })?.mtimeMs;
    if (written !== undefined && Date.now() - written > DEAD_MS) await rm(draft, { force: true });
  }
}

/**
 * Writes a copy of a data folder's journal to `file`: whole, checked (`quick_check`) and on disk, or not at all; 0600,
 * its folder 0700 where it is made. What was there under that name is replaced. The copy is one file, without a WAL.
 * @param folder the data folder @returns how large it is, or why there is none
 */
export async function backUpJournal(folder: string, file: string): Promise<BackedUp> {
  const draft = `${file}.${randomUUID()}.part`;
  const place = dirname(file);
  try {
    await mkdir(place, { recursive: true, mode: 0o700 });
    await removeDrafts(place, basename(file));
    // SQLite writes into an empty file as it finds it, with its rights.
    closeSync(openSync(draft, 'wx', 0o600));
    const said = await copied({ source: join(folder, JOURNAL_FILE), draft });
    if (said !== 'ok') throw new Error(said);
    await rename(draft, file);
    syncFolder(place);
    const { size } = await stat(file);
    return { ok: true, file, bytes: size };
  } catch (error) {
    await rm(draft, { force: true });
    return { ok: false, detail: errorText(error) };
  }
}
