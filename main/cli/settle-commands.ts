/** `journal settle`: what is uncertain is asked about, or decided by a person who gives a reason. */
import type { Command } from 'commander';
import type { FieldProblem } from '../../shared/outcome.ts';
import { bad, type Field, invalid } from '../app/input.ts';
import { settleByPerson } from '../app/settle-by-person.ts';
import { type OperationSettled, type SettledRound, settleAll, settleOne } from '../app/settle-open.ts';
import { leaf, type Options, type Result, runs, text } from './leaf.ts';
import { type Context, type Told, withTill } from './run.ts';
import { pairs, safe } from './say.ts';

function problems(...fields: readonly Field<unknown>[]): FieldProblem[] {
  return fields.flatMap((field) => (field.ok ? [] : [field.problem]));
}

/** What was asked for does not go together; nothing is done then. */
function misfit(options: Options, operation: string | undefined): FieldProblem[] {
  const all = options.all === true;
  const as = text(options, 'as');
  const reason = text(options, 'reason');
  if (all === (operation !== undefined)) return problems(bad('operation', 'field.one-or-all'));
  if (all && (as !== undefined || reason !== undefined)) return problems(bad('all', 'field.one-or-all'));
  return (as === undefined) === (reason === undefined) ? [] : problems(bad('as', 'field.decision'));
}

async function everything({ app, language }: Context): Promise<Told<SettledRound>> {
  const opened = await app.till();
  if (!opened.ok) return { outcome: opened.outcome };
  const { outcome, round } = await settleAll(opened.value);
  const told = round.operations.map((line) => `  ${safe(line.id)}  ${line.state}  ${safe(line.words[language])}`);
  const operations = round.operations.map(({ words: said, ...line }) => ({ ...line, message: said[language] }));
  return { outcome, details: told, data: { ...round, operations } };
}

export function addSettle(journal: Command, result: Result): void {
  const settle = leaf(
    journal,
    'settle [operation]',
    'ask what became of an uncertain operation (or of --all), or decide it with --as and --reason',
  )
    .option('--all', 'one round over everything that is uncertain, the oldest first')
    .option('--as <ok|refused>', 'decide it: ok, it was done; refused, it is certain that nothing came of it')
    .option('--reason <text>', '3 to 200 characters, kept with your name');
  runs<OperationSettled | SettledRound>(result, settle, 'journal settle', async (context, options, operation) => {
    const wrong = misfit(options, operation);
    if (wrong.length > 0) return { outcome: invalid(wrong) };
    if (options.all === true) return everything(context);
    const as = text(options, 'as');
    const told = await withTill<OperationSettled>(
      context,
      (till) =>
        as === undefined
          ? settleOne(till, { operation })
          : settleByPerson(till, { operation, as, reason: text(options, 'reason') }),
      (data) =>
        pairs([
          ['id', data.id],
          [context.language === 'id' ? 'Keadaan' : 'State', data.state],
        ]),
    );
    // That it is settled is not the QR: whoever presses for it again gets it, and not a second one.
    return { ...told, untold: true };
  });
}
