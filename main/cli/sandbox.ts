/** `sandbox`: both providers and a printer on this machine, until Ctrl-C. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Outcome } from '../../shared/outcome.ts';
import { words } from '../../shared/words.ts';
import { allFields, bad, type Field, invalid } from '../app/input.ts';
import { type Sandbox, startSandbox } from '../sandbox/start-sandbox.ts';
import { surviveClosedPipes } from './run.ts';
import { exitStatus, pairs, tell, type Voice } from './say.ts';
import { slipFolder } from './slip-folder.ts';

export interface SandboxCommand {
  readonly port: string | undefined;
  readonly printerPort: string | undefined;
  readonly out: string | undefined;
}

function portField(path: string, raw: string | undefined): Field<number> {
  if (raw === undefined) return { ok: true, value: 0 };
  const value = Number(raw);
  return /^\d{1,5}$/.test(raw) && value <= 65_535
    ? { ok: true, value }
    : bad(path, 'field.number', { min: 0, max: 65_535 });
}

/**
 * A job in the background that reads its terminal is stopped by the system: orders are read from a pipe, or from the
 * terminal in whose foreground we are.
 */
function mayReadStdin(): boolean {
  if (process.stdin.isTTY !== true) return true;
  try {
    // proc(5): the fields after the command's closing bracket; the 3rd is our process group, the 6th the foreground's.
    const fields = readFileSync('/proc/self/stat', 'latin1').split(') ').at(-1)?.split(' ') ?? [];
    return fields[2] === fields[5];
  } catch {
    return false; // no /proc to ask: a sandbox that runs is worth more than one that takes orders
  }
}

/** Orders are those of the sandbox printer's script, one a line. */
function obeyOrders(voice: Voice, printer: Sandbox['printer']): () => void {
  if (!mayReadStdin()) return () => undefined;
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    const order = line.trim();
    if (order === '' || order.startsWith('#')) return;
    const done = printer.control.order(order);
    voice.err(done.ok ? `✓ ${done.said === '' ? order : done.said}\n` : `? ${done.problem}\n`);
  });
  return () => lines.close();
}

/** Resolves at Ctrl-C or when whoever started us asks us to end. */
function untilStopped(): Promise<void> {
  return new Promise((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop());
  });
}

/** @returns the exit status, after the sandbox was stopped or could not be started */
export async function runSandbox(voice: Voice, command: SandboxCommand): Promise<number> {
  surviveClosedPipes();
  const checked = allFields({
    port: portField('port', command.port),
    printerPort: portField('printer-port', command.printerPort),
    ...(command.out === undefined ? {} : { out: await slipFolder('out', command.out) }),
  });
  if (!checked.ok) {
    tell(voice, 'sandbox', checked.outcome, []);
    return exitStatus(checked.outcome);
  }
  const stopped = untilStopped();
  let sandbox: Sandbox;
  try {
    sandbox = await startSandbox({
      port: checked.values.port,
      printerPort: checked.values.printerPort,
      ...(checked.values.out === undefined ? {} : { slipFolder: checked.values.out }),
    });
  } catch (error) {
    const taken = error instanceof Error && 'code' in error ? String(error.code) : 'error';
    const problem = bad('port', 'field.port-taken', { detail: taken });
    const outcome = invalid(problem.ok ? [] : [problem.problem]);
    tell(voice, 'sandbox', outcome, []);
    return exitStatus(outcome);
  }
  // The profile holds a throw-away private key: in a folder of its own, closed to others, gone when the sandbox is.
  const folder = await mkdtemp(join(tmpdir(), 'qris-terminal-sandbox-'));
  const profile = join(folder, 'profile.json');
  try {
    await writeFile(profile, `${JSON.stringify(sandbox.profile, null, 2)}\n`, { mode: 0o600 });
    const { providers, printer } = sandbox;
    const data = {
      profile,
      speedcash: providers.speedcashBaseUrl,
      paycools: providers.paycoolsBaseUrl,
      printer: { host: printer.host, port: printer.port },
    };
    const outcome: Outcome<typeof data> = {
      outcome: 'ok',
      code: null,
      operationId: null,
      words: words('sandbox.running', { profile }),
      data,
    };
    const details = pairs([
      ['profile.json', profile],
      ['SpeedCash', data.speedcash],
      ['PayCools', data.paycools],
      ['Printer', `${printer.host}:${printer.port}`],
    ]);
    tell(voice, 'sandbox', outcome, details);
    const end = obeyOrders(voice, printer);
    await stopped;
    end();
    return 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
    await sandbox.close();
  }
}
