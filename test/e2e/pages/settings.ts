/** Settings. */
import type { Language } from '../../../renderer/i18n/catalogue.ts';
import type { Frame } from './frame.ts';

export function settingsPage({ page, t, heading, button }: Frame) {
  return {
    title: heading(t.settings.title),
    speak: async (language: Language): Promise<void> => {
      await page.getByRole('combobox', { name: t.settings.language }).selectOption(language);
    },
    testPrint: page.getByRole('button', { name: new RegExp(`^${t.settings.testLabel('')}`) }),
    checkNow: button(t.setup.checkNow),
    findings: page.getByRole('listitem'),
    setUp: button(t.settings.setUp),
    installOther: button(t.settings.installOther),
    sounds: page.getByRole('switch', { name: t.settings.sounds }),
  };
}
