/** The command line in processes of its own, as scripts see it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export const CLI = fileURLToPath(new URL('../../main/cli.ts', import.meta.url));

/** A courier, as options. */
export const BUDI_OPTIONS: readonly string[] = [
  '--courier-no',
  '123456',
  '--courier-name',
  'Budi Santoso',
  '--courier-mobile',
  '081200000345',
];

export type Env = Readonly<Record<string, string>>;

/** The one object on stdout of every command with --json (INTERFACE: stable). */
export const envelope = z.strictObject({
  outcome: z.enum(['ok', 'refused', 'invalid', 'not-sent', 'unknown', 'unavailable']),
  code: z.string().nullable(),
  message: z.string().min(1),
  action: z.string(),
  operationId: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
});

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param input what it reads on stdin, which stays open; absent: stdin is at its end */
export async function run(args: readonly string[], env: Env, input?: string): Promise<Ran> {
  const child = spawn(process.execPath, [CLI, ...args], { env, stdio: 'pipe' });
  // One that ends before it has read all that it was given.
  child.stdin.on('error', () => undefined);
  if (input === undefined) child.stdin.end();
  else child.stdin.write(input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { status: child.exitCode, stdout, stderr };
}

/** Runs with --json and reads the one object that may be on stdout. */
export async function json(args: readonly string[], env: Env, input?: string) {
  const ran = await run([...args, '--json'], env, input);
  return { ...envelope.parse(JSON.parse(ran.stdout)), status: ran.status, stderr: ran.stderr };
}

/** Runs as an operator whose PIN comes on stdin, with a new PIN after it where one is chosen. */
export function jsonAs(operator: string, pins: readonly string[], args: readonly string[], env: Env) {
  return json([...args, '--operator', operator, '--pin-stdin'], env, pins.map((pin) => `${pin}\n`).join(''));
}
