import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { isLoopbackUrl } from '../../shared/profile.ts';
import { peopled } from './people-world.ts';

it('twenty processes at once, under four writings of a name, have five tries together', async () => {
  const { press, folder } = await peopled();
  await press('session.lock');
  const script = fileURLToPath(new URL('./tries-child.ts', import.meta.url));
  const place = await folder();
  const all = await Promise.all(
    Array.from({ length: 20 }, () => text(spawn(process.execPath, [script, place], { stdio: ['ignore', 'pipe', 'inherit'] }).stdout)),
  );
  const said = all.join('').trim().split('\n');
  console.log(Object.fromEntries([...new Set(said)].map((one) => [one, said.filter((other) => other === one).length])));
  expect(said.filter((one) => one === 'now').length).toBeLessThanOrEqual(5);
});

it.each(['http://127.0.0.1.evil.example/', 'http://localhost.evil.example', 'http://127.0.0.1@evil.example', 'http://[::ffff:8.8.8.8]/', 'http://0.0.0.0/', 'http://localhost%2eevil.example'])(
  '%s is not this machine',
  (url) => {
    let said: unknown;
    try {
      said = isLoopbackUrl(url);
    } catch {
      said = 'threw';
    }
    expect(said).not.toBe(true);
  },
);
