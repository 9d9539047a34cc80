/** Paper that ends, covers that open: what the cashier sees of a slip, and what is on paper in the end. */
import { describe, expect, it } from 'vitest';
import type { RenderedSlip } from '../../main/sandbox/printer/press.ts';
import { KEYRING_SKIPPED } from '../support/keyring.ts';
import { atmQrPage } from './pages/atm-qr.ts';
import { operationsPage } from './pages/operations.ts';
import { settingsPage } from './pages/settings.ts';
import { type PrinterTill, withPrinter } from './with-printer.ts';

/** A machine that does other things as well is waited for; what is waited for is a condition. */
const PATIENCE = { timeout: 20_000 };

/** The slips on paper that name a courier. */
function slipsOf(slips: readonly RenderedSlip[], courier: string): readonly string[] {
  return slips.map(({ text }) => text.join('\n')).filter((text) => text.includes(courier));
}

/** The look of the slip on the screen of a QR that was made, once it is this one. */
async function seesLook({ frame }: PrinterTill, look: keyof PrinterTill['frame']['t']['slip']['looks']): Promise<void> {
  await atmQrPage(frame).made.slip.getByText(frame.t.slip.looks[look]).waitFor();
}

async function hasCount({ frame }: PrinterTill, text: string): Promise<void> {
  await expect.poll(() => frame.queueItem.textContent(), PATIENCE).toBe(`${frame.t.queue.item}${text}`);
}

describe.skipIf(KEYRING_SKIPPED !== null)('a slip', () => {
  const till = withPrinter();

  it('waits while there is no paper, and comes out by itself, once, without a press', async () => {
    const { t, page } = till().frame;
    const { printer } = till();
    const atm = atmQrPage(till().frame);
    await hasCount(till(), t.queue.none);
    printer.control.set({ paperOut: true });
    await atm.make({ no: 'K-1', name: 'Kurir Tanpa Kertas' });
    await atm.made.title.waitFor();
    await seesLook(till(), 'waits');
    const before = await atm.made.fresh.boundingBox();
    const printBefore = await atm.made.printAgain.boundingBox();
    const said = (await atm.made.slip.textContent()) ?? '';
    expect(said).toContain(t.slip.why['paper-out']);
    expect(said).toContain(t.slip.byItself['paper-out']);
    expect(said).not.toContain(t.slip.looks.out);
    await hasCount(till(), t.queue.waiting(1));
    expect(slipsOf(printer.slips(), 'Kurir Tanpa Kertas')).toHaveLength(0);

    await atm.made.slipCancel.focus();
    printer.control.set({ paperOut: false });
    await seesLook(till(), 'out');
    // The focused deed went with its slip's waiting.
    await expect.poll(() => page.locator(':focus').getAttribute('aria-label'), PATIENCE).toBe(t.made.slip);
    // What a finger is on its way to stays where it is, and in sight.
    expect(await atm.made.fresh.boundingBox()).toEqual(before);
    expect(await atm.made.printAgain.boundingBox()).toEqual(printBefore);
    expect((before?.y ?? 600) + (before?.height ?? 0)).toBeLessThan(548);
    await hasCount(till(), t.queue.none);
    const [slip, ...others] = slipsOf(printer.slips(), 'Kurir Tanpa Kertas');
    expect(others).toEqual([]);
    expect(slip).not.toContain('MUNGKIN GANDA');
  });

  it('waits while the cover is open, says so in the status bar, and comes out when it is shut', async () => {
    const { t, statusBar } = till().frame;
    const { printer } = till();
    const atm = atmQrPage(till().frame);
    printer.control.set({ coverOpen: true });
    await atm.make({ no: 'K-2', name: 'Kurir Tutup' });
    await atm.made.slip.getByText(t.slip.why['cover-open']).waitFor();
    await statusBar.getByText(t.printer.trouble['cover-open']).waitFor();
    printer.control.set({ coverOpen: false });
    await seesLook(till(), 'out');
    expect(slipsOf(printer.slips(), 'Kurir Tutup')).toHaveLength(1);
  });

  it('may be on paper when that ends in the middle: done is done, and nothing more comes out', async () => {
    const { t, dialog } = till().frame;
    const { printer } = till();
    const atm = atmQrPage(till().frame);
    printer.control.set({ paperOutAfterLines: 6 });
    await atm.make({ no: 'K-3', name: 'Kurir Separuh' });
    await seesLook(till(), 'maybe');
    await hasCount(till(), t.queue.person(1));
    expect(await atm.made.slip.textContent()).toContain(t.slip.maybeBy['paper-out']);
    expect(await atm.made.slip.textContent()).not.toContain(t.slip.looks.out);
    const [print, panel] = await Promise.all([atm.made.printAgain.boundingBox(), atm.made.slip.boundingBox()]);
    for (const box of [print, panel]) expect((box?.y ?? 600) + (box?.height ?? 0)).toBeLessThan(548);
    // The printer has the whole slip and finishes it itself once it has paper.
    printer.control.reset();
    await expect.poll(() => slipsOf(printer.slips(), 'Kurir Separuh').length, PATIENCE).toBe(1);
    // Its operation offers the same deeds, and no copy beside them.
    await till().frame.open('operations');
    await operationsPage(till().frame).rows.filter({ hasText: 'Kurir Separuh' }).getByRole('button').click();
    await atm.made.slipWhole.waitFor();
    expect(await atm.made.printAgain.count()).toBe(0);
    await till().frame.open('atm-qr');
    await atm.made.slipWhole.click();
    await seesLook(till(), 'settled');
    expect(await dialog.count()).toBe(0);
    await hasCount(till(), t.queue.none);
    await till().frame.queueItem.click();
    await settingsPage(till().frame).queueEmpty.waitFor();
    expect(slipsOf(printer.slips(), 'Kurir Separuh')).toHaveLength(1);
  });

  it('that is printed again after a doubt bears the mark, after a question with the safe answer first', async () => {
    const { t, dialog, page } = till().frame;
    const { printer } = till();
    const atm = atmQrPage(till().frame);
    printer.control.set({ paperOutAfterLines: 6 });
    await atm.make({ no: 'K-4', name: 'Kurir Ganda' });
    await seesLook(till(), 'maybe');
    printer.control.reset();
    await expect.poll(() => slipsOf(printer.slips(), 'Kurir Ganda').length, PATIENCE).toBe(1);
    await atm.made.slipAgain.click();
    await dialog.waitFor();
    expect(await page.locator(':focus').textContent()).toBe(t.app.cancel);
    await atm.made.confirmAgain.click();
    await seesLook(till(), 'out');
    const [first, second, ...others] = slipsOf(printer.slips(), 'Kurir Ganda');
    expect(others).toEqual([]);
    expect(first).not.toContain('MUNGKIN GANDA');
    expect(second).toContain('MUNGKIN GANDA');
    await hasCount(till(), t.queue.none);
  });

  it('is seen in the queue with its courier, and sent to another printer from there by the keyboard', async () => {
    const { t, page, queueItem } = till().frame;
    const { printer, other } = till();
    const atm = atmQrPage(till().frame);
    const settings = settingsPage(till().frame);
    printer.control.set({ paperOut: true });
    await atm.make({ no: 'K-5', name: 'Kurir Pindah' });
    await seesLook(till(), 'waits');
    await queueItem.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator(':focus').textContent(), PATIENCE).toBe(t.queue.title);
    expect(await settings.queue.count()).toBe(1);
    expect(await settings.queue.textContent()).toContain('Kurir Pindah');
    await settings.deed(t.slip.elsewhere('gudang')).focus();
    await page.keyboard.press('Enter');
    await settings.queueEmpty.waitFor();
    expect(await settings.queueEnded.first().textContent()).toContain(t.slip.looks.out);
    expect(slipsOf(other.slips(), 'Kurir Pindah')).toHaveLength(1);
    expect(slipsOf(printer.slips(), 'Kurir Pindah')).toHaveLength(0);
  });

  it('that nobody wants any more is dropped, and does not come out when there is paper', async () => {
    const { t } = till().frame;
    const { printer } = till();
    const atm = atmQrPage(till().frame);
    printer.control.set({ paperOut: true });
    await atm.make({ no: 'K-6', name: 'Kurir Batal' });
    await seesLook(till(), 'waits');
    await atm.made.slipCancel.click();
    await seesLook(till(), 'dropped');
    await atm.made.fresh.click();
    await till().frame.page.getByText(t.atm.printWaits('kasir', t.printer.trouble['paper-out'])).waitFor();
    printer.control.reset();
    await atm.make({ no: 'K-7', name: 'Kurir Sesudahnya' });
    await seesLook(till(), 'out');
    expect(slipsOf(printer.slips(), 'Kurir Batal')).toHaveLength(0);
    await till().frame.open('operations');
    const operations = operationsPage(till().frame);
    await operations.rows.filter({ hasText: 'Kurir Batal' }).getByRole('button').click();
    await operations.prints.getByText(t.slip.looks.dropped).waitFor();
  });

  it('is never called out where the printer proves nothing', async () => {
    const { t } = till().frame;
    const { printer } = till();
    const atm = atmQrPage(till().frame);
    printer.control.set({ mute: true });
    await atm.make({ no: 'K-8', name: 'Kurir Bisu' });
    await seesLook(till(), 'sent');
    const said = (await atm.made.slip.textContent()) ?? '';
    expect(said).toContain(t.proof.delivered);
    expect(said).not.toContain(t.slip.looks.out);
  });
});

describe.skipIf(KEYRING_SKIPPED !== null)('the settings', () => {
  const till = withPrinter();

  it('show how each printer is now, without a press', async () => {
    const { t, page, open, statusBar } = till().frame;
    const { printer, other } = till();
    await open('settings');
    await page.getByText(t.printer.ready).nth(1).waitFor();
    printer.control.set({ coverOpen: true });
    other.control.set({ nearEnd: true });
    const card = page.getByRole('region', { name: t.settings.printers });
    await card.getByText(t.printer.trouble['cover-open']).waitFor();
    await card.getByText(t.printer.nearEnd).waitFor();
    await statusBar.getByText(t.printer.trouble['cover-open']).waitFor();
    printer.control.reset();
    await statusBar.getByText(t.printer.ready).waitFor();
    expect(await card.getByText(/pukul \d\d\.\d\d\.\d\d/).count()).toBe(2);
  });

  it('show a test page that waited as out once it is, and only then ask about it', async () => {
    const { t, page, open } = till().frame;
    const { printer } = till();
    const settings = settingsPage(till().frame);
    await open('settings');
    printer.control.set({ paperOut: true });
    await settings.testPrint.first().click();
    const slip = page.getByRole('region', { name: t.made.slip });
    await slip.getByText(t.slip.looks.waits).waitFor();
    expect(await settings.queue.textContent()).toContain(t.queue.test);
    expect(await settings.testPage.form.count()).toBe(0);
    printer.control.reset();
    await slip.getByText(t.slip.looks.out).waitFor();
    await settings.testPage.form.waitFor();
    await settings.queueEmpty.waitFor();
    await open('atm-qr');
  });

  it('ask what came out of the test page, and show what is known then', async () => {
    const { t, page, open } = till().frame;
    const settings = settingsPage(till().frame);
    await open('settings');
    await settings.testPrint.first().waitFor();
    expect(await settings.testPage.form.count()).toBe(0);
    await settings.testPrint.first().click();
    await settings.testPage.form.waitFor();
    await settings.testPage.answer('columns', '48');
    await settings.testPage.answer('nativeQr', t.testPage.yes);
    await settings.testPage.answer('codePage', t.testPage.line('3'));
    await settings.testPage.save.focus();
    await page.keyboard.press('Enter');
    await settings.testPage.known.first().waitFor();
    const known = (await settings.testPage.form.getByRole('definition').allTextContents()).join('|');
    expect(known).toBe(`48|${t.testPage.yes}|${t.testPage.open}|${t.testPage.line('3')}`);
  });
});
