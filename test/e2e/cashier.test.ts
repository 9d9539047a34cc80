/** The cashier's job in the window, on the whole program as it is shipped: nothing is faked but the providers and the paper. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readQrs } from '../integration/printing/rig.ts';
import { type Built, buildProgram, type OpenTill, openTill } from './open-till.ts';
import { atmQrPage } from './pages/atm-qr.ts';
import { dayPage } from './pages/day.ts';
import { frame } from './pages/frame.ts';
import { operationsPage } from './pages/operations.ts';
import { settingsPage } from './pages/settings.ts';
import { terminalPage } from './pages/terminal.ts';

let built: Built;
let open: OpenTill;
/** What the page complained about: a refused style, script, address, or a bug. */
let complaints: string[];

beforeAll(async () => {
  built = await buildProgram();
});
afterAll(() => built.remove());

/** One till for a group of specs; each begins on an empty form. */
function withTill(): void {
  beforeAll(async () => {
    open = await openTill(built);
    complaints = [];
    open.till.page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    open.till.page.on('pageerror', (error) => complaints.push(error.message));
  });
  afterAll(async () => {
    await open.close();
    expect(complaints).toEqual([]);
  });
  beforeEach(async () => {
    await open.frame.open('operations');
    await operationsPage(open.frame).title.waitFor();
    await open.frame.open('atm-qr');
    const atm = atmQrPage(open.frame);
    await atm.title.or(atm.made.fresh).or(atm.unknown.later).first().waitFor();
    for (const leave of [atm.made.fresh, atm.unknown.later]) if (await leave.isVisible()) await leave.click();
    await atm.courierNo.waitFor();
  });
}

/** How many operations the journal has for a search. */
async function operationsOf(search: string): Promise<number> {
  const operations = operationsPage(open.frame);
  await open.frame.open('operations');
  await operations.search.fill(search);
  await operations.rows.first().waitFor();
  await expect.poll(() => operations.rows.filter({ hasNotText: search }).count()).toBe(0);
  return operations.rows.count();
}

describe('an ATM QR', () => {
  withTill();

  it('is made by Enter, shown and printed with proof; again is a marked copy', async () => {
    const { t } = open.frame;
    const atm = atmQrPage(open.frame);
    await atm.make({ no: 'K-100', name: 'Siti Rahmawati' });
    await atm.made.title.waitFor();
    await atm.made.picture.waitFor();
    expect(await atm.made.fact(t.made.reference).textContent()).toMatch(/^ATM\d{12}[2-9A-Z]{6}$/);
    expect(await atm.made.fact(t.made.courier).textContent()).toBe('Siti Rahmawati');
    expect(await atm.made.fact(t.made.slip).textContent()).toBe(t.proof.printed);
    await atm.made.printAgain.click();
    await expect.poll(() => atm.made.fact(t.made.slip).textContent()).toBe(`${t.proof.printed} ${t.made.copy(1)}`);
  });

  it('is large enough to scan, dark on white with its quiet zone, also in the dark', async () => {
    const atm = atmQrPage(open.frame);
    await atm.make({ no: 'K-101' });
    const box = await atm.made.picture.boundingBox();
    expect(box?.width).toBeGreaterThanOrEqual(320);
    expect(box?.width).toBeCloseTo(box?.height ?? 0, 0);
    await open.till.setDark(true);
    await open.frame.page.locator('html[data-theme="dark"]').waitFor();
    const colours = await open.frame.page.evaluate(`(() => {
      const svg = document.querySelector('svg[role="img"]');
      return [getComputedStyle(svg).fill, getComputedStyle(svg.parentElement).backgroundColor];
    })()`);
    expect(colours).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
    await open.till.setDark(false);
    await open.frame.page.locator('html[data-theme="light"]').waitFor();
  });

  it('reads, from the screen, as what main made', async () => {
    const atm = atmQrPage(open.frame);
    await atm.make({ no: 'K-102' });
    await atm.made.picture.waitFor();
    const [read, ...others] = await readQrs(await open.frame.page.screenshot());
    expect(others).toEqual([]);
    // The sandbox's ATM QRs say so and name their PayCools number.
    expect(read?.text).toMatch(/^SANDBOX-/);
    expect(await atm.made.fact(open.frame.t.made.cdm).textContent()).toMatch(/^CDM/);
  });

  it('that main is still making is not sent again by a page that was loaded anew', async () => {
    const { t, page } = open.frame;
    const atm = atmQrPage(open.frame);
    await atm.make({ no: 'SLOW', name: 'Kurir Sabar' });
    await atm.working.waitFor();
    await page.reload();
    const busy = page.getByRole('button', { name: t.working.phase.sending });
    await busy.waitFor();
    expect(await busy.getAttribute('aria-disabled')).toBe('true');
    await atm.generate.waitFor();
    expect(await operationsOf('Kurir Sabar')).toBe(1);
  });

  it.each([
    ['Enter-Enter', 'K-DOUBLE-ENTER'],
    ['a double click', 'K-DOUBLE-CLICK'],
  ])('is made once by %s', async (how, no) => {
    const atm = atmQrPage(open.frame);
    const name = `Kurir ${no}`;
    await atm.fill({ no, name });
    if (how === 'Enter-Enter') {
      await atm.courierMobile.focus();
      await open.frame.page.keyboard.press('Enter');
      await open.frame.page.keyboard.press('Enter');
    } else {
      await atm.generate.dblclick();
    }
    await atm.made.title.waitFor();
    expect(await operationsOf(name)).toBe(1);
  });

  it('is taken from a courier used before, by a few letters and Enter', async () => {
    const atm = atmQrPage(open.frame);
    await atm.make({ no: 'K-200', name: 'Dewi Lestari', mobile: '081377788899' });
    await atm.made.fresh.click();
    await atm.find.pressSequentially('dewi');
    await atm.found.filter({ hasText: 'Dewi Lestari' }).waitFor();
    await atm.find.press('Enter');
    await expect.poll(() => atm.courierNo.inputValue()).toBe('K-200');
    expect(await atm.courierName.inputValue()).toBe('Dewi Lestari');
    expect(await atm.courierMobile.inputValue()).toBe('081377788899');
  });

  it('names what is missing at its field and goes there', async () => {
    const atm = atmQrPage(open.frame);
    await atm.make({ no: 'K-300', mobile: '' });
    await atm.notice.waitFor();
    expect(await atm.courierMobile.getAttribute('aria-invalid')).toBe('true');
    await expect.poll(() => open.frame.page.locator(':focus').getAttribute('name')).toBe('courierMobile');
    const problem = await atm.courierMobile.getAttribute('aria-describedby');
    expect(await open.frame.page.locator(`[id="${problem}"]`).textContent()).toBe('wajib diisi');
    expect(await atm.courierNo.inputValue()).toBe('K-300');
  });

  it('is refused with words, what to do and the code, and what was typed stays', async () => {
    const { t } = open.frame;
    const atm = atmQrPage(open.frame);
    await atm.make({ no: '4039005' });
    await atm.notice.waitFor();
    const said = await atm.notice.textContent();
    expect(said).toContain(t.atm.outcome.refused);
    expect(said).toContain(t.app.answerCode('4039005'));
    expect(said).toContain(t.app.whatToDo);
    expect(await atm.courierNo.inputValue()).toBe('4039005');
    expect(await atm.made.picture.count()).toBe(0);
  });

  it('is retired only after a question that names it', async () => {
    const { t, dialog } = open.frame;
    const atm = atmQrPage(open.frame);
    await atm.make({ no: 'K-400' });
    const reference = (await atm.made.fact(t.made.reference).textContent()) ?? '';
    await atm.made.retire.click();
    await dialog.waitFor();
    expect(await dialog.textContent()).toContain(reference);
    await open.frame.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await atm.made.title.isVisible()).toBe(true);
    await atm.made.retire.click();
    await atm.made.confirmRetire.click();
    await atm.made.retiredTitle.waitFor();
    expect(await open.frame.page.getByText(t.made.retiredBy.local).count()).toBe(1);
  });

  it('stays in doubt until somebody can speak for it, always under one reference', async () => {
    const { t, openOperations } = open.frame;
    const atm = atmQrPage(open.frame);
    await atm.make({ no: 'RESET', name: 'Kurir Ragu' });
    await atm.unknown.title.waitFor();
    await atm.unknown.noRepeat.first().waitFor();
    const reference = (await atm.unknown.reference.textContent()) ?? '';
    expect(reference).not.toBe('');
    await expect.poll(() => openOperations.textContent()).toBe(t.status.open(1));

    await atm.unknown.check.click();
    await open.frame.page.getByText(t.unknown.checkedAt('').replace(':', '').trim()).waitFor();
    expect(await atm.unknown.title.isVisible()).toBe(true);

    await atm.unknown.repeat.click();
    await atm.working.waitFor();
    await atm.unknown.title.waitFor();
    expect(await atm.unknown.reference.textContent()).toBe(reference);
    await atm.unknown.later.click();
    expect(await operationsOf('Kurir Ragu')).toBe(1);
  });

  it('that is in doubt stands first among the operations, with its attempts', async () => {
    const { t } = open.frame;
    const operations = operationsPage(open.frame);
    await open.frame.open('operations');
    expect(await operations.rows.first().textContent()).toContain(t.operations.states.unknown);
    await operations.rows.first().getByRole('button').click();
    await operations.attempts.first().waitFor();
    expect(await operations.attempts.count()).toBeGreaterThanOrEqual(3);
    await operations.check.waitFor();
    await open.frame.page.keyboard.press('Escape');
    await operations.title.waitFor();
  });
});

describe('the other screens', () => {
  withTill();

  it('expires a scanned bill after a question that names it', async () => {
    const { t, dialog } = open.frame;
    const day = dayPage(open.frame);
    await open.frame.open('day');
    await day.row('10092081').waitFor();
    expect(await day.row('10092081').textContent()).toMatch(/Rp\s9\.000/);
    await day.scan.fill('10092081');
    await day.scan.press('Enter');
    await dialog.waitFor();
    expect(await dialog.textContent()).toContain('10092081');
    await day.confirm.click();
    await day.row('10092081').getByText(t.day.states.ended).waitFor();
    expect(await day.expire('10092081').count()).toBe(0);
  });

  it('leaves a bill alone when the question is answered with Escape', async () => {
    const { t, dialog } = open.frame;
    const day = dayPage(open.frame);
    await open.frame.open('day');
    await day.expire('10092078').click();
    await dialog.waitFor();
    await open.frame.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await day.row('10092078').textContent()).toContain(t.day.states.active);
  });

  it('says at the field why a scan cannot be used', async () => {
    const day = dayPage(open.frame);
    await open.frame.open('day');
    await day.scan.fill('00020101021226');
    await day.scan.press('Enter');
    await expect.poll(() => day.scan.getAttribute('aria-invalid')).toBe('true');
    expect(await open.frame.dialog.count()).toBe(0);
  });

  it('filters a day and goes to the one before', async () => {
    const day = dayPage(open.frame);
    await open.frame.open('day');
    await day.rows.first().waitFor();
    const today = await day.date.inputValue();
    await day.filter.fill('10092066');
    await expect.poll(() => day.rows.count()).toBe(1);
    await day.filter.fill('');
    await day.earlier.click();
    await expect.poll(() => day.date.inputValue()).not.toBe(today);
    await day.rows.first().waitFor();
    expect(await day.row('10092066').count()).toBe(0);
  });

  it('registers this machine and asks for the merchant; the status bar knows', async () => {
    const { t, statusBar } = open.frame;
    const terminal = terminalPage(open.frame);
    expect(await statusBar.textContent()).toContain(t.status.notRegistered);
    await open.frame.open('terminal');
    await terminal.register.click();
    await terminal.registerAgain.waitFor();
    expect(await statusBar.textContent()).not.toContain(t.status.notRegistered);
    await terminal.checkMerchant.click();
    await statusBar.getByText(t.merchant.accepted).waitFor();
    await statusBar.getByText(t.status.reach.reachable).first().waitFor();
    await statusBar.getByText(t.printer.ready).waitFor();
  });

  it('says SANDBOX while it is', async () => {
    await open.frame.sandboxStrip.waitFor();
    expect(await open.frame.page.getByText('SANDBOX', { exact: true }).first().isVisible()).toBe(true);
  });

  it('speaks English when asked to, and Indonesian again', async () => {
    await open.frame.open('settings');
    await settingsPage(open.frame).speak('en');
    const english = frame(open.till.page, 'en');
    await settingsPage(english).title.waitFor();
    expect(await open.till.page.locator('html').getAttribute('lang')).toBe('en');
    await english.open('atm-qr');
    await atmQrPage(english).title.waitFor();
    await english.open('settings');
    await settingsPage(english).speak('id');
    await settingsPage(open.frame).title.waitFor();
  });

  it('prints a test slip with its proof and checks every part', async () => {
    const settings = settingsPage(open.frame);
    await open.frame.open('settings');
    await settings.testPrint.click();
    await open.frame.page.getByRole('status').filter({ hasText: 'Tercetak' }).waitFor();
    await settings.checkNow.click();
    await settings.findings.filter({ hasText: open.frame.t.settings.checks.keychain }).waitFor();
  });

  it('opens every screen by its key', async () => {
    const { t, page, heading } = open.frame;
    for (const [key, title] of [
      ['F2', t.day.title],
      ['Alt+3', t.operations.title],
      ['F4', t.terminal.title],
      ['Alt+5', t.settings.title],
      ['F1', t.atm.title],
    ] as const) {
      await page.keyboard.press(key);
      await heading(title).waitFor();
    }
  });

  it('is whole again after the page was loaded anew', async () => {
    const { t, statusBar, page } = open.frame;
    await page.reload();
    await atmQrPage(open.frame).title.waitFor();
    expect(await statusBar.textContent()).toContain(t.merchant.accepted);
  });

  it('has no target smaller than 44 px and nothing wider than the window', async () => {
    const { page } = open.frame;
    for (const screen of ['atm-qr', 'day', 'operations', 'terminal', 'settings'] as const) {
      await open.frame.open(screen);
      await page.getByRole('heading', { level: 1 }).waitFor();
      const small = await page.evaluate(`[...document.querySelectorAll('button, input, select')]
        .map((element) => [element.getAttribute('aria-label') ?? element.textContent ?? element.id, element.closest('label, div').getBoundingClientRect().height, element.getBoundingClientRect()])
        .filter(([, around, { height }]) => Math.max(height, around) < 44).map(([name]) => name)`);
      expect(small, screen).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    }
  });
});
