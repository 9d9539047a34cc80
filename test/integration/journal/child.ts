/** A process of its own for the journal's tests: it does one thing, says so on stdout, and waits to be told or killed. */
import { randomInt, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { openActingLock } from '../../../main/journal/acting-lock.ts';
import { openJournal } from '../../../main/journal/open-journal.ts';
import type { Journal } from '../../../main/ports/journal.ts';
import type { Clock, Random } from '../../../main/ports/world.ts';

const clock: Clock = { now: () => Date.now(), monotonic: () => performance.now(), sleep: (ms) => wait(ms) };
const random: Random = {
  uuid: randomUUID,
  digits: (count) => Array.from({ length: count }, () => randomInt(10)).join(''),
  pick: (alphabet, count) => Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)] ?? '').join(''),
};

const [mode = '', folder = '', given = '0'] = process.argv.slice(2);
const input = createInterface({ input: process.stdin });
const told = input[Symbol.asyncIterator]();

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function journal(readOnly: boolean): Journal {
  const result = openJournal({ folder, clock, random, readOnly });
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
  return result.journal;
}

/** Holds the acting lock until a line comes. */
async function hold(): Promise<void> {
  const lock = await openActingLock({ folder, clock }).acquire('qr generate');
  say(lock.held ? 'held' : 'busy');
  await told.next();
  if (lock.held) lock.release();
  say('released');
}

/** Adds to a number in a file, in steps that only one process at a time survives. */
async function increment(): Promise<void> {
  const lock = openActingLock({ folder, clock });
  const file = join(folder, 'count');
  for (let done = 0; done < Number(given); done += 1) {
    const turn = await lock.acquire('counting', 60_000);
    if (!turn.held) throw new Error('The lock was not given.');
    const before = Number(readFileSync(file, 'utf8'));
    await wait(1);
    writeFileSync(file, String(before + 1));
    turn.release();
  }
}

/** Dies (by its parent's hand) after an attempt was begun, with another operation intended and prints under way. */
async function crash(): Promise<void> {
  const open = journal(false);
  const base = {
    provider: 'paycools',
    merchantId: 'M-1',
    wish: {},
    body: '{}',
    terminalId: 'T-1',
    operator: 'o',
  } as const;
  const sent = open.intend({ ...base, kind: 'generate', reference: 'SENT' });
  open.intend({ ...base, kind: 'generate', reference: 'INTENDED' });
  const slip = { title: 'ATM QR', parts: [] };
  const job = { operationId: sent.id, reference: 'SENT', printer: 'kasir', kind: 'slip', copy: 0, slip } as const;
  open.beginPrint(job);
  const printing = open.beginPrint(job);
  open.stepPrint(printing, { state: 'printing', on: 'kasir' });
  const attempt = open.beginAttempt({ operationId: sent.id, provider: 'paycools', service: '90' });
  say(attempt.externalId);
  await told.next();
}

/** Opens the journal, new or not, and records one intent. */
function begin(): void {
  const open = journal(false);
  const base = {
    provider: 'paycools',
    merchantId: 'M-1',
    wish: {},
    body: '{}',
    terminalId: 'T-1',
    operator: 'o',
  } as const;
  say(open.intend({ ...base, kind: 'generate', reference: given }).id);
  open.close();
}

/** Reads while its parent writes. */
function read(): void {
  const open = journal(true);
  say(
    open
      .operations()
      .map((operation) => `${operation.reference}=${operation.state}`)
      .join(' '),
  );
  say(String(open.verify().ok));
  open.close();
}

if (mode === 'hold') await hold();
if (mode === 'increment') await increment();
if (mode === 'crash') await crash();
if (mode === 'read') read();
if (mode === 'begin') begin();
input.close();
