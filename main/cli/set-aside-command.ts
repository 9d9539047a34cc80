/** `journal set-aside`: asks for a person's word, then says what became of the damaged journal. */
import type { Command } from 'commander';
import { bad, invalid } from '../app/input.ts';
import type { JournalSetAside } from '../app/set-journal-aside.ts';
import { atTerminal, canAsk } from './ask.ts';
import { leaf, type Result, runs } from './leaf.ts';
import { type Language, pairs } from './say.ts';

const AGREE: Readonly<Record<Language, { readonly word: string; readonly question: string }>> = {
  id: {
    word: 'PINDAHKAN',
    question:
      'Jurnal lama disimpan dengan nama lain; jurnal baru dimulai dengan isi yang masih terbaca.\nKetik PINDAHKAN untuk setuju: ',
  },
  en: {
    word: 'SET ASIDE',
    question:
      'The old journal is kept under another name; a new one begins with what can still be read.\nType SET ASIDE to agree: ',
  },
};

/** A person's word, typed in full. */
async function agrees(language: Language): Promise<boolean> {
  const answer = await atTerminal((ask) => ask(AGREE[language].question));
  return answer?.trim().toUpperCase() === AGREE[language].word;
}

function describeAside(data: JournalSetAside, language: Language): readonly string[] {
  const id = language === 'id';
  const rows: (readonly [string, string])[] = [
    ...data.kept.map((file): readonly [string, string] => [id ? 'Disimpan' : 'Kept', file]),
    [id ? 'Terbaca' : 'Readable', data.readable ?? '–'],
    [id ? 'Dibawa serta' : 'Taken over', `${data.operations} / ${data.attempts} / ${data.printJobs}`],
    [id ? 'Lengkap' : 'Complete', data.incomplete ? (id ? 'tidak' : 'no') : id ? 'ya' : 'yes'],
    ...data.open.map((one): readonly [string, string] => [
      id ? 'Belum pasti' : 'Not certain',
      `${one.reference}  ${one.kind}  ${one.id}`,
    ]),
  ];
  return pairs(rows);
}

export function addSetAside(journal: Command, result: Result): void {
  const aside = leaf(
    journal,
    'set-aside',
    'keep a damaged journal under another name and go on with what can be read of it',
  ).option('--yes', 'agree without being asked');
  runs(result, aside, 'journal set-aside', async ({ app, language }, options) => {
    if (options.yes !== true && (options.json === true || !canAsk() || !(await agrees(language)))) {
      const missing = bad('yes', 'field.agree');
      return { outcome: invalid(missing.ok ? [] : [missing.problem]) };
    }
    const outcome = await app.setJournalAside();
    return { outcome, details: outcome.outcome === 'ok' ? describeAside(outcome.data, language) : [] };
  });
}
