/** A till that is locked: nothing of it is left in the page, and who has a PIN gets in by keyboard or by fingers. */
import { describe, expect, it } from 'vitest';
import { heapText } from './heap.ts';
import { atmQrPage } from './pages/atm-qr.ts';
import { dayPage } from './pages/day.ts';
import { frame } from './pages/frame.ts';
import { peoplePage } from './pages/people.ts';
import { BUDI, PATIENT, SARI, withPeople } from './with-people.ts';

describe('a locked till', () => {
  const { html, logIn, open, picture } = withPeople([SARI, BUDI]);

  it('locked by F9, leaves nothing of the till in the page', async () => {
    const { page, t } = open().frame;
    const people = peoplePage(open().frame);
    const atm = atmQrPage(open().frame);
    await open().frame.open('atm-qr');
    await atm.make({ no: 'KRR-0172', name: 'Siti Rahmawati', mobile: '081298765432' });
    await atm.made.picture.waitFor();
    const reference = (await atm.made.fact(t.made.reference).textContent()) ?? '';
    expect(reference).toMatch(/^ATM/);
    expect((await heapText(page)).includes(reference)).toBe(true);
    await atm.made.fresh.click();
    await atm.fill({ no: 'KRR-0090', name: 'Agus Wijaya' });
    await page.keyboard.press('F9');
    await people.lock.form.waitFor();
    await picture('lock');
    const left = await html();
    for (const gone of [reference, 'Siti Rahmawati', 'Agus Wijaya', 'KRR-0090', '081298765432', 'T-'])
      expect(left, gone).not.toContain(gone);
    // Nor in its memory, where a script could look for it.
    const kept = async (): Promise<readonly string[]> => {
      const heap = await heapText(page);
      return [reference, 'KRR-0172', 'KRR-0090', SARI.pin].filter((word) => heap.includes(word));
    };
    await expect.poll(kept, PATIENT).toEqual([]);
    expect(await page.getByRole('navigation').count()).toBe(0);
    expect(await open().frame.statusBar.count()).toBe(0);
    // The one who was in last.
    await expect.poll(() => people.lock.person(SARI.name).isChecked(), PATIENT).toBe(true);
    expect(await page.locator(':focus').getAttribute('name')).toBe('pin');
    // Keys that open screens open none.
    await page.evaluate(
      'void addEventListener("keydown", (event) => { globalThis.kept = event.defaultPrevented; }, { once: true })',
    );
    await page.keyboard.press('F3');
    // Nor does the browser's own search.
    await expect.poll(() => page.evaluate('globalThis.kept')).toBe(true);
    expect(await people.lock.form.isVisible()).toBe(true);
  });

  it('speaks the other language also while it is locked', async () => {
    const people = peoplePage(open().frame);
    await people.lock.language.selectOption('en');
    const english = peoplePage(frame(open().till.page, 'en'));
    await english.lock.form.waitFor();
    await picture('lock-en');
    await english.lock.language.selectOption('id');
    await people.lock.form.waitFor();
  });

  it('lets in by keyboard alone, and by fingers alone', async () => {
    const people = peoplePage(open().frame);
    const atm = atmQrPage(open().frame);
    await logIn(BUDI);
    await atm.title.waitFor();
    // Nothing of what the one before had typed.
    expect(await atm.courierNo.inputValue()).toBe('');
    await picture('home-in');
    expect(await people.who.textContent()).toContain(BUDI.name);
    await people.who.click();
    await people.lock.form.waitFor();
    await open().till.page.keyboard.press('ArrowDown');
    await expect.poll(() => people.lock.person(SARI.name).isChecked(), PATIENT).toBe(true);
    await open().till.page.keyboard.press('Alt+2');
    await expect.poll(() => people.lock.person(BUDI.name).isChecked(), PATIENT).toBe(true);
    await people.lock.person(SARI.name).click();
    for (const digit of SARI.pin) await people.lock.digit(digit).click();
    await people.lock.enter.click();
    await people.who.waitFor();
    expect(await people.who.textContent()).toContain(SARI.name);
  });

  it('keeps what is under way, and shows it to nobody, when it is locked meanwhile', async () => {
    const { page } = open().frame;
    const people = peoplePage(open().frame);
    const atm = atmQrPage(open().frame);
    await open().frame.open('atm-qr');
    await atm.fill({ no: 'RESET', name: 'Dewi Lestari' });
    await atm.generate.click();
    await page.keyboard.press('F9');
    await people.lock.form.waitFor();
    await logIn(BUDI);
    await atm.title.waitFor();
    expect(await html()).not.toContain('Dewi Lestari');
    await expect.poll(() => open().frame.openOperations.textContent(), PATIENT).toContain('1');
    expect(await atm.unknown.title.count()).toBe(0);
  });

  it('tells who logs in that somebody guessed at the PIN, until that was read', async () => {
    const { page, t } = open().frame;
    const people = peoplePage(open().frame);
    await page.keyboard.press('F9');
    await people.lock.form.waitFor();
    await page.keyboard.press('b');
    await page.keyboard.type('0001');
    await page.keyboard.press('Enter');
    await expect.poll(() => people.lock.trouble.textContent(), PATIENT).toContain('Sisa percobaan: 4');
    await logIn(BUDI);
    const told = page.getByText('PIN salah sejak terakhir masuk: 1');
    await told.waitFor();
    await picture('lock-guessed');
    await page.getByRole('button', { name: t.app.close, exact: true }).click();
    await told.waitFor({ state: 'detached' });
  });

  it('waits after five wrong PINs, says for how long, and lets the others in', async () => {
    const { page, t } = open().frame;
    const people = peoplePage(open().frame);
    await page.keyboard.press('F9');
    await people.lock.form.waitFor();
    await page.keyboard.press('b');
    for (const left of [4, 3, 2, 1]) {
      await page.keyboard.type('0001');
      await page.keyboard.press('Enter');
      await expect.poll(() => people.lock.trouble.textContent(), PATIENT).toContain(`Sisa percobaan: ${left}`);
    }
    await picture('lock-wrong');
    await page.keyboard.type('0001');
    await page.keyboard.press('Enter');
    await expect.poll(() => people.lock.trouble.textContent(), PATIENT).toMatch(/dalam (?:1:00|0:\d\d)/);
    expect(await people.lock.pin.isDisabled()).toBe(true);
    const before = await people.lock.trouble.textContent();
    await expect.poll(() => people.lock.trouble.textContent(), PATIENT).not.toBe(before);
    await picture('lock-wait');
    await logIn(SARI);
    await people.who.waitFor();
    await open().frame.open('settings');
    await people
      .person(BUDI.name)
      .getByText(/^tunggu/)
      .waitFor();
    // Another PIN from a supervisor, and it is over.
    await people.deed(t.people.setPin, BUDI.name).click();
    const { dialog } = open().frame;
    await dialog.getByLabel(t.people.newPin, { exact: true }).fill(BUDI.pin);
    await dialog.getByLabel(t.people.pinAgain, { exact: true }).fill(BUDI.pin);
    await dialog.getByRole('button', { name: t.people.save, exact: true }).click();
    await people
      .person(BUDI.name)
      .getByText(/^tunggu/)
      .waitFor({ state: 'detached' });
  });

  it('is locked when the machine has slept', async () => {
    const people = peoplePage(open().frame);
    const day = dayPage(open().frame);
    await open().frame.open('day');
    await day.rows.first().waitFor();
    await open().till.wakeUp();
    await people.lock.form.waitFor();
    expect(await day.rows.count()).toBe(0);
    await logIn(SARI);
    await atmQrPage(open().frame).title.waitFor();
  });
});
