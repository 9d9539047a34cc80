/** `npm run bench`: everything in one run, into docs/bench.md. `npm run bench:short`: less of it, to the terminal. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { loadPeer, PEER_NAMES } from './all-peers.ts';
import { CASES, type FaultCase, type FaultResult, tryFault } from './faults.ts';
import { overheadMain } from './overhead/overhead.ts';
import type { Peer } from './peer.ts';
import { type FaultRow, markdown, type Results, targetsOf } from './report.ts';
import { CONTENT, slipsToMeasure } from './slip.ts';
import { type Effort, encoderTable } from './speed.ts';
import { truthTable } from './truth.ts';

interface Plan {
  readonly effort: Effort;
  /** How often each fault is tried. */
  readonly tries: number;
  readonly capMs: number;
}

const FULL: Plan = { effort: { rounds: 9, turnMs: 250 }, tries: 3, capMs: 15_000 };
const SHORT: Plan = { effort: { rounds: 3, turnMs: 60 }, tries: 1, capMs: 4_000 };

const DOC = join(import.meta.dirname, '..', '..', 'docs', 'bench.md');
const START = '<!-- results:start -->';
const END = '<!-- results:end -->';

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function oneCase(fault: FaultCase, names: readonly string[], plan: Plan): Promise<readonly FaultResult[][]> {
  const results: FaultResult[][] = names.map(() => []);
  // One that only waits is not worth waiting for again.
  const tries = fault.together ? 1 : plan.tries;
  const once = async (name: string, index: number): Promise<void> => {
    const result = await tryFault(name, fault, plan.capMs);
    if (result !== null) results[index]?.push(result);
  };
  for (let turn = 0; turn < tries; turn += 1) {
    if (fault.together) await Promise.all(names.map(once));
    else for (const [index, name] of names.entries()) await once(name, index);
  }
  return results;
}

async function faultRows(senders: readonly { name: string; peer: Peer }[], plan: Plan): Promise<readonly FaultRow[]> {
  const names = senders.map(({ name }) => name);
  const byCase: (readonly FaultResult[][])[] = [];
  for (const fault of CASES) {
    say(`fault: ${fault.title}`);
    byCase.push(await oneCase(fault, names, plan));
  }
  return senders.map(({ peer }, index) => ({
    name: `${peer.name} ${peer.version}`.trim(),
    tries: byCase.map((results) => results[index] ?? []),
  }));
}

async function measure(plan: Plan): Promise<Results> {
  const members = await Promise.all(PEER_NAMES.map(async (name) => ({ name, peer: await loadPeer(name) })));
  const peers = members.map(({ peer }) => peer);
  const contents = [CONTENT, 'é€日本'];
  say('QRs');
  const truth = await truthTable(peers, contents);
  say('encoders');
  const encoders = await encoderTable(peers, await slipsToMeasure(), plan.effort);
  const faults = await faultRows(
    members.filter(({ peer }) => peer.send !== undefined),
    plan,
  );
  const day = new Date().toISOString().slice(0, 10);
  const heading = `Measured on ${day}: Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} cores.`;
  return { encoders, contents, truth, faults, capMs: plan.capMs, heading };
}

function writeDoc(text: string): void {
  const before = readFileSync(DOC, 'utf8');
  const head = before.slice(0, before.indexOf(START) + START.length);
  writeFileSync(DOC, `${head}\n\n${text}\n\n${before.slice(before.indexOf(END))}`);
}

const short = process.argv.includes('--short');
if (!existsSync(join(import.meta.dirname, 'node_modules'))) {
  say('bench: libraries skipped, they are not installed; run `npm ci --prefix test/bench` first.');
} else {
  const results = await measure(short ? SHORT : FULL);
  const text = markdown(results);
  if (short) process.stdout.write(`${text}\n`);
  else writeDoc(text);
  const missed = targetsOf(results).filter(({ reached }) => !reached);
  for (const { title, wanted, got } of missed) say(`missed: ${title}: wanted ${wanted}, got ${got}`);
  if (short && missed.some(({ truth }) => truth)) process.exitCode = 1;
}
await overheadMain(short ? ['--short'] : []);
