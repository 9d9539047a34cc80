/** A question at the terminal, and a person who does not answer it: a no, never a fault. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { atTerminal } from '../support/at-terminal.ts';

async function setAside(typed: string) {
  const folder = await mkdtemp(join(tmpdir(), 'qris-ask-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const env = { QRIS_TERMINAL_HOME: join(folder, 'home') };
  return atTerminal({ args: ['journal', 'set-aside', '--lang', 'en'], env, asked: 'to agree: ', typed });
}

it.skipIf(process.platform === 'win32').each([
  ['Ctrl-C', '\u0003'],
  ['the end of the input', '\u0004'],
  ['another word', 'perhaps\n'],
])('%s is a no', async (_what, typed) => {
  const { seen, status } = await setAside(typed);
  expect(seen).toContain('INVALID');
  expect(seen).not.toContain('fault');
  expect(status).toBe(2);
});
