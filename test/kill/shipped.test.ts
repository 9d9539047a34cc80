/** Failpoints are in the till that is killed, and in nothing that ships. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { expect, it, onTestFinished } from 'vitest';
import { textProblems } from '../../resources/packaging/asar-allow-list.ts';
import { mainBuild } from '../../vite.main.config.ts';
import { buildChild } from './bundle.ts';

async function scripts(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.js'));
  return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
}

/** What the package's own check says of failpoints in these scripts. */
function found(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => textProblems('a.js', text, '/nowhere')).filter((problem) => /failpoint/.test(problem));
}

it('the package check finds them in the child, and nothing of them in what is built from main', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'qris-kill-shipped-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await buildChild(join(folder, 'child'));
  await build({
    ...mainBuild(join(import.meta.dirname, '..', '..', 'main', 'index.ts'), join(folder, 'main')),
    logLevel: 'error',
  });
  expect(found(await scripts(join(folder, 'child')))).toEqual(['a.js holds a failpoint of the kill suite']);
  expect(found(await scripts(join(folder, 'main')))).toEqual([]);
});
