/** What the journal's tests share: temporary data folders, a clock that is turned by hand, and child processes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { takeSteps } from '../../../main/journal/migrations.ts';
import { JOURNAL_FILE, openJournal } from '../../../main/journal/open-journal.ts';
import type { Journal } from '../../../main/ports/journal.ts';
import type { NewOperation } from '../../../main/ports/operations.ts';
import type { NewPrintJob, PrintJob, PrintStep } from '../../../main/ports/printing.ts';
import type { Clock, Random } from '../../../main/ports/world.ts';

export const chance: Random = {
  uuid: randomUUID,
  digits: (count) => Array.from({ length: count }, () => randomInt(10)).join(''),
  pick: (alphabet, count) => Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)] ?? '').join(''),
};

/** Chance that always says the same: what is unique with it is unique by itself. */
export const noChance: Random = {
  uuid: () => '00000000-0000-4000-8000-000000000000',
  digits: (count) => '7'.repeat(count),
  pick: (alphabet, count) => (alphabet[0] ?? '').repeat(count),
};

export const realClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms) => wait(ms),
};

export const NOVEMBER = Date.parse('2024-11-19T06:12:59.684Z');

/** A clock that stands still until it is turned, forwards or back; sleeping turns it forwards. */
export function handClock(start = NOVEMBER): Clock & { turn(ms: number): void } {
  let now = start;
  let monotonic = 0;
  return {
    now: () => now,
    monotonic: () => monotonic,
    sleep: async (ms) => {
      now += ms;
      monotonic += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
    turn: (ms) => {
      now += ms;
    },
  };
}

export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** An open journal, or the reason why the test cannot go on. It is closed when the test is over. */
export function opened(
  folder: string,
  options: { readonly clock?: Clock; readonly random?: Random; readonly readOnly?: boolean } = {},
): Journal {
  const { clock = handClock(), random = chance, readOnly = false } = options;
  const result = openJournal({ folder, clock, random, readOnly });
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
  onTestFinished(() => result.journal.close());
  return result.journal;
}

/** A journal as an earlier version of the program left it. */
export function olderJournal(folder: string, version: number): DatabaseSync {
  const db = new DatabaseSync(join(folder, JOURNAL_FILE));
  takeSteps(db, 0, version);
  return db;
}

/** Tables of version 2 that hold what is asked of older journals. */
const KEPT = ['operations', 'attempts', 'print_jobs', 'registrations'] as const;

/** Takes a journal that nobody has open back to what version 2 would have written. */
export function backToVersion2(folder: string): void {
  const file = join(folder, JOURNAL_FILE);
  const present = `${file}.present`;
  renameSync(file, present);
  const db = olderJournal(folder, 2);
  db.prepare('ATTACH ? AS present').run(present);
  for (const table of KEPT) {
    const columns = db.prepare(`SELECT group_concat(name) AS names FROM pragma_table_info('${table}')`).get()?.names;
    db.exec(`INSERT INTO ${table} (${String(columns)}) SELECT ${String(columns)} FROM present.${table}`);
  }
  db.exec(`UPDATE meta SET value = (SELECT value FROM present.meta AS p WHERE p.key = meta.key);
    DETACH present; VACUUM; PRAGMA journal_mode = WAL`);
  db.close();
  rmSync(present);
}

export function wish(over: Partial<NewOperation> = {}): NewOperation {
  return {
    kind: 'generate',
    provider: 'paycools',
    merchantId: 'M-1',
    reference: 'ATM1',
    wish: { courierNo: '4201', courierName: 'Budi' },
    body: '{"partnerReferenceNo":"ATM1"}',
    terminalId: 'T-1234ABCD',
    operator: 'sari',
    ...over,
  };
}

export function printWish(operationId: string | null): NewPrintJob {
  const parts = [{ kind: 'qr', content: '000201' }] as const;
  const kind = operationId === null ? ('test' as const) : ('slip' as const);
  return { operationId, reference: null, printer: 'kasir', kind, copy: 0, slip: { title: 'ATM QR', parts } };
}

export const RESULT = { cdmReferenceId: 'CDM1', qrContent: '000201', qrStatus: 'ACTIVE' };

/** Takes an operation through one attempt that ends well. */
export function makeOk(journal: Journal, over: Partial<NewOperation> = {}): string {
  const { id } = journal.intend(wish(over));
  const attempt = journal.beginAttempt({ operationId: id, provider: 'paycools', service: '90' });
  journal.endAttempt(attempt.id, { outcome: 'ok', code: '2009000', httpStatus: 200, note: null });
  journal.settle(id, { state: 'ok', by: 'answer', code: '2009000', result: RESULT });
  return id;
}

export interface Child {
  readonly pid: number;
  /** The next line that it says. */
  line(): Promise<string>;
  say(text: string): void;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  ended(): Promise<void>;
}

/** Starts `child.ts` as a process of its own; it is gone when the test is over. */
export function startChild(...args: readonly string[]): Child {
  const script = fileURLToPath(new URL('./child.ts', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [script, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const { pid, stdout, stdin } = child;
  if (pid === undefined || stdout === null || stdin === null) throw new Error('The child did not start.');
  const exited = once(child, 'exit');
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  const ended = async (): Promise<void> => {
    await exited;
  };
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended();
  };
  onTestFinished(kill);
  return {
    pid,
    line: async () => {
      const next = await lines.next();
      if (next.done === true) throw new Error('The child ended before it said anything more.');
      return next.value;
    },
    say: (text) => {
      stdin.write(`${text}\n`);
    },
    kill,
    ended,
  };
}

/** Takes a print job on from wherever it is. */
export function stepped(journal: Journal, id: string, step: PrintStep): PrintJob {
  const seen = journal.printJob(id);
  const job = seen === null ? null : journal.stepPrint(seen, step);
  if (job === null) throw new Error(`${id} went on meanwhile`);
  return job;
}
