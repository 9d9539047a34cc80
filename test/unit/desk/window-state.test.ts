import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openingBounds, windowStateFile } from '../../../main/desk/window-state.ts';

const primary = { x: 0, y: 24, width: 1920, height: 1056 };
const left = { x: -1280, y: 0, width: 1280, height: 1024 };
const saved = (x: number, y: number) => ({ bounds: { x, y, width: 1000, height: 700 }, maximized: false });

describe('openingBounds', () => {
  it('opens where the window stood', () => {
    expect(openingBounds(saved(100, 100), [primary])).toEqual(saved(100, 100).bounds);
    expect(openingBounds(saved(-1200, 10), [primary, left])).toEqual(saved(-1200, 10).bounds);
  });

  it.each([
    ['its display is gone', -1200, 10],
    ['only a corner would show', 1900, 100],
    ['its title bar is above the display', 100, -50],
    ['it lies below', 100, 1070],
  ])('lets the system place it when %s', (_why, x, y) => {
    expect(openingBounds(saved(x, y), [primary])).toEqual({ width: 1280, height: 800 });
  });

  it('fits a small display', () => {
    expect(openingBounds(null, [{ x: 0, y: 0, width: 1024, height: 600 }])).toEqual({ width: 1024, height: 600 });
    expect(openingBounds(null, [])).toEqual({ width: 1280, height: 800 });
  });
});

describe('the file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'till-window-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('keeps the place, in a folder that need not be there yet', async () => {
    const file = join(folder, 'deep', 'window.json');
    windowStateFile(file).write(saved(1, 2));
    expect(windowStateFile(file).read()).toEqual(saved(1, 2));
    expect(await readdir(join(folder, 'deep'))).toEqual(['window.json']);
  });

  it.each([
    '',
    '{',
    '{}',
    'null',
    '{"bounds":{"x":"1"}}',
    '{"bounds":{"x":0,"y":0,"width":0,"height":1},"maximized":true}',
  ])('takes %j for none', async (text) => {
    const file = join(folder, `torn-${text.length}.json`);
    await writeFile(file, text);
    expect(windowStateFile(file).read()).toBeNull();
    expect(windowStateFile(join(folder, 'absent.json')).read()).toBeNull();
  });
});
