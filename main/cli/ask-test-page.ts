/** Asks at the terminal what came out of a printer's test page; Enter leaves a question open. */

import { TEST_PAGE } from '../../shared/test-page.ts';
import type { LearnInput } from '../app/learn-printer.ts';
import { atTerminal } from './ask.ts';
import type { Language } from './say.ts';

type Question = Exclude<keyof LearnInput, 'printer'>;

const CODE_PAGES = TEST_PAGE.codePages.map(({ label }) => label).join(', ');

const QUESTIONS: readonly (readonly [Question, Readonly<Record<Language, string>>])[] = [
  [
    'columns',
    {
      id: `Angka terakhir pada baris pertama penggaris (${TEST_PAGE.columns.join(', ')})?`,
      en: `The last number on the ruler's first line (${TEST_PAGE.columns.join(', ')})?`,
    },
  ],
  [
    'nativeQr',
    { id: 'Ada QR di bawah huruf A (yes = ada, no = tidak)?', en: 'Is there a QR below letter A (yes, no)?' },
  ],
  [
    'smallest',
    {
      id: `QR terkecil di tangga yang terbaca ponsel, dalam dot (${TEST_PAGE.ladder.join(', ')})?`,
      en: `The smallest QR of the ladder that a phone reads, in dots (${TEST_PAGE.ladder.join(', ')})?`,
    },
  ],
  [
    'codePage',
    {
      id: `Nomor baris yang huruf aksennya benar (${CODE_PAGES}; boleh beberapa: 3,4)?`,
      en: `The numbers of the lines whose accented letters are right (${CODE_PAGES}; several: 3,4)?`,
    },
  ],
];

/** @returns the answers as they were typed; nothing is checked here, and nothing is answered by who stops in the middle */
export async function askTestPage(language: Language): Promise<LearnInput> {
  const answered = await atTerminal(async (ask) => {
    const answers: { [key in Question]?: string } = {};
    for (const [question, said] of QUESTIONS) {
      const answer = (await ask(`  ${said[language]} `)).trim();
      if (answer !== '') answers[question] = answer;
    }
    return answers;
  });
  return answered ?? {};
}
