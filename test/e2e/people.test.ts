/** A till that knows its people, on the whole program as it is shipped: a lock that leaves nothing, PINs, and a supervisor's yes. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heapText } from './heap.ts';
import { type Built, buildProgram, type OpenTill, openTill } from './open-till.ts';
import { atmQrPage } from './pages/atm-qr.ts';
import { dayPage } from './pages/day.ts';
import { frame } from './pages/frame.ts';
import { peoplePage } from './pages/people.ts';
import { settingsPage } from './pages/settings.ts';
import { shiftPage } from './pages/shift.ts';

/** A PIN is slow to try, on purpose; on a busy machine slower. */
const PATIENT = { timeout: 20_000 };

const SARI = { name: 'Sari Dewi', pin: '739182' };
const BUDI = { name: 'Budi', pin: '4826' };

describe('a till that knows its people', () => {
  let built: Built;
  let open: OpenTill;
  const complaints: string[] = [];

  beforeAll(async () => {
    built = await buildProgram();
    open = await openTill(built);
    open.till.page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    open.till.page.on('pageerror', (error) => complaints.push(error.message));
  });
  afterAll(async () => {
    await open.close();
    await built.remove();
    expect(complaints).toEqual([]);
  });

  async function picture(name: string): Promise<void> {
    const into = process.env.QRIS_TERMINAL_PICTURES;
    if (into !== undefined) await open.till.page.screenshot({ path: join(into, `${name}.png`) });
  }

  const html = (): Promise<string> => open.till.page.content();

  /** By keyboard alone, wherever the focus is. */
  async function logIn(name: string, pin: string): Promise<void> {
    const { page } = open.frame;
    await peoplePage(open.frame).lock.form.waitFor();
    await page.keyboard.press(name.charAt(0).toLowerCase());
    await page.keyboard.type(pin);
    await page.keyboard.press('Enter');
  }

  it('begins with nobody: everything may be done, and F9 locks nothing', async () => {
    const { page } = open.frame;
    const people = peoplePage(open.frame);
    await atmQrPage(open.frame).title.waitFor();
    await page.keyboard.press('F9');
    await open.frame.open('settings');
    await people.title.waitFor();
    expect(await people.lock.form.count()).toBe(0);
    expect(await people.who.count()).toBe(0);
    await people.title.scrollIntoViewIfNeeded();
    await picture('operators-free');
  });

  it('has a first supervisor, whose PIN has to be a good one and typed twice', async () => {
    const { t, dialog } = open.frame;
    const people = peoplePage(open.frame);
    await people.make.click();
    await picture('operators-first');
    await people.fillPerson(dialog, { ...SARI, pin: '1234' });
    await dialog.getByRole('button', { name: t.people.save }).click();
    await dialog.getByText('terlalu mudah ditebak').waitFor();
    await people.fillPerson(dialog, SARI);
    await dialog.getByLabel(t.people.pinAgain, { exact: true }).fill('739183');
    await dialog.getByRole('button', { name: t.people.save }).click();
    await dialog.getByText(t.people.pinsDiffer).waitFor();
    expect(await dialog.getByLabel(t.people.newPin, { exact: true }).inputValue()).toBe('');
    await people.savePerson(SARI);
    await people.who.waitFor();
    expect(await people.who.textContent()).toContain(SARI.name);
    expect(await people.who.textContent()).toContain(t.people.roles.supervisor);
  });

  it('takes on a cashier, gives another role and PIN, and takes back both', async () => {
    const { t, dialog } = open.frame;
    const people = peoplePage(open.frame);
    await people.add.click();
    await people.savePerson({ ...BUDI, pin: '9073' });
    await people.person(BUDI.name).getByText(t.people.roles.cashier).waitFor();
    await people.title.scrollIntoViewIfNeeded();
    await picture('operators');
    await people.deed(t.people.changeRole, BUDI.name).click();
    await dialog.getByRole('button', { name: t.people.save, exact: true }).click();
    await people.deed(t.people.changeRole, BUDI.name).click();
    await dialog.getByRole('button', { name: t.people.save, exact: true }).click();
    await people.person(BUDI.name).getByText(t.people.roles.cashier).waitFor();
    await people.deed(t.people.setPin, BUDI.name).click();
    await dialog.getByLabel(t.people.newPin, { exact: true }).fill(BUDI.pin);
    await dialog.getByLabel(t.people.pinAgain, { exact: true }).fill(BUDI.pin);
    await dialog.getByRole('button', { name: t.people.save, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  });

  it('locked by F9, leaves nothing of the till in the page', async () => {
    const { page, t } = open.frame;
    const people = peoplePage(open.frame);
    const atm = atmQrPage(open.frame);
    await open.frame.open('atm-qr');
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
    expect(await open.frame.statusBar.count()).toBe(0);
    // The one who was in last.
    await expect.poll(() => people.lock.person(SARI.name).isChecked(), PATIENT).toBe(true);
    expect(await page.locator(':focus').getAttribute('name')).toBe('pin');
    // Keys that open screens open none.
    await page.keyboard.press('F3');
    expect(await people.lock.form.isVisible()).toBe(true);
  });

  it('speaks the other language also while it is locked', async () => {
    const people = peoplePage(open.frame);
    await people.lock.language.selectOption('en');
    const english = peoplePage(frame(open.till.page, 'en'));
    await english.lock.form.waitFor();
    await picture('lock-en');
    await english.lock.language.selectOption('id');
    await people.lock.form.waitFor();
  });

  it('lets in by keyboard alone, and by fingers alone', async () => {
    const people = peoplePage(open.frame);
    const atm = atmQrPage(open.frame);
    await logIn(BUDI.name, BUDI.pin);
    await atm.title.waitFor();
    // Nothing of what the one before had typed.
    expect(await atm.courierNo.inputValue()).toBe('');
    await picture('home-in');
    expect(await people.who.textContent()).toContain(BUDI.name);
    await people.who.click();
    await people.lock.form.waitFor();
    await open.till.page.keyboard.press('ArrowDown');
    await expect.poll(() => people.lock.person(SARI.name).isChecked(), PATIENT).toBe(true);
    await open.till.page.keyboard.press('Alt+2');
    await expect.poll(() => people.lock.person(BUDI.name).isChecked(), PATIENT).toBe(true);
    await people.lock.person(SARI.name).click();
    for (const digit of SARI.pin) await people.lock.digit(digit).click();
    await people.lock.enter.click();
    await people.who.waitFor();
    expect(await people.who.textContent()).toContain(SARI.name);
  });

  it('asks for a supervisor where a cashier may not, and then does that very thing once', async () => {
    const { page, t, dialog } = open.frame;
    const people = peoplePage(open.frame);
    const shift = shiftPage(open.frame);
    await page.keyboard.press('F9');
    await logIn(BUDI.name, BUDI.pin);
    await people.who.waitFor();
    await page.keyboard.press('F4');
    await shift.now(1).waitFor();
    expect(await shift.close.getAttribute('title')).toBe(t.people.needs);
    await picture('shift-marked');
    await shift.close.click();
    await shift.confirm.click();
    await dialog.getByText('menutup shift').first().waitFor();
    await picture('override');
    // No: the refusal is said as any other, and nothing was done.
    await people.override.cancel.click();
    await page.getByRole('alert').getByText('menutup shift').waitFor();
    await shift.now(1).waitFor();
    await shift.close.click();
    await shift.confirm.click();
    await people.override.pin.waitFor();
    await page.keyboard.type('0000');
    await page.keyboard.press('Enter');
    await expect.poll(() => people.override.trouble.textContent(), PATIENT).toContain('PIN salah');
    expect(await people.override.pin.inputValue()).toBe('');
    await page.keyboard.type(SARI.pin);
    await page.keyboard.press('Enter');
    await shift.now(2).waitFor();
    expect(await people.who.textContent()).toContain(BUDI.name);
    expect(await html()).not.toContain(SARI.pin);
    // Once means once.
    await shift.close.click();
    await shift.confirm.click();
    await people.override.pin.waitFor();
    await people.override.cancel.click();
  });

  it('asks for one also where only the third copy needs it', async () => {
    const { t, dialog, page } = open.frame;
    const atm = atmQrPage(open.frame);
    await open.frame.open('atm-qr');
    await atm.make({ no: 'K-700', name: 'Rina' });
    const copy = async (): Promise<void> => {
      await atm.made.slip.getByText(t.slip.looks.out).waitFor();
      await atm.made.printAgain.click();
      await atm.made.confirmCopy.click();
    };
    for (const number of [1, 2]) {
      await copy();
      await atm.made.slip.getByText(t.made.copy(number)).waitFor();
    }
    await copy();
    await dialog.getByText('mencetak ulang').waitFor();
    await page.keyboard.type(SARI.pin);
    await page.keyboard.press('Enter');
    await atm.made.slip.getByText(t.made.copy(3)).waitFor();
    await atm.made.fresh.click();
  });

  it('shows a cashier who there is, and to ask a supervisor for anything else', async () => {
    const { page, t } = open.frame;
    const people = peoplePage(open.frame);
    await open.frame.open('settings');
    await page.getByText(t.people.askSupervisor).waitFor();
    expect(await people.add.count()).toBe(0);
    expect(await people.deed(t.people.remove, SARI.name).count()).toBe(0);
    await people.title.scrollIntoViewIfNeeded();
    await picture('operators-cashier');
    await people.ownPin.click();
    const { dialog } = open.frame;
    await dialog.getByLabel(t.people.oldPin).fill('9999');
    await dialog.getByLabel(t.people.newPin, { exact: true }).fill('5937');
    await dialog.getByLabel(t.people.pinAgain, { exact: true }).fill('5937');
    await dialog.getByRole('button', { name: t.people.save }).click();
    await dialog.getByText('PIN salah').waitFor();
    await dialog.getByRole('button', { name: t.app.cancel }).click();
  });

  it('keeps what is under way, and shows it to nobody, when it is locked meanwhile', async () => {
    const { page } = open.frame;
    const people = peoplePage(open.frame);
    const atm = atmQrPage(open.frame);
    await open.frame.open('atm-qr');
    await atm.fill({ no: 'RESET', name: 'Dewi Lestari' });
    await atm.generate.click();
    await page.keyboard.press('F9');
    await people.lock.form.waitFor();
    await logIn(BUDI.name, BUDI.pin);
    await atm.title.waitFor();
    expect(await html()).not.toContain('Dewi Lestari');
    await expect.poll(() => open.frame.openOperations.textContent(), PATIENT).toContain('1');
    expect(await atm.unknown.title.count()).toBe(0);
  });

  it('waits after five wrong PINs, says for how long, and lets the others in', async () => {
    const { page, t } = open.frame;
    const people = peoplePage(open.frame);
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
    await logIn(SARI.name, SARI.pin);
    await people.who.waitFor();
    await open.frame.open('settings');
    await people
      .person(BUDI.name)
      .getByText(/^tunggu/)
      .waitFor();
    // Another PIN from a supervisor, and it is over.
    await people.deed(t.people.setPin, BUDI.name).click();
    const { dialog } = open.frame;
    await dialog.getByLabel(t.people.newPin, { exact: true }).fill(BUDI.pin);
    await dialog.getByLabel(t.people.pinAgain, { exact: true }).fill(BUDI.pin);
    await dialog.getByRole('button', { name: t.people.save, exact: true }).click();
    await people
      .person(BUDI.name)
      .getByText(/^tunggu/)
      .waitFor({ state: 'detached' });
  });

  it('is locked when the machine has slept', async () => {
    const people = peoplePage(open.frame);
    const day = dayPage(open.frame);
    await open.frame.open('day');
    await day.rows.first().waitFor();
    await open.till.wakeUp();
    await people.lock.form.waitFor();
    expect(await day.rows.count()).toBe(0);
    await logIn(SARI.name, SARI.pin);
    await atmQrPage(open.frame).title.waitFor();
  });

  it('takes somebody off, who is asked for no more', async () => {
    const { page, t, dialog } = open.frame;
    const people = peoplePage(open.frame);
    await open.frame.open('settings');
    await settingsPage(open.frame).title.waitFor();
    await people.deed(t.people.remove, BUDI.name).click();
    await dialog.getByRole('button', { name: t.people.remove, exact: true }).click();
    await people.person(BUDI.name).waitFor({ state: 'detached' });
    await page.keyboard.press('F9');
    await people.lock.form.waitFor();
    expect(await people.lock.person(BUDI.name).count()).toBe(0);
  });
});
