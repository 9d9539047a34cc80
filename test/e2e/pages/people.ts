/** Who is at the till: the lock screen, the operators in the settings, and a supervisor's yes. */
import type { Locator } from 'playwright-core';
import type { Frame } from './frame.ts';

export interface Person {
  readonly name: string;
  readonly pin: string;
}

export function peoplePage({ page, t, heading, button, dialog }: Frame) {
  const login = page.getByRole('form', { name: t.people.locked });
  const recover = page.getByRole('form', { name: t.people.recover });
  const list = page.getByRole('list', { name: t.people.title });
  const fillPerson = async (at: Locator, { name, pin }: Person): Promise<void> => {
    await at.getByLabel(t.people.name, { exact: true }).fill(name);
    await at.getByLabel(t.people.newPin, { exact: true }).fill(pin);
    await at.getByLabel(t.people.pinAgain, { exact: true }).fill(pin);
  };
  return {
    lock: {
      form: login,
      title: page.getByText(t.people.locked, { exact: true }),
      person: (name: string) => login.getByRole('radio', { name }),
      pin: login.getByLabel(t.people.pin, { exact: true }),
      digit: (digit: string) => login.getByRole('button', { name: digit, exact: true }),
      enter: login.getByRole('button', { name: t.people.enter }),
      trouble: login.getByRole('alert'),
      forgotten: button(t.people.forgotten),
      language: page.getByRole('combobox', { name: t.settings.language }),
    },
    recover: {
      form: recover,
      name: recover.getByLabel(t.people.supervisor),
      pin: recover.getByLabel(t.people.newPin, { exact: true }),
      again: recover.getByLabel(t.people.pinAgain, { exact: true }),
      choose: recover.getByRole('button', { name: t.people.chooseFile }),
    },
    /** The button at the end of the rail. */
    who: page.getByRole('button', { name: t.people.lockLabel('', '').split(':')[0] ?? '' }),
    title: heading(t.people.title),
    make: button(t.people.make),
    add: button(t.people.add),
    ownPin: button(t.people.ownPin),
    person: (name: string) => list.getByRole('listitem').filter({ hasText: name }),
    deed: (text: string, name: string) => button(t.people.act(text, name)),
    fillPerson,
    /** Fills the form that is open above the screen, and saves it. */
    savePerson: async (person: Person): Promise<void> => {
      await fillPerson(dialog, person);
      await dialog.getByRole('button', { name: t.people.save, exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
    },
    override: {
      pin: dialog.getByLabel(t.people.pin, { exact: true }),
      allow: dialog.getByRole('button', { name: t.people.allow, exact: true }),
      cancel: dialog.getByRole('button', { name: t.app.cancel, exact: true }),
      trouble: dialog.getByRole('alert'),
    },
    firstStep: heading(t.people.stepTitle),
    later: button(t.people.later),
    freeStrip: page.getByText(t.people.free, { exact: true }).and(page.locator('span')),
  };
}
