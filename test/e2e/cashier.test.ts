/** Making an ATM QR in the window, on the whole program as it is shipped: nothing is faked but the providers and the paper. */
import { describe, expect, it } from 'vitest';
import { readQrs } from '../integration/printing/rig.ts';
import type { OpenTill } from './open-till.ts';
import { atmQrPage } from './pages/atm-qr.ts';
import { operationsPage } from './pages/operations.ts';
import { withTill } from './with-till.ts';

/** How many operations the journal has for a search. */
async function operationsOf({ frame }: OpenTill, search: string): Promise<number> {
  const operations = operationsPage(frame);
  await frame.open('operations');
  await operations.search.fill(search);
  await operations.rows.first().waitFor();
  await expect.poll(() => operations.rows.filter({ hasNotText: search }).count()).toBe(0);
  return operations.rows.count();
}

describe('an ATM QR', () => {
  const till = withTill();

  it('is made by Enter, shown and printed with proof; again is a marked copy', async () => {
    const { t, dialog } = till().frame;
    const atm = atmQrPage(till().frame);
    await atm.make({ no: 'K-100', name: 'Siti Rahmawati' });
    await atm.made.title.waitFor();
    await atm.made.picture.waitFor();
    expect(await atm.made.fact(t.made.reference).textContent()).toMatch(/^ATM\d{12}[2-9A-Z]{6}$/);
    expect(await atm.made.fact(t.made.courier).textContent()).toBe('Siti Rahmawati');
    await atm.made.slip.getByText(t.slip.looks.out).waitFor();
    await atm.made.printAgain.click();
    await dialog.waitFor();
    expect(await dialog.textContent()).toContain(t.made.copyBody);
    await atm.made.confirmCopy.click();
    await atm.made.slip.getByText(t.made.copy(1)).waitFor();
    await atm.made.slip.getByText(t.slip.looks.out).waitFor();
  });

  it('is large enough to scan, dark on white with its quiet zone, also in the dark', async () => {
    const atm = atmQrPage(till().frame);
    await atm.make({ no: 'K-101' });
    const box = await atm.made.picture.boundingBox();
    expect(box?.width).toBeGreaterThanOrEqual(320);
    expect(box?.width).toBeCloseTo(box?.height ?? 0, 0);
    await till().till.setDark(true);
    await till().frame.page.locator('html[data-theme="dark"]').waitFor();
    const colours = await till().frame.page.evaluate(`(() => {
      const svg = document.querySelector('svg[role="img"]');
      return [getComputedStyle(svg).fill, getComputedStyle(svg.parentElement).backgroundColor];
    })()`);
    expect(colours).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
    await till().till.setDark(false);
    await till().frame.page.locator('html[data-theme="light"]').waitFor();
  });

  it('reads, from the screen, as what main made', async () => {
    const atm = atmQrPage(till().frame);
    await atm.make({ no: 'K-102' });
    await atm.made.picture.waitFor();
    const [read, ...others] = await readQrs(await till().frame.page.screenshot());
    expect(others).toEqual([]);
    // The sandbox's ATM QRs say so and name their PayCools number.
    expect(read?.text).toMatch(/^SANDBOX-/);
    expect(await atm.made.fact(till().frame.t.made.cdm).textContent()).toMatch(/^CDM/);
  });

  it('that main is still making is not sent again by a page that was loaded anew', async () => {
    const { t, page } = till().frame;
    const atm = atmQrPage(till().frame);
    await atm.make({ no: 'SLOW', name: 'Kurir Sabar' });
    await atm.working.waitFor();
    await page.reload();
    const busy = page.getByRole('button', { name: t.working.phase.sending });
    await busy.waitFor();
    expect(await busy.getAttribute('aria-disabled')).toBe('true');
    await atm.generate.waitFor();
    expect(await operationsOf(till(), 'Kurir Sabar')).toBe(1);
  });

  it.each([
    ['Enter-Enter', 'K-DOUBLE-ENTER'],
    ['a double click', 'K-DOUBLE-CLICK'],
  ])('is made once by %s', async (how, no) => {
    const atm = atmQrPage(till().frame);
    const name = `Kurir ${no}`;
    await atm.fill({ no, name });
    if (how === 'Enter-Enter') {
      await atm.courierMobile.focus();
      await till().frame.page.keyboard.press('Enter');
      await till().frame.page.keyboard.press('Enter');
    } else {
      await atm.generate.dblclick();
    }
    await atm.made.title.waitFor();
    expect(await operationsOf(till(), name)).toBe(1);
  });

  it('is a new one for the same courier once the one before was seen, begun by F1', async () => {
    const { t } = till().frame;
    const atm = atmQrPage(till().frame);
    const courier = { no: 'K-TWICE', name: 'Kurir Dua Kali' };
    await atm.make(courier);
    await atm.made.picture.waitFor();
    const first = await atm.made.fact(t.made.reference).textContent();
    await till().frame.page.keyboard.press('F1');
    await atm.make(courier);
    await atm.made.picture.waitFor();
    expect(await atm.made.fact(t.made.reference).textContent()).not.toBe(first);
    expect(await operationsOf(till(), courier.name)).toBe(2);
  });

  it('is taken from a courier used before, by a few letters and Enter', async () => {
    const atm = atmQrPage(till().frame);
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
    const atm = atmQrPage(till().frame);
    await atm.make({ no: 'K-300', mobile: '' });
    await atm.notice.waitFor();
    expect(await atm.courierMobile.getAttribute('aria-invalid')).toBe('true');
    await expect.poll(() => till().frame.page.locator(':focus').getAttribute('name')).toBe('courierMobile');
    const problem = await atm.courierMobile.getAttribute('aria-describedby');
    expect(await till().frame.page.locator(`[id="${problem}"]`).textContent()).toBe('wajib diisi');
    expect(await atm.courierNo.inputValue()).toBe('K-300');
  });

  it('is refused with words, what to do and the code, and what was typed stays', async () => {
    const { t } = till().frame;
    const atm = atmQrPage(till().frame);
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
    const { t, dialog } = till().frame;
    const atm = atmQrPage(till().frame);
    await atm.make({ no: 'K-400' });
    const reference = (await atm.made.fact(t.made.reference).textContent()) ?? '';
    await atm.made.retire.click();
    await dialog.waitFor();
    expect(await dialog.textContent()).toContain(reference);
    await till().frame.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await atm.made.title.isVisible()).toBe(true);
    await atm.made.retire.click();
    await atm.made.confirmRetire.click();
    await atm.made.retiredTitle.waitFor();
    expect(await till().frame.page.getByText(t.made.retiredBy.local).count()).toBe(1);
  });

  it('stays in doubt until somebody can speak for it, always under one reference', async () => {
    const { t, openOperations } = till().frame;
    const atm = atmQrPage(till().frame);
    await atm.make({ no: 'RESET', name: 'Kurir Ragu' });
    await atm.unknown.title.waitFor();
    await atm.unknown.noRepeat.first().waitFor();
    const reference = (await atm.unknown.reference.textContent()) ?? '';
    expect(reference).not.toBe('');
    await expect.poll(() => openOperations.textContent()).toContain(t.status.open(1));

    await atm.unknown.check.click();
    await till().frame.page.getByText(t.unknown.checkedAt('').replace(':', '').trim()).waitFor();
    expect(await atm.unknown.title.isVisible()).toBe(true);

    await atm.unknown.repeat.click();
    await atm.working.waitFor();
    await atm.unknown.title.waitFor();
    expect(await atm.unknown.reference.textContent()).toBe(reference);
    await atm.unknown.later.click();
    expect(await operationsOf(till(), 'Kurir Ragu')).toBe(1);
  });

  it('that is in doubt stands first among the operations, with its attempts', async () => {
    const { t } = till().frame;
    const operations = operationsPage(till().frame);
    await till().frame.open('operations');
    expect(await operations.rows.first().textContent()).toContain(t.operations.states.unknown);
    await operations.rows.first().getByRole('button').click();
    await operations.attempts.first().waitFor();
    expect(await operations.attempts.count()).toBeGreaterThanOrEqual(3);
    await operations.check.waitFor();
    await till().frame.page.keyboard.press('Escape');
    await operations.title.waitFor();
  });
});
