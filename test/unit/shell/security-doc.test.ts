/** docs/security.md names what holds and what would fail without it; both must be there, under these names. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageFacts from '../../../package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '..', '..', '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const rows = read('docs/security.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && line.includes('.test.ts'))
  .map((line) => line.split(' | '));
const claims = rows.flatMap((cells) => {
  const text = cells.join(' | ');
  const done = [...text.matchAll(/`((?:main|shared|resources)\/[\w/.-]+\.ts)` `(\w+)`/g)].map(
    ([, file = '', name = '']) => ({ file, name }),
  );
  const tests = [...text.matchAll(/`(test\/[\w/.-]+\.test\.ts)` "([^"]+)"/g)].map(([, file = '', title = '']) => ({
    file,
    title,
  }));
  return [{ row: cells[0] ?? '', done, tests }];
});

describe('docs/security.md', () => {
  it("has each of the checklist's twenty points, with a test", () => {
    const numbers = claims.map(({ row }) => /^\| (\d+)$/.exec(row)?.[1]).filter((number) => number !== undefined);
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, n) => String(n + 1)));
    expect(claims.filter(({ tests }) => tests.length === 0)).toEqual([]);
    expect(claims.filter(({ row, done }) => done.length === 0 && row !== '| 16')).toEqual([]);
  });

  it.each(claims.flatMap(({ done }) => done))('$file has $name', ({ file, name }) => {
    expect(read(file)).toMatch(new RegExp(`\\b(?:function|const) ${name}\\b`));
  });

  it.each(claims.flatMap(({ tests }) => tests))('$file tests "$title"', ({ file, title }) => {
    expect(read(file).replaceAll("\\'", "'")).toMatch(
      new RegExp(`\\bit(?:\\.each)?\\b[^]{0,40}["'\`]${title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}["'\`]`),
    );
  });
});

it('opens nothing outside the program', () => {
  const sources = globSync('main/**/*.ts', { cwd: ROOT });
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.filter((file) => read(file).includes('openExternal'))).toEqual([]);
});

it('names one exact version of Electron', () => {
  expect(packageFacts.devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
  const locked = JSON.parse(read('package-lock.json')) as { packages: Record<string, { version: string }> };
  expect(locked.packages['node_modules/electron']?.version).toBe(packageFacts.devDependencies.electron);
});
