/** The pictures of a till that knows its people: its operators, the lock, a wait, and a supervisor's yes. */
import type { Frame } from './pages/frame.ts';
import { peoplePage } from './pages/people.ts';
import { shiftPage } from './pages/shift.ts';

const SARI = { name: 'Sari Dewi', pin: '739182' };
const BUDI = { name: 'Budi Santoso', pin: '4826' };

async function logIn({ page }: Frame, { name, pin }: typeof SARI): Promise<void> {
  await page.keyboard.press(name.charAt(0));
  await page.keyboard.type(pin);
  await page.keyboard.press('Enter');
}

export async function people(at: Frame, shoot: (name: string) => Promise<void>): Promise<void> {
  const people = peoplePage(at);
  const shift = shiftPage(at);
  await at.open('settings');
  await people.make.click();
  await shoot('operators-first');
  await people.savePerson(SARI);
  for (const person of [BUDI, { name: 'Ayu Lestari', pin: '7315' }]) {
    await people.add.click();
    await people.savePerson(person);
  }
  await people.person(BUDI.name).waitFor();
  await people.title.evaluate((element) => element.scrollIntoView({ block: 'start' }));
  await shoot('operators');

  await at.page.keyboard.press('F9');
  await people.lock.form.waitFor();
  await shoot('lock');
  for (let wrong = 1; wrong <= 5; wrong += 1) {
    await logIn(at, { ...BUDI, pin: '0001' });
    const left = wrong < 5 ? `: ${5 - wrong}` : /\d:\d\d/;
    await people.lock.trouble.filter({ hasText: left }).waitFor();
  }
  await at.page.keyboard.press('A');
  await at.page.keyboard.press('B');
  await people.lock.trouble.filter({ hasText: /\d:\d\d/ }).waitFor();
  await shoot('lock-wait');
  await logIn(at, { name: 'Ayu Lestari', pin: '7315' });
  await people.who.waitFor();

  await at.open('shift');
  await shift.now(1).waitFor();
  await shift.close.click();
  await shift.confirm.click();
  await people.override.pin.waitFor();
  await shoot('override');
}
