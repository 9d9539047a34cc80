/** A question at the terminal, and a person who does not answer it: a no, never a fault. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { atTerminal } from '../support/terminal.ts';

async function setAside(typed: string) {
  const folder = await mkdtemp(join(tmpdir(), 'qris-ask-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const env = { QRIS_TERMINAL_HOME: join(folder, 'home') };
  const terminal = atTerminal(['journal', 'set-aside', '--lang', 'en'], env);
  await terminal.answer('to agree: ', typed);
  return terminal.end();
}

it.skipIf(process.platform === 'win32').each([
  ['Ctrl-C', '\u0003'],
  ['the end of the input', '\u0004'],
  ['another word', 'perhaps\n'],
])('%s is a no', async (_what, typed) => {
  const { screen, status } = await setAside(typed);
  expect(screen).toContain('INVALID');
  expect(screen).not.toContain('fault');
  expect(status).toBe(2);
});
