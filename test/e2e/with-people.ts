/** A sandbox till that knows a supervisor and a cashier, for a group of specs; at the end its page must not have complained. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { type Built, buildProgram, type OpenTill, openTill } from './open-till.ts';
import { type Person, peoplePage } from './pages/people.ts';

/** A supervisor. */
export const SARI: Person = { name: 'Sari Dewi', pin: '739182' };
/** A cashier. */
export const BUDI: Person = { name: 'Budi', pin: '4826' };

/** A PIN is slow to try, on purpose; on a busy machine slower. */
export const PATIENT = { timeout: 20_000 };

export interface PeopleTill {
  readonly open: () => OpenTill;
  readonly picture: (name: string) => Promise<void>;
  /** All that the page consists of now. */
  readonly html: () => Promise<string>;
  /** By keyboard alone, wherever the focus is. */
  readonly logIn: (person: Person) => Promise<void>;
}

/** @param people those who are taken on before the first spec, a supervisor first, who is in then; absent: nobody */
export function withPeople(people: readonly Person[] = []): PeopleTill {
  let built: Built;
  let open: OpenTill;
  const complaints: string[] = [];

  beforeAll(async () => {
    built = await buildProgram();
    open = await openTill(built);
    const { page } = open.till;
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    const at = peoplePage(open.frame);
    await open.frame.open('settings');
    for (const person of people) {
      await at.make.or(at.add).click();
      await at.savePerson(person);
      await at.person(person.name).waitFor();
    }
    await open.frame.open('atm-qr');
  });
  afterAll(async () => {
    await open.close();
    await built.remove();
    expect(complaints).toEqual([]);
  });
  return {
    open: () => open,
    html: () => open.till.page.content(),
    picture: async (name) => {
      const into = process.env.QRIS_TERMINAL_PICTURES;
      if (into !== undefined) await open.till.page.screenshot({ path: join(into, `${name}.png`) });
    },
    logIn: async ({ name, pin }) => {
      const { page } = open.frame;
      await peoplePage(open.frame).lock.form.waitFor();
      await page.keyboard.press(name.charAt(0).toLowerCase());
      await page.keyboard.type(pin);
      await page.keyboard.press('Enter');
    },
  };
}
