/** Every command of the stable interface, its options and its help. */
import { Command, CommanderError } from 'commander';
import { words } from '../../shared/words.ts';
import { checkAtmQr } from '../app/check-atm-qr.ts';
import { expireQr } from '../app/expire-qr.ts';
import { generateAtmQr } from '../app/generate-atm-qr.ts';
import { listQrs } from '../app/list-qrs.ts';
import { merchantStatus } from '../app/merchant-status.ts';
import { printAgain } from '../app/print-slip.ts';
import { registerTerminal } from '../app/register-terminal.ts';
import { listFingerprints } from '../app/show-profile.ts';
import { runDemo } from './demo.ts';
import * as describe from './describe.ts';
import { addDoctor } from './doctor-command.ts';
import { addJournal } from './journal-commands.ts';
import { bareLeaf, leaf, type Options, type Result, runs, text } from './leaf.ts';
import { addOperator } from './operator-commands.ts';
import { addPrinter } from './printer-commands.ts';
import { addProfile } from './profile-commands.ts';
import { withTill } from './run.ts';
import { runSandbox } from './sandbox.ts';
import { pairs, toJson } from './say.ts';
import { addShift } from './shift-commands.ts';
import { createVoice } from './voice.ts';

function addProvisioning(program: Command, result: Result): void {
  const provision = leaf(
    program,
    'provision <file>',
    'check a profile, move its secrets into the OS keychain, keep the rest',
  );
  provision
    .option('--shred', 'overwrite and remove the file afterwards')
    .option('--offline', 'replace keys that work without asking the providers whether they know the new ones');
  runs(result, provision, 'provision', async ({ app, language }, options, file) => {
    const { shred, offline } = options;
    const outcome = await app.provision({ path: file ?? '', shred: shred === true, offline: offline === true });
    if (outcome.outcome !== 'ok') return { outcome };
    const { store, providers, printers } = outcome.data;
    const details = pairs([
      [language === 'id' ? 'Toko' : 'Store', store],
      [language === 'id' ? 'Penyedia' : 'Providers', providers.join(', ')],
      ['Printer', printers.join(', ') || '–'],
      ...listFingerprints(outcome.data.fingerprints),
    ]);
    return { outcome, details };
  });
  addDoctor(program, result);
}

function addMerchantAndTerminal(program: Command, result: Result): void {
  const merchant = program.command('merchant').description('the merchant at SpeedCash');
  const status = leaf(merchant, 'status', 'ask whether the merchant is accepted').option(
    '--phone <62…>',
    "default: the profile's owner",
  );
  runs(result, status, 'merchant status', (context, options) =>
    withTill(
      context,
      (till) => merchantStatus(till, { phone: text(options, 'phone') }),
      (data) => describe.describeStatus(data, context.language),
    ),
  );
  const terminal = program.command('terminal').description('this machine as a terminal');
  const register = leaf(terminal, 'register', 'register this machine; doing it again is safe')
    .option('--id <id>', '3–16 of A–Z a–z 0–9 _ -; default: derived from this machine')
    .option('--description <text>');
  runs(result, register, 'terminal register', (context, options) =>
    withTill(
      context,
      (till) => registerTerminal(till, { terminalId: text(options, 'id'), description: text(options, 'description') }),
      (data) =>
        pairs([
          ['Terminal', data.terminalId],
          [context.language === 'id' ? 'Keterangan' : 'Description', data.description],
        ]),
    ),
  );
  runs(
    result,
    leaf(terminal, 'show', 'say which terminal this machine is'),
    'terminal show',
    async ({ app, language }) => {
      const outcome = await app.showTerminal();
      return { outcome, details: outcome.outcome === 'ok' ? describe.describeTerminal(outcome.data, language) : [] };
    },
  );
}

function addQr(program: Command, result: Result): void {
  const qr = program.command('qr').description("ATM QRs and the day's QRs");
  const generate = leaf(qr, 'generate', 'make an ATM QR for a courier')
    .option('--courier-no <number>')
    .option('--courier-name <name>')
    .option('--courier-mobile <number>')
    .option('--region <number>', "default: the profile's")
    .option('--branch <number>', "default: the profile's")
    .option('--reference <reference>', 'your own; the same one again gives the same QR')
    .option('--print', 'print the slip')
    .option('--printer <name>', "default: the profile's first");
  runs(result, generate, 'qr generate', (context, options) =>
    withTill(
      context,
      (till) =>
        generateAtmQr(till, {
          courierNo: text(options, 'courierNo'),
          courierName: text(options, 'courierName'),
          courierMobile: text(options, 'courierMobile'),
          regionNo: text(options, 'region'),
          branchNo: text(options, 'branch'),
          reference: text(options, 'reference'),
          print: options.print === true,
          printer: text(options, 'printer'),
        }),
      (data) => describe.describeAtmQr(data, context.language),
    ),
  );
  const list = leaf(qr, 'list', "list a day's QRs").option('--date <YYYY-MM-DD>', 'default: today in Jakarta');
  runs(result, list, 'qr list', (context, options) =>
    withTill(
      context,
      (till) => listQrs(till, { date: text(options, 'date') }),
      (data) => describe.describeList(data, context.language),
    ),
  );
  runs(
    result,
    leaf(qr, 'expire <bill-number-or-qris>', 'end a QR by its bill number, or by the whole text of its QRIS'),
    'qr expire',
    (context, _options, bill) => withTill(context, (till) => expireQr(till, { billNumber: bill })),
  );
  runs(
    result,
    leaf(qr, 'check <reference>', 'ask what became of an ATM QR'),
    'qr check',
    (context, _options, reference) =>
      withTill(
        context,
        (till) => checkAtmQr(till, { reference }),
        (data) => describe.describeAtmQr(data, context.language),
      ),
  );
  const print = leaf(qr, 'print <reference>', 'print the slip again: a copy, marked').option(
    '--printer <name>',
    "default: the profile's first",
  );
  runs(result, print, 'qr print', (context, options, reference) =>
    withTill(context, (till) => printAgain(till, { reference, printer: text(options, 'printer') })),
  );
}

function addTrying(program: Command, result: Result): void {
  const demo = bareLeaf(
    program,
    'demo',
    'try everything on the sandbox: no account, no keychain, no display, no network',
  ).option('--out <dir>', 'where the slips go', 'demo-out');
  demo.action(async () => {
    const options: Options = demo.opts();
    result.status = await runDemo(
      createVoice({ json: options.json === true, lang: text(options, 'lang') }),
      text(options, 'out') ?? 'demo-out',
    );
  });
  const sandbox = bareLeaf(
    program,
    'sandbox',
    'both providers and a printer, until Ctrl-C; prints the path of a profile for them',
  )
    .option('--port <n>', 'of the providers; default: a free one')
    .option('--printer-port <n>', 'default: a free one')
    .option('--out <dir>', 'where the slips go as PNG');
  sandbox.action(async () => {
    const options: Options = sandbox.opts();
    const voice = createVoice({ json: options.json === true, lang: text(options, 'lang') });
    result.status = await runSandbox(voice, {
      port: text(options, 'port'),
      printerPort: text(options, 'printerPort'),
      out: text(options, 'out'),
    });
  });
}

/** The whole program; `result` takes the exit status of the command that ran. */
export function build(result: Result): Command {
  const program = new Command('qris-terminal')
    .description('A till for Indonesian stores: terminals, ATM QRs and slips, with outcomes that never lie.')
    .showHelpAfterError('(add --help for the options)');
  addTrying(program, result);
  addProvisioning(program, result);
  addProfile(program, result);
  addMerchantAndTerminal(program, result);
  addQr(program, result);
  addPrinter(program, result);
  addShift(program, result);
  addJournal(program, result);
  addOperator(program, result);
  return program;
}

/** Makes every command throw instead of ending the process, and speak on stderr. */
function tame(command: Command): void {
  command.exitOverride();
  for (const sub of command.commands) tame(sub);
}

/**
 * Runs one command line.
 * @returns the exit status: 0 ok · 2 invalid or usage · 3 refused · 4 unknown · 5 unavailable · 6 done, paper not confirmed · 7 not sent
 */
export async function runCli(argv: readonly string[]): Promise<number> {
  const result: Result = { status: 0 };
  const program = build(result);
  tame(program);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return result.status;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    if (argv.includes('--json')) {
      const voice = createVoice({ json: true, lang: undefined });
      const said = words('input.usage', { reason: error.message.replace(/^error: /, '') });
      const outcome = { outcome: 'invalid', code: null, words: said, operationId: null, fields: [] } as const;
      voice.out(
        `${toJson(
          argv
            .filter((part) => /^[a-z]/.test(part))
            .slice(0, 2)
            .join(' '),
          outcome,
          voice.language,
        )}\n`,
      );
    }
    return 2;
  }
}
