/** Settings. */
import type { Language } from '../../../renderer/i18n/catalogue.ts';
import type { Frame } from './frame.ts';

export function settingsPage({ page, t, heading, button, field }: Frame) {
  const form = page.getByRole('form');
  return {
    title: heading(t.settings.title),
    speak: async (language: Language): Promise<void> => {
      await page.getByRole('combobox', { name: t.settings.language }).selectOption(language);
    },
    testPrint: page.getByRole('button', { name: new RegExp(`^${t.settings.testLabel('')}`) }),
    askPrinter: page.getByRole('button', { name: new RegExp(`^${t.settings.askLabel('')}`) }),
    /** The queue's slips that wait or are in doubt. */
    queueTitle: heading(t.queue.title),
    queue: page.getByRole('list', { name: t.queue.title }).getByRole('listitem'),
    queueEmpty: page.getByText(t.queue.empty, { exact: true }),
    queueEnded: page.getByRole('list', { name: t.queue.last }).getByRole('listitem'),
    /** A deed at a slip of the queue. */
    deed: (name: string) => page.getByRole('button', { name: `${name}: ` }),
    testPage: {
      form,
      answer: async (question: 'columns' | 'nativeQr' | 'smallest' | 'codePage', text: string): Promise<void> => {
        await field(t.testPage[question]).selectOption({ label: text });
      },
      save: button(t.testPage.save),
      known: form.getByRole('term'),
    },
    checkNow: button(t.setup.checkNow),
    findings: page.getByRole('listitem'),
    setUp: button(t.settings.setUp),
    installOther: button(t.settings.installOther),
    sounds: page.getByRole('switch', { name: t.settings.sounds }),
  };
}
