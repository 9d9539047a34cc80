/** One data folder and its many lives: tills that are killed one after the other, and a last one that settles everything. */
import { type Books, type JournalBook, type Press, readJournal } from './books.ts';
import { type Cashier, newCashier, type Pressed } from './cashier.ts';
import type { Chance } from './chance.ts';
import { checkBooks, type Finding } from './checker.ts';
import { type Ended, type Life, startLife } from './life.ts';
import type { Death } from './protocol.ts';
import { type KillSandbox, openKillSandbox } from './sandbox.ts';
import type { Tally } from './tally.ts';

export interface WorldNeeds {
  readonly place: string;
  readonly script: string;
  readonly cache: string;
  readonly chance: Chance;
  readonly name: string;
  readonly tally: Tally;
  /** How many kills this folder gets. */
  readonly kills: number;
}

export interface Failure {
  readonly findings: readonly Finding[];
  readonly folder: string;
  /** In this world, from 1; null: in its last life. */
  readonly kill: number | null;
  readonly diedAt: string | null;
  readonly steps: readonly string[];
  readonly presses: readonly Press[];
  readonly books: Books;
}

/** How many answers a till may give before it is killed by the clock because its failpoint never came. */
const MOST_ANSWERS = 5;
/** What an action takes here, milliseconds: a random kill falls somewhere within. */
const ACTION_MS = 60;
/** How often the last life tries to bring to an end what is open. */
const ROUNDS = 6;

interface World {
  readonly needs: WorldNeeds;
  readonly sandbox: KillSandbox;
  readonly cashier: Cashier;
  readonly presses: Press[];
  lives: number;
}

async function pressed(world: World, life: Life, what: { readonly action: Pressed; readonly wish: string }) {
  const askedAt = Date.now();
  const answer = await life.press(what.action);
  const press: Press = { ...what, askedAt, endedAt: Date.now(), answer, life: world.lives };
  world.presses.push(press);
  world.cashier.note(press);
  return press;
}

function startTill(world: World, death: Death | null): Life {
  const { needs, sandbox } = world;
  const { home, secrets, printerPort } = sandbox;
  world.lives += 1;
  return startLife({ script: needs.script, cache: needs.cache, init: { home, secrets, printerPort, death } });
}

/** Some of what a shop has to live with; what is broken is mended before long. */
function troubles({ needs: { chance, tally }, sandbox }: World): void {
  if (chance.happens(0.35)) tally.misbehaved(sandbox.misbehave(chance));
  else if (chance.happens(0.25)) sandbox.healPrinter();
}

interface LifeEnd {
  readonly life: Life;
  readonly ended: Ended;
  /** Whether it was dead before it could say that it was open. */
  readonly early: boolean;
  readonly answers: number;
}

/** A till from its start to its kill: at its failpoint, or at a random moment of what it is doing. */
async function liveAndDie(world: World, before: JournalBook): Promise<LifeEnd> {
  const { needs, cashier } = world;
  const { chance, tally } = needs;
  const death = tally.chooseDeath(chance, before);
  const life = startTill(world, death);
  let answers = 0;
  let timer: NodeJS.Timeout | undefined;
  const atRandom = (withinMs: number): void => {
    timer = setTimeout(() => life.kill(), chance.next() * withinMs);
  };
  // Also while it starts: a till that is killed before it is open.
  if (death === null && chance.happens(0.1)) atRandom(250);
  const ready = await life.ready;
  if (ready !== null && ready.problems.length > 0) tally.unsound(ready.problems);
  const fateful = 1 + chance.below(3);
  for (let press = 1; ready !== null; press += 1) {
    troubles(world);
    const isDue = death === null ? press >= fateful : press > MOST_ANSWERS;
    if (isDue && timer === undefined) atRandom(ACTION_MS);
    const { answer } = await pressed(world, life, cashier.next(death?.point ?? null));
    if (answer === null) break;
    answers += 1;
    tally.answered(answer.outcome);
  }
  const ended = await life.ended;
  clearTimeout(timer);
  return { life, ended, early: ready === null, answers };
}

function booksOf({ sandbox, presses }: World, journal: JournalBook): Books {
  return { journal, provider: sandbox.provider(), paper: sandbox.paper(), presses };
}

function failureOf(world: World, end: LifeEnd, findings: readonly Finding[], kill: number | null): Failure {
  const books = booksOf(world, readJournal(world.sandbox.home));
  const { folder } = world.sandbox;
  return { findings, folder, kill, diedAt: end.ended.diedAt, steps: end.life.steps, presses: world.presses, books };
}

function bugsAsFindings(bugs: readonly string[]): readonly Finding[] {
  return bugs.map((says) => ({ verdict: 'unexplained', says }));
}

/** The last till: nothing goes wrong any more, and everything that is open is brought to an end. */
async function settleAll(world: World): Promise<{ readonly end: LifeEnd; readonly findings: readonly Finding[] }> {
  world.sandbox.healPrinter();
  const life = startTill(world, null);
  const ready = await life.ready;
  let answers = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const left = world.cashier.settling(readJournal(world.sandbox.home), round);
    if (left.length === 0) break;
    for (const what of left) {
      const { answer } = await pressed(world, life, what);
      if (answer !== null) answers += 1;
    }
  }
  const last = await life.quit();
  const ended = await life.ended;
  await world.sandbox.tear();
  const problems = [...(ready?.problems ?? ['it never opened']), ...(last?.problems ?? ['it did not end in order'])];
  const findings = [
    ...bugsAsFindings(problems),
    ...bugsAsFindings(ended.bugs),
    ...checkBooks(booksOf(world, readJournal(world.sandbox.home)), true),
  ];
  return { end: { life, ended, early: false, answers }, findings };
}

/** @returns what does not add up, with the folder kept; null: everything did */
export async function runWorld(needs: WorldNeeds): Promise<Failure | null> {
  const sandbox = await openKillSandbox(needs.place);
  const bills = sandbox.provider().bills.map(({ billNumber }) => billNumber);
  const world: World = { needs, sandbox, cashier: newCashier(needs.chance, bills, needs.name), presses: [], lives: 0 };
  let failure: Failure | null = null;
  const openIds = new Set<string>();
  let journal = readJournal(sandbox.home);
  try {
    for (let kill = 1; kill <= needs.kills && failure === null; kill += 1) {
      const end = await liveAndDie(world, journal);
      await sandbox.tear();
      journal = readJournal(sandbox.home);
      for (const id of needs.tally.killed({ ...end, steps: end.life.steps, diedAt: end.ended.diedAt, journal })) {
        openIds.add(id);
      }
      world.cashier.look(journal);
      const dead = end.ended.signal === 'SIGKILL' ? [] : [`it was not killed, it ended (${end.ended.signal})`];
      const findings = [
        ...bugsAsFindings([...dead, ...end.ended.bugs, ...needs.tally.takeUnsound()]),
        ...checkBooks(booksOf(world, journal), false),
      ];
      if (findings.length > 0) failure = failureOf(world, end, findings, kill);
    }
    if (failure === null) {
      const { end, findings } = await settleAll(world);
      needs.tally.settled(readJournal(sandbox.home), openIds);
      if (findings.length > 0) failure = failureOf(world, end, findings, null);
    }
  } finally {
    await sandbox.close(failure !== null);
  }
  return failure;
}
