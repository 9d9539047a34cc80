/** The day, the journal, the machine and its settings in the window, on the whole program as it is shipped. */
import { describe, expect, it } from 'vitest';
import { atmQrPage } from './pages/atm-qr.ts';
import { dayPage } from './pages/day.ts';
import { frame } from './pages/frame.ts';
import { settingsPage } from './pages/settings.ts';
import { setupPage } from './pages/setup.ts';
import { terminalPage } from './pages/terminal.ts';
import { withTill } from './with-till.ts';

describe('the other screens', () => {
  const till = withTill();

  it('expires a scanned bill after a question that names it', async () => {
    const { t, dialog } = till().frame;
    const day = dayPage(till().frame);
    await till().frame.open('day');
    await day.row('10092081').waitFor();
    expect(await day.row('10092081').textContent()).toMatch(/Rp\s9\.000/);
    await day.scan.fill('10092081');
    await day.scan.press('Enter');
    await dialog.waitFor();
    expect(await dialog.textContent()).toContain('10092081');
    await day.confirm.click();
    await day.row('10092081').getByText(t.day.states.ended).waitFor();
    expect(await day.expire('10092081').count()).toBe(0);
    // The scanner can go on.
    expect(await till().frame.page.locator(':focus').getAttribute('name')).toBe('scanned');
  });

  it('leaves a bill alone when the question is answered with Escape', async () => {
    const { t, dialog } = till().frame;
    const day = dayPage(till().frame);
    await till().frame.open('day');
    await day.expire('10092078').click();
    await dialog.waitFor();
    await till().frame.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await day.row('10092078').textContent()).toContain(t.day.states.active);
    const focused = () => till().frame.page.locator(':focus').getAttribute('name');
    await expect.poll(focused).toBe('scanned');
    await day.filter.focus();
    await till().frame.page.keyboard.press('F2');
    expect(await focused()).toBe('scanned');
  });

  it('retires an ATM QR of this till by its typed reference, after a question that names it', async () => {
    const { t, dialog } = till().frame;
    const atm = atmQrPage(till().frame);
    const day = dayPage(till().frame);
    await atm.make({ no: 'K-410' });
    await atm.made.picture.waitFor();
    const reference = (await atm.made.fact(t.made.reference).textContent()) ?? '';
    await till().frame.open('day');
    await day.scan.fill(reference);
    await day.scan.press('Enter');
    await dialog.waitFor();
    expect(await dialog.textContent()).toContain(t.made.retireBody(reference));
    await day.confirmRetire.click();
    await day.row(reference).getByText(t.day.states.retired).waitFor();
  });

  it('says at the field why a scan cannot be used', async () => {
    const day = dayPage(till().frame);
    await till().frame.open('day');
    await day.scan.fill('00020101021226');
    await day.scan.press('Enter');
    await expect.poll(() => day.scan.getAttribute('aria-invalid')).toBe('true');
    expect(await till().frame.dialog.count()).toBe(0);
  });

  it('filters a day and goes to the one before', async () => {
    const day = dayPage(till().frame);
    await till().frame.open('day');
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
    const { t, statusBar } = till().frame;
    const terminal = terminalPage(till().frame);
    expect(await statusBar.textContent()).toContain(t.status.notRegistered);
    await till().frame.open('terminal');
    await terminal.register.click();
    await terminal.registerAgain.waitFor();
    expect(await statusBar.textContent()).not.toContain(t.status.notRegistered);
    await terminal.checkMerchant.click();
    await statusBar.getByText(t.merchant.accepted).waitFor();
    await statusBar.getByText(t.status.reach.reachable).first().waitFor();
    await statusBar.getByText(t.printer.ready).waitFor();
  });

  it('says SANDBOX while it is', async () => {
    await till().frame.sandboxStrip.waitFor();
    expect(await till().frame.page.getByText('SANDBOX', { exact: true }).first().isVisible()).toBe(true);
  });

  it('speaks English when asked to, and Indonesian again', async () => {
    await till().frame.open('settings');
    await settingsPage(till().frame).speak('en');
    const english = frame(till().till.page, 'en');
    await settingsPage(english).title.waitFor();
    expect(await till().till.page.locator('html').getAttribute('lang')).toBe('en');
    await english.open('atm-qr');
    await atmQrPage(english).title.waitFor();
    await english.open('settings');
    await settingsPage(english).speak('id');
    await settingsPage(till().frame).title.waitFor();
  });

  it('keeps the choice of sounds in main', async () => {
    const { page } = till().frame;
    const settings = settingsPage(till().frame);
    await till().frame.open('settings');
    await settings.sounds.click();
    await expect.poll(() => settings.sounds.isChecked()).toBe(false);
    await page.reload();
    await till().frame.open('settings');
    expect(await settings.sounds.isChecked()).toBe(false);
    await settings.sounds.click();
    await expect.poll(() => settings.sounds.isChecked()).toBe(true);
  });

  it('opens the set-up where another profile is installed', async () => {
    const setup = setupPage(till().frame);
    await till().frame.open('settings');
    await settingsPage(till().frame).installOther.click();
    await setup.step('profileTitle').waitFor();
    await setup.choose.waitFor();
    expect(await setup.sandbox.count()).toBe(0);
    await setup.leave.click();
    await settingsPage(till().frame).title.waitFor();
  });

  it('prints a test slip with its proof and checks every part', async () => {
    const settings = settingsPage(till().frame);
    await till().frame.open('settings');
    await settings.testPrint.click();
    await till().frame.page.getByRole('status').filter({ hasText: till().frame.t.slip.looks.out }).waitFor();
    await settings.checkNow.click();
    await settings.findings.filter({ hasText: till().frame.t.settings.checks.keychain }).waitFor();
  });

  it('opens every screen by its key', async () => {
    const { t, page, heading } = till().frame;
    for (const [key, title] of [
      ['F2', t.day.title],
      ['Alt+3', t.operations.title],
      ['F4', t.shift.title],
      ['Alt+5', t.terminal.title],
      ['F6', t.settings.title],
      ['F1', t.atm.title],
    ] as const) {
      await page.keyboard.press(key);
      await heading(title).waitFor();
    }
  });

  it('is whole again after the page was loaded anew', async () => {
    const { t, statusBar, page } = till().frame;
    await page.reload();
    await atmQrPage(till().frame).title.waitFor();
    expect(await statusBar.textContent()).toContain(t.merchant.accepted);
  });

  it('has no target smaller than 44 px and nothing wider than the window', async () => {
    const { page } = till().frame;
    for (const screen of ['atm-qr', 'day', 'operations', 'terminal', 'settings'] as const) {
      await till().frame.open(screen);
      await page.getByRole('heading', { level: 1 }).waitFor();
      const small = await page.evaluate(`[...document.querySelectorAll('button, input, select')]
        .map((element) => [element.getAttribute('aria-label') ?? element.textContent ?? element.id, element.closest('label, div').getBoundingClientRect().height, element.getBoundingClientRect()])
        .filter(([, around, { height }]) => Math.max(height, around) < 44).map(([name]) => name)`);
      expect(small, screen).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    }
  });
});
