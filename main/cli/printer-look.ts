/** `printer discover` and `printer status`: which printers there are, and how they are, once or for as long as one looks. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { jakartaMillis } from '../../shared/jakarta-time.ts';
import type { Outcome, Words } from '../../shared/outcome.ts';
import { PRINTER_TROUBLES } from '../../shared/printing.ts';
import { words } from '../../shared/words.ts';
import { discoverPrinters } from '../app/discover-printers.ts';
import { type PrinterShown, printerStatus } from '../app/printers.ts';
import { type Till, unavailable } from '../app/till.ts';
import type { NotLooked, PrinterSource, Seen, SeenPrinter } from '../printing/discover.ts';
import { leaf, type Result, runs, text } from './leaf.ts';
import { type Context, type Told, withTill } from './run.ts';
import { type Language, safe } from './say.ts';

/** Between two questions of `--watch`. */
const WATCH_MS = 2_000;

type Both = Readonly<Record<Language, string>>;

const SOURCES: Readonly<Record<PrinterSource, Both>> = {
  mdns: { id: 'JARINGAN', en: 'NETWORK' },
  spooler: { id: 'SPOOLER', en: 'SPOOLER' },
  usb: { id: 'USB', en: 'USB' },
  serial: { id: 'PORT SERIAL (mungkin bukan printer)', en: 'SERIAL PORTS (maybe no printers)' },
};

const HINT: Both = {
  id: 'tidak mengumumkan port mentah; bila printer punya (biasanya 9100), tulis sendiri: tcp, host, port',
  en: 'announces no raw port; where the printer has one (9100 as a rule) write it yourself: tcp, host, port',
};
const UNUSABLE: Both = {
  id: 'tidak dapat ditulis di profil dengan nama atau alamat ini',
  en: 'cannot stand in a profile under this name or address',
};
const SPEED: Both = {
  id: 'kecepatan (baudRate) yang benar ada di lembar uji printer',
  en: "the true speed (baudRate) is on the printer's self-test",
};

function noteOn({ source, transport, announced }: SeenPrinter, language: Language): readonly string[] {
  if (source === 'serial') return [`    ${SPEED[language]}`];
  if (transport !== null) return [];
  return [
    `    ${(announced !== null && !announced.services.includes('_pdl-datastream._tcp') ? HINT : UNUSABLE)[language]}`,
  ];
}

function describePrinter(printer: SeenPrinter, language: Language): readonly string[] {
  const { announced } = printer;
  const where = announced === null ? [] : [announced.host, announced.address ?? '', announced.services.join(' ')];
  const parts = [printer.name, printer.model === printer.name ? '' : (printer.model ?? ''), ...where];
  return [
    `  ${safe(parts.filter((part) => part !== '').join(' · '))}`,
    ...(printer.transport === null ? [] : [`    "transport": ${safe(JSON.stringify(printer.transport))}`]),
    ...noteOn(printer, language),
  ];
}

function wordsOf(one: NotLooked): Words {
  switch (one.source) {
    case 'mdns':
      return words(`discover.mdns.${one.why}`);
    case 'spooler':
      return words(`discover.spooler.${one.why}`);
    case 'serial':
      return words(`discover.serial.${one.why}`);
  }
}

/** Under a title for each place that they were seen in. */
function describeSeen({ printers, notLooked }: Seen, language: Language): readonly string[] {
  const parts = (Object.keys(SOURCES) as readonly PrinterSource[]).flatMap((source) => {
    const found = printers.filter((printer) => printer.source === source);
    if (found.length === 0) return [];
    return [SOURCES[source][language], ...found.flatMap((printer) => describePrinter(printer, language))];
  });
  return [...parts, ...notLooked.map((one) => `  ? ${wordsOf(one)[language]}`)];
}

async function lookForPrinters(context: Context, seconds: string | undefined): Promise<Told<Seen>> {
  const { voice, language } = context;
  const outcome = await discoverPrinters({ seconds }, (value) => {
    if (!voice.json) voice.err(`… ${words('discover.listening', { seconds: value })[language]}\n`);
  });
  return { outcome, details: outcome.outcome === 'ok' ? describeSeen(outcome.data, language) : [] };
}

const PAPER: Readonly<Record<'ok' | 'near-end' | 'out' | 'not-said', Both>> = {
  ok: { id: 'kertas: ada', en: 'paper: there' },
  'near-end': { id: 'kertas: hampir habis', en: 'paper: near its end' },
  out: { id: 'kertas: habis', en: 'paper: out' },
  'not-said': { id: 'kertas: tidak diketahui', en: 'paper: not known' },
};

/** What a printer said of itself; null: it could not even be asked (no such printer, none in the profile). */
function shownOf(outcome: Outcome<PrinterShown>): Pick<PrinterShown, 'paper' | 'trouble'> | null {
  if (outcome.outcome === 'ok') return outcome.data;
  const trouble = PRINTER_TROUBLES.find((one) => one === outcome.about?.trouble);
  return trouble === undefined ? null : { paper: null, trouble };
}

/** A printer's state in words, and its paper. */
function stateLine(outcome: Outcome<PrinterShown>, language: Language): string {
  const shown = shownOf(outcome);
  const paper = shown?.trouble === 'paper-out' ? 'out' : (shown?.paper ?? 'not-said');
  return `${safe(outcome.words[language])}  ${PAPER[paper][language]}`;
}

/** The end of a look that was ended by whoever began it. */
const LOOKED: Outcome<null> = { outcome: 'ok', code: null, operationId: null, words: words('desk.ok'), data: null };

/** Aborts when the command is to stop, or when nobody reads it any more. */
function untilUnwanted(context: Context): AbortSignal {
  const unread = new AbortController();
  process.stdout.once('error', () => unread.abort());
  return AbortSignal.any([context.untilStopped(), unread.signal]);
}

/** Says how the printer is, and says it again whenever that changes, until it is asked to stop. */
async function watchStatus(
  context: Context,
  till: Till,
  printer: string | undefined,
): Promise<Told<PrinterShown | null>> {
  const { voice, language } = context;
  const stopped = untilUnwanted(context);
  let last = '';
  for (;;) {
    const outcome = await printerStatus(till, { printer, signal: stopped });
    if (stopped.aborted) return { outcome: LOOKED, told: true };
    if (shownOf(outcome) === null) return { outcome };
    const line = stateLine(outcome, language);
    if (line !== last) voice.out(`${jakartaMillis(till.clock.now()).slice(11, 19)} WIB  ${line}\n`);
    last = line;
    await sleep(WATCH_MS, undefined, { signal: stopped }).catch(() => undefined); // woken: it is to stop
  }
}

/** Every printer of the profile. @returns ok when none has trouble · else `unavailable` */
async function allStatuses({ language }: Context, till: Till): Promise<Told<unknown>> {
  const { printers } = till.profile;
  if (printers.length === 0) return { outcome: unavailable(words('printer.none')) };
  const told = await Promise.all(printers.map(({ name }) => printerStatus(till, { printer: name })));
  const data = {
    printers: told.map((one) => (one.outcome === 'ok' ? one.data : { ...one.about })),
  };
  const details = told.map((one) => `  ${stateLine(one, language)}`);
  const wrong = told.filter((one) => one.outcome !== 'ok').length;
  const said = words(wrong === 0 ? 'printer.all-well' : 'printer.some-not', { count: printers.length, wrong });
  if (wrong > 0) return { outcome: unavailable(said), details, data };
  return { outcome: { outcome: 'ok', code: null, operationId: null, words: said, data }, details };
}

async function lookAtPrinters(
  context: Context,
  wanted: { readonly printer: string | undefined; readonly all: boolean; readonly watch: boolean },
): Promise<Told<unknown>> {
  const { printer, all, watch } = wanted;
  if (!all && !watch) return withTill(context, (till) => printerStatus(till, { printer }));
  const opened = await context.app.till();
  if (!opened.ok) return { outcome: opened.outcome };
  return watch ? watchStatus(context, opened.value, printer) : allStatuses(context, opened.value);
}

/** Adds `discover` and `status`. */
export function addLook(printer: Command, result: Result): void {
  const found = leaf(
    printer,
    'discover',
    'which printers this machine can see: announced on the network, in the spooler, on USB, serial ports',
  ).option('--seconds <n>', 'how long to listen to the network; default 4');
  runs(result, found, 'printer discover', (context, options) => lookForPrinters(context, text(options, 'seconds')));
  const status = leaf(printer, 'status', 'ask a printer how it is')
    .option('--printer <name>', "default: the profile's first")
    .addOption(new Option('--all', 'every printer, one line each').conflicts('printer'))
    .addOption(new Option('--watch', 'a line for every change, until Ctrl-C').conflicts(['json', 'all']));
  runs(result, status, 'printer status', (context, options) =>
    lookAtPrinters(context, {
      printer: text(options, 'printer'),
      all: options.all === true,
      watch: options.watch === true,
    }),
  );
}
