/** The commands about printers and the slips that wait for them. */
import type { Command } from 'commander';
import { learnPrinter, type PrinterLearned } from '../app/learn-printer.ts';
import { dropPrint, printerQueue, type Resumed, resumeAll, resumePrint } from '../app/print-queue.ts';
import { printTest } from '../app/print-slip.ts';
import type { PrintDone } from '../app/print-words.ts';
import { canAsk } from './ask.ts';
import { askTestPage } from './ask-test-page.ts';
import { describeLearned, describeQueue } from './describe.ts';
import { leaf, type Result, runs, text } from './leaf.ts';
import { addLook } from './printer-look.ts';
import { withTill } from './run.ts';
import { tell } from './say.ts';

const PRINTER_OPTION = ['--printer <name>', "default: the profile's first"] as const;

function addQueue(printer: Command, result: Result): void {
  runs(
    result,
    leaf(printer, 'queue', 'slips that wait for their printer or for your word'),
    'printer queue',
    async ({ app, language }) => {
      const read = await app.reader();
      if (!read.ok) return { outcome: read.outcome };
      const outcome = printerQueue(read.value.journal);
      return { outcome, details: outcome.outcome === 'ok' ? describeQueue(outcome.data.jobs, language) : [] };
    },
  );
  const resume = leaf(
    printer,
    'resume [job]',
    'print a waiting slip; without a job: whatever may go out without your word',
  ).option('--printer <name>', 'another printer than the one it waits for');
  runs(result, resume, 'printer resume', (context, options, job) =>
    withTill<PrintDone | Resumed>(context, (till) =>
      job === undefined ? resumeAll(till) : resumePrint(till, { job, printer: text(options, 'printer') }),
    ),
  );
  runs(
    result,
    leaf(printer, 'drop <job>', 'no more of a waiting slip: not wanted, or on paper already'),
    'printer drop',
    async (context, _options, job) => ({
      ...(await withTill(context, (till) => dropPrint(till, { job }))),
      untold: true,
    }),
  );
}

export function addPrinter(program: Command, result: Result): void {
  const printer = program.command('printer').description("the profile's printers, and what waits for them");
  addLook(printer, result);
  const test = leaf(
    printer,
    'test',
    'print a test page, and ask what came out where a person is at the terminal',
  ).option(...PRINTER_OPTION);
  runs<PrintDone | PrinterLearned>(result, test, 'printer test', async (context, options) => {
    const name = text(options, 'printer');
    const told = await withTill(context, (till) => printTest(till, { printer: name }));
    if (told.outcome.outcome !== 'ok' || context.voice.json || !canAsk()) return told;
    // What came out is written down by whoever may; others are not asked.
    const opened = await context.app.till();
    if (!opened.ok || !opened.value.may('settings')) return told;
    tell(context.voice, 'printer test', told.outcome, []);
    const seen = await askTestPage(context.language);
    return withTill(
      context,
      (till) => learnPrinter(till, { printer: name, ...seen }),
      describeLearned(context.language),
    );
  });
  const learn = leaf(printer, 'learn', 'say what came out of the test page')
    .option(...PRINTER_OPTION)
    .option('--columns <n>', "the last number on the ruler's first line: 32, 42 or 48")
    .option('--native-qr <yes|no>', 'whether there is a QR below letter A')
    .option('--smallest <dots>', 'the smallest QR of the ladder that a phone reads: 2, 3, 4, 6 or 8')
    .option('--code-page <n>', 'the lines whose accented letters are right, 1 to 4: 3 or 3,4');
  runs(result, learn, 'printer learn', (context, options) =>
    withTill(
      context,
      (till) =>
        learnPrinter(till, {
          printer: text(options, 'printer'),
          columns: text(options, 'columns'),
          nativeQr: text(options, 'nativeQr'),
          smallest: text(options, 'smallest'),
          codePage: text(options, 'codePage'),
        }),
      describeLearned(context.language),
    ),
  );
  addQueue(printer, result);
}
