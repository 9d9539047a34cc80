/** Draws resources/icons/icon.svg in every size that a desktop wants, so that packing needs no icon tool. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from '../../test/electron/chromium.ts';
import { icns, ico, type Picture, PNG_SIZES } from './icon-files.ts';

const FOLDER = join(import.meta.dirname, '..', 'icons');

async function draw(svg: string): Promise<readonly Picture[]> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('no Chromium found; set TILL_CHROMIUM to its path');
  const browser = await chromium.launch({ executablePath });
  try {
    const page = await browser.newPage();
    await page.setContent(`<style>* { margin: 0 } svg { display: block; width: 100vw }</style>${svg}`);
    const pictures: Picture[] = [];
    for (const size of PNG_SIZES) {
      await page.setViewportSize({ width: size, height: size });
      pictures.push({ size, png: await page.screenshot({ omitBackground: true }) });
    }
    return pictures;
  } finally {
    await browser.close();
  }
}

const pictures = await draw(await readFile(join(FOLDER, 'icon.svg'), 'utf8'));
for (const { size, png } of pictures) await writeFile(join(FOLDER, `${size}x${size}.png`), png);
await writeFile(join(FOLDER, 'icon.ico'), ico(pictures));
await writeFile(join(FOLDER, 'icon.icns'), icns(pictures));
