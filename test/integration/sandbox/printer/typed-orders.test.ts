/** `sandbox` on the command line: orders typed into it reach its printer, and mistakes are answered with what can stand there. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { hostTo, until } from './raw-host.ts';

const CLI = fileURLToPath(new URL('../../../../main/cli.ts', import.meta.url));
let sandbox: ChildProcess | null = null;

afterEach(async () => {
  sandbox?.kill('SIGINT');
  if (sandbox !== null) await once(sandbox, 'close');
  sandbox = null;
});

it('orders are obeyed, mistakes named, comments passed over', async () => {
  const child = spawn(process.execPath, [CLI, 'sandbox', '--json'], { stdio: 'pipe' });
  sandbox = child;
  let said = '';
  let problems = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    problems += chunk.toString();
  });
  await until(() => said.includes('\n'));
  const outcome: { data: { printer: { port: number } } } = JSON.parse(said);
  child.stdin.write('# a comment\n\nprinter papr-out\nprinter after 1 connection paper-out\nprinter near-end\nstate\n');
  await until(() => problems.includes('power on'));
  expect(problems.split('\n')).toEqual([
    expect.stringMatching(/^\? “papr-out” cannot stand here; what can: ok · paper-out · /),
    '✓ printer after 1 connection paper-out',
    '✓ printer near-end',
    expect.stringMatching(/^✓ power on · online · paper near its end · .* · after 1 connection paper-out \(1 left\)$/),
    '',
  ]);
  const host = await hostTo(outcome.data.printer.port);
  host.write('\x10\x04\x04');
  await host.hears('\x7e');
  host.socket.destroy();
});
