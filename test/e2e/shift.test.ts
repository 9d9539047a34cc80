/** A cashier's shift in the window, on the whole program as it is shipped: opened, looked at, closed, printed again. */
import { describe, expect, it } from 'vitest';
import { atmQrPage } from './pages/atm-qr.ts';
import { shiftPage } from './pages/shift.ts';
import { withPrinter } from './with-printer.ts';

describe('a shift', () => {
  const till = withPrinter();

  it('goes from opening to its Z on paper, with what is open named before, and a marked copy after', async () => {
    const { frame, printer } = till();
    const { t, page, dialog } = frame;
    const atm = atmQrPage(frame);
    const shift = shiftPage(frame);

    await page.keyboard.press('F4');
    await shift.now(1).waitFor();
    await shift.openIt.click();
    await shift.openIt.waitFor({ state: 'detached' });
    await expect.poll(() => shift.fact(1, t.shift.who).textContent()).not.toBe(t.shift.nobody);

    await frame.open('atm-qr');
    await atm.make({ no: 'K-900', name: 'Siti Rahmawati' });
    await atm.made.slip.getByText(t.slip.looks.out).waitFor();
    await atm.made.fresh.click();
    await atm.make({ no: 'RESET', name: 'Agus Wijaya' });
    await atm.unknown.title.waitFor();
    await atm.unknown.later.click();

    await frame.open('shift');
    await expect.poll(() => shift.fact(1, t.shift.operations).textContent()).toBe('2');
    expect(await shift.fact(1, t.shift.papers).textContent()).toBe(t.shift.papersOut(1, 1));
    await shift.open.getByText('Agus Wijaya').waitFor();
    await shift.x.click();
    await shift.paper.getByText(t.slip.looks.out).waitFor();
    expect(printer.slips().at(-1)?.text.join(' ')).toContain('LAPORAN X 1');

    await shift.close.click();
    await dialog.waitFor();
    expect(await dialog.textContent()).toContain(t.shift.closeOpen(1));
    expect(await dialog.textContent()).toContain('Agus Wijaya');
    await shift.cancel.click();
    expect(await shift.zs.count()).toBe(0);
    await shift.close.click();
    await shift.confirm.click();
    await shift.now(2).waitFor();
    await expect.poll(() => shift.zs.count()).toBe(1);
    await shift.paper.getByText(t.slip.looks.out).waitFor();
    const z = printer.slips().at(-1)?.text.join(' ') ?? '';
    expect(z).toContain('LAPORAN Z 1');
    expect(z).toContain('BELUM PASTI: 1');
    expect(z).not.toContain('SALINAN');
    expect(await shift.fact(2, t.shift.who).textContent()).toBe(t.shift.nobody);

    await shift.reprint(1).click();
    await shift.paper.getByText(t.made.copy(1)).waitFor();
    await shift.paper.getByText(t.slip.looks.out).waitFor();
    expect(printer.slips().at(-1)?.text.join(' ')).toContain('SALINAN / COPY 1');
  });

  it('says in the next Z what became of an operation that the last one left open', async () => {
    const { frame, printer, providers } = till();
    const { t } = frame;
    const atm = atmQrPage(frame);
    const shift = shiftPage(frame);
    for (let attempt = 1; attempt <= 3; attempt += 1) providers.next({ service: 'generate-atm-qr', fault: 'RESET' });
    await atm.make({ no: 'K-901', name: 'Dewi Lestari' });
    await atm.unknown.title.waitFor();
    await frame.open('shift');
    await shift.open.getByText('Dewi Lestari').waitFor();
    await shift.close.click();
    await shift.confirm.click();
    await shift.now(3).waitFor();
    await shift.paper.getByText(t.slip.looks.out).waitFor();

    await frame.open('atm-qr');
    await atm.unknown.repeat.click();
    await atm.made.picture.waitFor();
    await frame.open('shift');
    await shift.detail('X', 3).getByText('Dewi Lestari').waitFor();
    expect(await shift.fact(3, t.shift.operations).textContent()).toBe('0');
    await shift.close.click();
    await shift.confirm.click();
    await shift.now(4).waitFor();
    await shift.paper.getByText(t.slip.looks.out).waitFor();
    expect(printer.slips().at(-1)?.text.join(' ')).toContain('PASTI SEJAK Z LALU');
    await shift.see(3).click();
    await shift.detail('Z', 3).getByText('Dewi Lestari').waitFor();
    await shift.backToNow.click();
    await shift.detail('X', 4).waitFor();
  });

  it('whose printer is out of paper has its Z all the same, and its paper waits', async () => {
    const { frame, printer } = till();
    const { t, dialog } = frame;
    const shift = shiftPage(frame);
    await frame.open('shift');
    await shift.now(4).waitFor();
    printer.control.set({ paperOut: true });
    await shift.close.click();
    await dialog.waitFor();
    expect(await dialog.textContent()).toContain(t.shift.closeEmpty);
    await shift.confirm.click();
    await shift.now(5).waitFor();
    await shift.paper.getByText(t.slip.looks.waits).waitFor();
    printer.control.reset();
    await shift.paper.getByText(t.slip.looks.out).waitFor();
    expect(printer.slips().at(-1)?.text.join(' ')).toContain('LAPORAN Z 4');
  });
});
