/** `npm run screenshots -- [FOLDER] [png]`: every screen, both languages, three sizes, and the dark on one of them; WebP, which is small. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Language } from '../../renderer/i18n/catalogue.ts';
import { engine } from '../electron/launch.ts';
import { type Built, buildProgram, openTill } from './open-till.ts';
import { atmQrPage } from './pages/atm-qr.ts';
import { dayPage } from './pages/day.ts';
import { type Frame, frame } from './pages/frame.ts';
import { operationsPage } from './pages/operations.ts';
import { settingsPage } from './pages/settings.ts';
import { setupPage } from './pages/setup.ts';
import { terminalPage } from './pages/terminal.ts';
import { paper } from './screenshots-paper.ts';
import { people } from './screenshots-people.ts';
import { openWithPrinter } from './with-printer.ts';

const FOLDER = process.argv[2] ?? join(import.meta.dirname, '..', '..', 'docs', 'screenshots');
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1024, height: 600 },
  { width: 800, height: 1280 },
] as const;

type Shoot = (name: string) => Promise<void>;

async function home(at: Frame, shoot: Shoot): Promise<void> {
  const atm = atmQrPage(at);
  await atm.courierNo.waitFor();
  await atm.make({ no: 'KRR-0172', name: 'Siti Rahmawati', mobile: '081298765432' });
  await atm.made.picture.waitFor();
  await shoot('qr-made');
  await atm.made.retire.click();
  await at.dialog.waitFor();
  await shoot('qr-retire');
  await at.page.keyboard.press('Escape');
  await atm.made.fresh.click();
  await atm.fill({ no: 'KRR-0090', name: 'Budi Santoso', mobile: '' });
  await atm.generate.click();
  await atm.notice.waitFor();
  await shoot('qr-invalid');
  await atm.make({ no: '4039005', name: 'Budi Santoso' });
  await at.page.getByText('4039005').last().waitFor();
  await atm.notice.waitFor();
  await shoot('qr-refused');
  await atm.fill({ no: 'HANG', name: 'Agus Wijaya' });
  await atm.generate.click();
  await atm.working.waitFor();
  await shoot('qr-working');
}

async function doubt(at: Frame, shoot: Shoot): Promise<void> {
  const atm = atmQrPage(at);
  await atm.make({ no: 'RESET', name: 'Agus Wijaya' });
  await atm.unknown.title.waitFor();
  await shoot('qr-unknown');
  await atm.unknown.later.click();
  await shoot('qr-form');
  await atm.find.fill('a');
  await atm.found.first().waitFor();
  await shoot('qr-couriers');
  await at.page.keyboard.press('Escape');
}

async function others(at: Frame, shoot: Shoot): Promise<void> {
  const day = dayPage(at);
  await at.open('day');
  await day.rows.first().waitFor();
  await shoot('day');
  await day.scan.fill('10092070');
  await day.scan.press('Enter');
  await at.dialog.waitFor();
  await shoot('day-expire');
  await day.cancel.click();

  const operations = operationsPage(at);
  await at.open('operations');
  await operations.rows.first().waitFor();
  await shoot('operations');
  await operations.rows.first().getByRole('button').click();
  await operations.attempts.first().waitFor();
  await shoot('operation');

  const terminal = terminalPage(at);
  await at.open('terminal');
  await terminal.register.click();
  await terminal.registerAgain.waitFor();
  await terminal.checkMerchant.click();
  await at.page.getByText('NMID').waitFor();
  await shoot('terminal');

  const settings = settingsPage(at);
  await at.open('settings');
  await settings.testPrint.click();
  await at.page.getByRole('status').first().waitFor();
  await shoot('settings');
}

async function setUp(at: Frame, shoot: Shoot): Promise<void> {
  const setup = setupPage(at);
  await settingsPage(at).setUp.click();
  await setup.checkNow.click();
  await at.page.getByRole('listitem').filter({ hasText: at.t.settings.checks.keychain }).waitFor();
  await shoot('setup-check');
}

const PNG = process.argv[3] === 'png';

async function capture(page: Page, file: string): Promise<void> {
  if (PNG) {
    await page.screenshot({ path: `${file}.png`, animations: 'disabled' });
    return;
  }
  const cdp = await page.context().newCDPSession(page);
  const { data } = await cdp.send('Page.captureScreenshot', { format: 'webp', quality: 80 });
  await cdp.detach();
  await writeFile(`${file}.webp`, Buffer.from(data, 'base64'));
}

async function shootAll(
  built: Built,
  language: Language,
  size: (typeof SIZES)[number],
  dark: boolean,
): Promise<number> {
  const languages = [language === 'id' ? 'id-ID' : 'en-GB'];
  const folder = join(FOLDER, `${size.width}x${size.height}`, `${language}-${dark ? 'dark' : 'light'}`);
  await mkdir(folder, { recursive: true });
  let count = 0;
  for (const parts of [[home], [doubt, others, setUp], [people]]) {
    const open = await openTill(built, { size, dark, languages });
    const at = frame(open.till.page, language);
    const shoot: Shoot = async (name) => {
      await capture(at.page, join(folder, name));
      count += 1;
    };
    try {
      for (const part of parts) await part(at, shoot);
    } finally {
      await open.till.kill();
    }
  }
  const world = await openWithPrinter(built, { size, dark, languages, language });
  try {
    await paper(world.open, async (name) => {
      await capture(world.open.till.page, join(folder, name));
      count += 1;
    });
  } finally {
    await world.close();
  }
  const first = await openTill(built, { size, dark, languages, sandbox: false });
  try {
    await setupPage(frame(first.till.page, language)).choose.waitFor();
    await capture(first.till.page, join(folder, 'setup-profile'));
    count += 1;
  } finally {
    await first.close();
  }
  return count;
}

const built = await buildProgram();
let total = 0;
try {
  for (const language of ['id', 'en'] as const) {
    for (const size of SIZES) {
      for (const dark of size === SIZES[0] ? [false, true] : [false])
        total += await shootAll(built, language, size, dark);
    }
  }
} finally {
  await built.remove();
}
process.stdout.write(`screenshots: ${total} in ${FOLDER}, engine: ${engine()}\n`);
