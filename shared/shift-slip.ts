/** An X or a Z on paper, in either language: made from the report alone, so that a reprint says what the first one said. */
import { jakartaForSlip } from './jakarta-time.ts';
import type { OpenOperation, OpenPaper, SettledOperation, ShiftKind, ShiftReport } from './shift-report.ts';
import { paperTotals, type StateTotals, totalsByKind, totalsByOperator, totalsOf } from './shift-sums.ts';
import { centred, feed, pair, RULE, type Slip, type SlipPart, sandboxMark, storeHead } from './slip.ts';

export type ReportLanguage = 'id' | 'en';

/** Labels of pairs have at most 15 letters, or the narrow paper would cut them. */
const ID = {
  title: { X: 'LAPORAN X', Z: 'LAPORAN Z' },
  between: 'Shift belum ditutup',
  terminal: 'Terminal',
  opened: 'Dibuka',
  notOpened: 'Tidak dibuka siapa pun',
  made: { X: 'Per', Z: 'Ditutup' },
  operations: 'OPERASI',
  nothing: 'Tidak ada operasi',
  total: 'Jumlah',
  kinds: { register: 'Daftar terminal', generate: 'QR ATM', expire: 'Akhiri QR', retire: 'Tarik QR ATM' },
  retired: 'QR ditarik',
  ok: 'Berhasil',
  refused: 'Ditolak',
  notSent: 'Tak terkirim',
  unknown: 'Belum pasti',
  underWay: 'Sedang jalan',
  beforeOpening: 'Sebelum buka',
  operators: 'PER OPERATOR',
  unsure: (count: number) => `${count} belum pasti`,
  papers: 'KERTAS',
  originals: 'Slip asli',
  copies: 'Salinan',
  duplicates: 'Mungkin ganda',
  tests: 'Tes printer',
  reports: 'Laporan',
  printed: 'Terbukti keluar',
  unproved: 'Belum terbukti',
  maybe: 'Mungkin keluar',
  waiting: 'Menunggu',
  ended: 'Batal / gagal',
  openTitle: (count: number) => `BELUM PASTI: ${count}`,
  openHint: 'Periksa dulu, jangan diulang dengan nomor lain.',
  from: (shift: number) => `dari shift ${shift}`,
  settled: 'PASTI SEJAK Z LALU',
  openPapers: (count: number) => `KERTAS BELUM JELAS: ${count}`,
  papersSettled: 'KERTAS DARI SHIFT LALU',
  paper: { slip: 'Slip', test: 'Tes printer', report: 'Laporan' },
  more: (count: number) => `dan ${count} lagi, lihat layar`,
  first: 'Awal',
  last: 'Akhir',
  chain: 'Rantai',
  printedAt: 'Dicetak',
  sandbox: 'Uji coba, bukan transaksi',
};

const EN: typeof ID = {
  title: { X: 'X REPORT', Z: 'Z REPORT' },
  between: 'Shift not closed yet',
  terminal: 'Terminal',
  opened: 'Opened',
  notOpened: 'Nobody opened it',
  made: { X: 'As of', Z: 'Closed' },
  operations: 'OPERATIONS',
  nothing: 'No operations',
  total: 'Total',
  kinds: { register: 'Terminal reg.', generate: 'ATM QR', expire: 'QR expired', retire: 'ATM QR retired' },
  retired: 'QRs withdrawn',
  ok: 'OK',
  refused: 'Refused',
  notSent: 'Not sent',
  unknown: 'Not certain',
  underWay: 'Under way',
  beforeOpening: 'Before opening',
  operators: 'BY OPERATOR',
  unsure: (count) => `${count} not certain`,
  papers: 'PAPER',
  originals: 'Original slips',
  copies: 'Copies',
  duplicates: 'Poss. duplicate',
  tests: 'Printer tests',
  reports: 'Reports',
  printed: 'Proved printed',
  unproved: 'Not proved',
  maybe: 'May be out',
  waiting: 'Waiting',
  ended: 'Dropped/failed',
  openTitle: (count) => `NOT CERTAIN: ${count}`,
  openHint: 'Check first; do not repeat under another number.',
  from: (shift) => `from shift ${shift}`,
  settled: 'SETTLED SINCE LAST Z',
  openPapers: (count) => `PAPER NOT CLEAR: ${count}`,
  papersSettled: 'PAPER OF EARLIER SHIFTS',
  paper: { slip: 'Slip', test: 'Printer test', report: 'Report' },
  more: (count) => `and ${count} more, see the screen`,
  first: 'First',
  last: 'Last',
  chain: 'Chain',
  printedAt: 'Printed',
  sandbox: 'A trial, no transaction',
};

type Texts = typeof ID;
const TEXTS: Readonly<Record<ReportLanguage, Texts>> = { id: ID, en: EN };

/** More than these are not read on paper; the report has them all. */
const MOST = 40;

const left = (text: string, bold = false): SlipPart => centred(text, { align: 'left', bold });
const heading = (text: string): SlipPart => centred(text, { bold: true });
const alarm = (text: string): SlipPart => centred(text, { bold: true, inverted: true });

/** Only what is there: a report in which nothing was refused does not speak of refusals. */
function counted(rows: readonly (readonly [label: string, count: number])[]): readonly SlipPart[] {
  return rows.filter(([, count]) => count > 0).map(([label, count]) => pair(label, String(count)));
}

/** In lines and not in pairs: beside a label the narrow paper has no room for a time. */
function head({ opened, made, terminalId, report: kind }: ShiftReport, t: Texts): readonly SlipPart[] {
  return [
    left(`${t.terminal} ${terminalId}`),
    left(opened === null ? t.notOpened : `${t.opened} ${jakartaForSlip(opened.at)}, ${opened.by}`),
    left(`${t.made[kind]} ${jakartaForSlip(made.at)}, ${made.by}`),
  ];
}

function operatorLine([name, { total, unknown, underWay }]: readonly [string, StateTotals], t: Texts): SlipPart {
  const open = unknown + underWay;
  return left(open === 0 ? `${name}: ${total}` : `${name}: ${total}, ${t.unsure(open)}`);
}

function operationLines(report: ShiftReport, t: Texts): readonly SlipPart[] {
  const totals = totalsOf(report);
  const { beforeOpening, retired } = report.operations;
  if (totals.total === 0) return [heading(t.operations), centred(t.nothing), ...counted([[t.retired, retired]])];
  return [
    heading(t.operations),
    pair(t.total, String(totals.total)),
    ...counted(totalsByKind(report).map(([kind, { total }]) => [t.kinds[kind], total])),
    ...counted([
      [t.retired, retired],
      [t.beforeOpening, beforeOpening],
    ]),
    feed(1),
    pair(t.ok, String(totals.ok)),
    ...counted([
      [t.refused, totals.refused],
      [t.notSent, totals.notSent],
      [t.unknown, totals.unknown],
      [t.underWay, totals.underWay],
    ]),
    feed(1),
    heading(t.operators),
    ...totalsByOperator(report).map((row) => operatorLine(row, t)),
  ];
}

function paperLines(report: ShiftReport, t: Texts): readonly SlipPart[] {
  const totals = paperTotals(report);
  if (totals.total === 0) return [];
  return [
    RULE,
    heading(t.papers),
    ...counted([
      [t.originals, totals.originals],
      [t.copies, totals.copies],
      [t.tests, totals.tests],
      [t.reports, totals.reports],
      [t.duplicates, totals.duplicates],
    ]),
    feed(1),
    ...counted([
      [t.printed, totals.printed],
      [t.unproved, totals.unproved],
      [t.maybe, totals.maybe],
      [t.waiting, totals.waiting],
      [t.ended, totals.ended],
    ]),
  ];
}

const subject = (kind: ShiftKind, courier: string | null, t: Texts): string => courier ?? t.kinds[kind];

/** The reference on a line of its own: it is what is typed to look it up. */
function openLines({ reference, kind, courier, at, shift }: OpenOperation, number: number, t: Texts) {
  const origin = shift === number ? '' : ` (${t.from(shift)})`;
  return [left(reference, true), left(`${subject(kind, courier, t)}, ${jakartaForSlip(at)}${origin}`)];
}

function settledLines({ reference, kind, courier, shift, now }: SettledOperation, t: Texts) {
  const state = { ok: t.ok, refused: t.refused, 'not-sent': t.notSent }[now];
  return [left(reference, true), left(`${subject(kind, courier, t)}: ${state} (${t.from(shift)})`)];
}

function openPaperLines({ kind, reference, printer, at }: OpenPaper, t: Texts) {
  return [left(`${t.paper[kind]} ${reference ?? ''}`, true), left(`${printer}, ${jakartaForSlip(at)}`)];
}

function listed<T>(
  rows: readonly T[],
  title: SlipPart,
  lines: (row: T) => readonly SlipPart[],
  t: Texts,
  hint: readonly SlipPart[] = [],
): readonly SlipPart[] {
  if (rows.length === 0) return [];
  const more = rows.length > MOST ? [centred(t.more(rows.length - MOST))] : [];
  return [RULE, title, ...hint, ...rows.slice(0, MOST).flatMap(lines), ...more];
}

function foot(report: ShiftReport, printedAt: number, t: Texts): readonly SlipPart[] {
  const { operations, chain, sandbox } = report;
  return [
    RULE,
    ...(operations.first === null ? [] : [left(`${t.first} ${operations.first}`)]),
    ...(operations.last === null ? [] : [left(`${t.last} ${operations.last}`)]),
    left(`${t.chain} ${chain.events} ${chain.link.slice(0, 16)}`),
    left(`${t.printedAt} ${jakartaForSlip(printedAt)} WIB`),
    ...(sandbox ? [feed(1), centred(t.sandbox)] : []),
  ];
}

export interface ReportPaper {
  readonly language: ReportLanguage;
  /** 0: the original; n: the n-th copy, marked. */
  readonly copy: number;
  /** When it is printed, milliseconds since the epoch. */
  readonly at: number;
}

/** The paper of an X or a Z. Nothing of it is counted anew: a copy of a Z says what the original said. */
export function shiftSlip(report: ShiftReport, { language, copy, at }: ReportPaper): Slip {
  const t = TEXTS[language];
  const { number, report: kind, open, settledSince, papers } = report;
  const title = `${t.title[kind]} ${number}`;
  return {
    title,
    parts: [
      ...sandboxMark(report.sandbox),
      ...storeHead(report.store),
      RULE,
      centred(title, { size: 'large', bold: true }),
      ...(kind === 'X' ? [centred(t.between)] : []),
      feed(1),
      ...(copy >= 1 ? [alarm(`SALINAN / COPY ${copy}`), feed(1)] : []),
      ...head(report, t),
      RULE,
      ...operationLines(report, t),
      ...listed(open, alarm(t.openTitle(open.length)), (row) => openLines(row, number, t), t, [centred(t.openHint)]),
      ...listed(settledSince, heading(t.settled), (row) => settledLines(row, t), t),
      ...paperLines(report, t),
      ...listed(papers.open, alarm(t.openPapers(papers.open.length)), (row) => openPaperLines(row, t), t),
      ...papersSettled(report, t),
      ...foot(report, at, t),
    ],
  };
}

/** Of papers that waited at the last Z only how many are proved now, and how many are not. */
function papersSettled({ papers }: ShiftReport, t: Texts): readonly SlipPart[] {
  const { settledSince } = papers;
  const proved = settledSince.filter(({ state, proof }) => state === 'done' && proof === 'printed').length;
  const unproved = settledSince.filter(({ state, proof }) => state === 'done' && proof !== 'printed').length;
  if (settledSince.length === 0) return [];
  return [
    RULE,
    heading(t.papersSettled),
    ...counted([
      [t.printed, proved],
      [t.unproved, unproved],
      [t.ended, settledSince.length - proved - unproved],
    ]),
  ];
}
