/** The screens of slips that wait, are in doubt or are out, for the pictures. */
import { atmQrPage } from './pages/atm-qr.ts';
import type { Frame } from './pages/frame.ts';
import { settingsPage } from './pages/settings.ts';
import { shiftPage } from './pages/shift.ts';
import type { PrinterTill } from './with-printer.ts';

type Shoot = (name: string) => Promise<void>;

async function makeSlip(at: Frame, courier: { readonly no: string; readonly name: string }): Promise<void> {
  const atm = atmQrPage(at);
  await at.open('atm-qr');
  await atm.title.or(atm.made.fresh).first().waitFor();
  if (await atm.made.fresh.isVisible()) await atm.made.fresh.click();
  await atm.make(courier);
  await atm.made.picture.waitFor();
}

export async function paper({ frame: at, printer, other }: PrinterTill, shoot: Shoot): Promise<void> {
  const { t } = at;
  const atm = atmQrPage(at);
  const settings = settingsPage(at);
  const sees = (look: keyof typeof t.slip.looks) => atm.made.slip.getByText(t.slip.looks[look]).waitFor();

  printer.control.set({ mute: true });
  await makeSlip(at, { no: 'KRR-0301', name: 'Dewi Lestari' });
  await sees('sent');
  await shoot('slip-sent');
  printer.control.set({ mute: false, paperOutAfterLines: 6 });
  await makeSlip(at, { no: 'KRR-0172', name: 'Siti Rahmawati' });
  await sees('maybe');
  await shoot('slip-maybe');
  await atm.made.slipAgain.click();
  await at.dialog.waitFor();
  await shoot('slip-again');
  await at.page.keyboard.press('Escape');
  await makeSlip(at, { no: 'KRR-0090', name: 'Budi Santoso' });
  await sees('waits');
  await shoot('slip-waits');

  other.control.set({ nearEnd: true });
  await at.queueItem.click();
  await settings.queue.nth(1).waitFor();
  await at.page.getByText(t.printer.nearEnd).waitFor();
  await shoot('queue');
  printer.control.reset();
  await settings.queue.nth(1).waitFor({ state: 'detached' });
  await settings.testPrint.first().click();
  await settings.testPage.form.waitFor();
  await settings.testPage.answer('columns', '48');
  await settings.testPage.save.scrollIntoViewIfNeeded();
  await shoot('test-page');

  const shift = shiftPage(at);
  await at.open('shift');
  await shift.openIt.click();
  await shift.openIt.waitFor({ state: 'detached' });
  await shoot('shift');
  await shift.close.click();
  await at.dialog.waitFor();
  await shoot('shift-close');
  await shift.confirm.click();
  await shift.now(2).waitFor();
  await shift.paper.getByText(t.slip.looks.out).waitFor();
  await shoot('shift-closed');
}
