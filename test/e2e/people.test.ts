/** A till that gets to know its people, on the whole program as it is shipped: PINs, rights, and a supervisor's yes. */
import { describe, expect, it } from 'vitest';
import { atmQrPage } from './pages/atm-qr.ts';
import { keysPage } from './pages/keys.ts';
import { operationsPage } from './pages/operations.ts';
import { peoplePage } from './pages/people.ts';
import { settingsPage } from './pages/settings.ts';
import { shiftPage } from './pages/shift.ts';
import { supportPage } from './pages/support.ts';
import { BUDI, PATIENT, SARI, withPeople } from './with-people.ts';

describe('a till that knows its people', () => {
  const { html, logIn, open, picture } = withPeople();

  it('begins with nobody: everything may be done, and F9 locks nothing', async () => {
    const { page } = open().frame;
    const people = peoplePage(open().frame);
    await atmQrPage(open().frame).title.waitFor();
    await page.keyboard.press('F9');
    await open().frame.open('settings');
    await people.title.waitFor();
    expect(await people.lock.form.count()).toBe(0);
    expect(await people.who.count()).toBe(0);
    await people.title.scrollIntoViewIfNeeded();
    await picture('operators-free');
  });

  it('has a first supervisor, whose PIN has to be a good one and typed twice', async () => {
    const { page, t, dialog } = open().frame;
    const people = peoplePage(open().frame);
    await people.make.click();
    await picture('operators-first');
    await people.fillPerson(dialog, { ...SARI, pin: '1234' });
    await dialog.getByRole('button', { name: t.people.save }).click();
    await dialog.getByText('terlalu mudah ditebak').waitFor();
    expect(await page.locator(':focus').getAttribute('name')).toBe('new-pin');
    await people.fillPerson(dialog, SARI);
    await dialog.getByLabel(t.people.pinAgain, { exact: true }).fill('739183');
    await dialog.getByRole('button', { name: t.people.save }).click();
    await dialog.getByText(t.people.pinsDiffer).waitFor();
    expect(await dialog.getByLabel(t.people.pinAgain, { exact: true }).inputValue()).toBe('');
    expect(await page.locator(':focus').getAttribute('name')).toBe('new-pin-again');
    await people.savePerson(SARI);
    await people.who.waitFor();
    expect(await people.who.textContent()).toContain(SARI.name);
    expect(await people.who.textContent()).toContain(t.people.roles.supervisor);
  });

  it('takes on a cashier, gives another role and PIN, and takes back both', async () => {
    const { t, dialog } = open().frame;
    const people = peoplePage(open().frame);
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

  it('asks for a supervisor where a cashier may not, and then does that very thing once', async () => {
    const { page, t, dialog } = open().frame;
    const people = peoplePage(open().frame);
    const shift = shiftPage(open().frame);
    await page.keyboard.press('F9');
    await logIn(BUDI);
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
    const { t, dialog, page } = open().frame;
    const atm = atmQrPage(open().frame);
    await open().frame.open('atm-qr');
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
    // Nothing prints before somebody has allowed it.
    await picture('override-reprint');
    expect(await page.getByText(t.slip.looks.printing).count()).toBe(0);
    expect(await page.getByText(t.made.printing).count()).toBe(0);
    await page.keyboard.type(SARI.pin);
    await page.keyboard.press('Enter');
    await atm.made.slip.getByText(t.made.copy(3)).waitFor();
    await atm.made.fresh.click();
  });

  it('asks for one above a dialog that is open, says what is to be allowed, and has the focus', async () => {
    const { page, t } = open().frame;
    const atm = atmQrPage(open().frame);
    const operations = operationsPage(open().frame);
    const people = peoplePage(open().frame);
    await atm.make({ no: 'RESET', name: 'Kurir Hilang' });
    await atm.unknown.title.waitFor();
    await open().frame.open('operations');
    await operations.rows.first().getByRole('button').click();
    await operations.decide.click();
    await operations.decision.reason.fill('PayCools: tiket 123');
    await operations.decision.yes.click();
    await people.override.pin.waitFor();
    await picture('override-above-decide');
    const asks = page.getByRole('alertdialog').last();
    expect(await asks.textContent()).toContain(`${t.settle.decision}${t.settle.refused}`);
    expect(await asks.textContent()).toContain('PayCools: tiket 123');
    expect(await page.locator(':focus').getAttribute('name')).toBe('supervisor-pin');
    // No: the question behind it is there again, and so is the focus.
    await page.keyboard.press('Escape');
    await people.override.pin.waitFor({ state: 'detached' });
    await expect.poll(() => page.locator(':focus').textContent()).toBe(t.settle.yes);
    await operations.decision.yes.click();
    await people.override.pin.waitFor();
    await page.keyboard.type(SARI.pin);
    await page.keyboard.press('Enter');
    await open().frame.dialog.waitFor({ state: 'detached' });
    await page.getByText('PayCools: tiket 123').first().waitFor();
  });

  it('asks for one before the support bundle is shown, and again above it before it is saved', async () => {
    const { page, t } = open().frame;
    const people = peoplePage(open().frame);
    const support = supportPage(open().frame);
    await open().frame.open('settings');
    expect(await support.look.getAttribute('title')).toBe(t.people.needs);
    await support.look.click();
    await people.override.pin.waitFor();
    expect(await support.dialog.count()).toBe(0);
    await page.keyboard.type(SARI.pin);
    await page.keyboard.press('Enter');
    await support.files.first().waitFor();
    await support.save.click();
    await people.override.pin.waitFor();
    expect(await page.locator(':focus').getAttribute('name')).toBe('supervisor-pin');
    await picture('override-above-bundle');
    await page.keyboard.press('Escape');
    await support.said.waitFor();
    await picture('bundle-refused');
    await support.close.click();
    await support.dialog.waitFor({ state: 'detached' });
    expect(await page.locator(':focus').textContent()).toBe(t.support.look);
  });

  it('shows a cashier who there is, and to ask a supervisor for anything else', async () => {
    const { page, t } = open().frame;
    const people = peoplePage(open().frame);
    await open().frame.open('settings');
    await page.getByText(t.people.askSupervisor).waitFor();
    expect(await people.add.count()).toBe(0);
    expect(await people.deed(t.people.remove, SARI.name).count()).toBe(0);
    await people.title.scrollIntoViewIfNeeded();
    await picture('operators-cashier');
    // The keys are lent to nobody: it is said where it was wanted, and nobody is asked for a PIN.
    const keys = keysPage(open().frame);
    await keys.revoke.click();
    await keys.typeName('Toko Contoh', 'Toko Contoh');
    await keys.revokeYes.click();
    await page.getByText('Hanya untuk supervisor yang masuk sendiri').waitFor();
    await picture('revoke-needs-login');
    expect(await people.override.pin.count()).toBe(0);
    await page.keyboard.press('Escape');
    await people.ownPin.click();
    const { dialog } = open().frame;
    await dialog.getByLabel(t.people.oldPin).fill('9999');
    await dialog.getByLabel(t.people.newPin, { exact: true }).fill('5937');
    await dialog.getByLabel(t.people.pinAgain, { exact: true }).fill('5937');
    await dialog.getByRole('button', { name: t.people.save }).click();
    await dialog.getByText('PIN salah').waitFor();
    await dialog.getByRole('button', { name: t.app.cancel }).click();
  });

  it('takes somebody off, who is asked for no more', async () => {
    const { page, t, dialog } = open().frame;
    const people = peoplePage(open().frame);
    await page.keyboard.press('F9');
    await logIn(SARI);
    await people.who.waitFor();
    await open().frame.open('settings');
    await settingsPage(open().frame).title.waitFor();
    await people.deed(t.people.remove, BUDI.name).click();
    await dialog.getByRole('button', { name: t.people.remove, exact: true }).click();
    await people.person(BUDI.name).waitFor({ state: 'detached' });
    await page.keyboard.press('F9');
    await people.lock.form.waitFor();
    expect(await people.lock.person(BUDI.name).count()).toBe(0);
  });
});
