/** Runs one of the test scripts in a process of its own: what it reads of its environment is then what a user's would. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/**
 * Runs test/support/`script` with `input` as JSON on its stdin.
 * @returns what it wrote to stdout, read as JSON; throws with its stderr when it did not end with 0
 */
export async function runScript(
  script: string,
  input: unknown,
  env: Readonly<Record<string, string>>,
): Promise<unknown> {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, [file], { env, stdio: 'pipe' });
  child.stdin.end(JSON.stringify(input));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (child.exitCode !== 0) throw new Error(`${script} ended with ${child.exitCode ?? child.signalCode}: ${err}`);
  return JSON.parse(out);
}
