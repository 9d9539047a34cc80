/** Processes that try a PIN at the same time have no more tries together than one has. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { peopled } from './world.ts';

it('twenty processes at once, under four writings of a name, have five tries together', async () => {
  const { press, folder } = await peopled();
  await press('session.lock');
  const script = fileURLToPath(new URL('./tries-child.ts', import.meta.url));
  const place = await folder();
  const all = await Promise.all(
    Array.from({ length: 20 }, () =>
      text(spawn(process.execPath, [script, place], { stdio: ['ignore', 'pipe', 'inherit'] }).stdout),
    ),
  );
  const said = all.join('').trim().split('\n');
  expect(said.filter((one) => one === 'now').length).toBeLessThanOrEqual(5);
});
