/** The slip to judge a printer by, and the answers that a person can give who looks at it. */
import { jakartaForSlip } from './jakarta-time.ts';
import type { PrinterSettings, PrinterTransport } from './printing.ts';
import { centred, feed, pair, RULE, type Slip, type SlipPart, sandboxMark, storeHead } from './slip.ts';

/** What can be seen on the test page, question by question. */
export const TEST_PAGE = {
  /** The last number on the ruler's first line: characters a line in font A. */
  columns: [32, 42, 48],
  /** Whether this QR is there: the one that the printer draws itself. */
  nativeQr: 'A',
  /** The same as a raster, to compare. */
  rasterQr: 'B',
  /** Module widths in dots: the narrowest that a phone reads tells how good the head is. */
  ladder: [2, 3, 4, 6, 8],
  /** Which lines of letters came out right; `table` as in ESC t n. */
  codePages: [
    { label: '1', table: 0, name: 'PC437' },
    { label: '2', table: 2, name: 'PC850' },
    { label: '3', table: 16, name: 'WPC1252' },
    { label: '4', table: 19, name: 'PC858' },
  ],
  /** Of several that came out right, the one with the most letters. */
  tablesBestFirst: [16, 19, 2, 0],
} as const;

/** Sent as one line of 48: what of it stands on the first line ends in the paper's true width. */
const MARKS = '----+----1----+----2----+-----32----+---42----48';

/** A letter of it is in one table and not in the other, so no two lines that come out right are the same. */
const LETTERS = 'àéîõü ÇÑÁ €';

export interface TestSlipFacts {
  readonly store: { readonly name: string; readonly address: string };
  readonly printer: PrinterSettings;
  readonly terminalId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly sandbox: boolean;
}

function transportText(transport: PrinterTransport): string {
  switch (transport.kind) {
    case 'tcp':
      return `tcp ${transport.host}:${transport.port}`;
    case 'serial':
      return `serial ${transport.path} ${transport.baudRate}`;
    case 'usb':
      return 'path' in transport ? `usb ${transport.path}` : `usb ${transport.vendorId}:${transport.productId}`;
    case 'spooler':
      return `spooler ${transport.queue}`;
    case 'file':
      return `file ${transport.path}`;
  }
}

function labelledQr(label: string, qr: Omit<Extract<SlipPart, { readonly kind: 'qr' }>, 'kind'>): readonly SlipPart[] {
  return [centred(label, { bold: true }), { kind: 'qr', ...qr }];
}

/** Width, letters, who can draw QRs, and ever larger modules; each with a mark that `TEST_PAGE` lists. */
export function testSlip(facts: TestSlipFacts): Slip {
  const { printer } = facts;
  return {
    title: 'TES PRINTER',
    parts: [
      ...sandboxMark(facts.sandbox),
      ...storeHead(facts.store),
      RULE,
      centred('TES PRINTER', { size: 'large', bold: true }),
      feed(1),
      pair('Printer', printer.name),
      pair('Koneksi', transportText(printer.transport)),
      pair('Kertas', `${printer.paper} mm`),
      pair('QR', printer.qr),
      pair('Terminal', facts.terminalId),
      pair('Waktu', `${jakartaForSlip(facts.at)} WIB`),
      feed(1),
      centred('Lebar / width', { bold: true }),
      { kind: 'ruler', marks: MARKS },
      feed(1),
      centred('Huruf / letters', { bold: true }),
      ...TEST_PAGE.codePages.map(
        ({ label, table, name }): SlipPart => ({ kind: 'code-page', table, text: `${label} ${LETTERS} ${name}` }),
      ),
      centred('Tebal / bold', { align: 'left', bold: true }),
      centred('Terbalik / inverted', { align: 'left', inverted: true }),
      RULE,
      // Short and plain: a printer without QRs may print the command's data as letters.
      ...labelledQr(TEST_PAGE.nativeQr, { content: `TES ${TEST_PAGE.nativeQr}`, dots: 6, drawn: 'native' }),
      ...labelledQr(TEST_PAGE.rasterQr, { content: `TES ${TEST_PAGE.rasterQr}`, dots: 6, drawn: 'raster' }),
      RULE,
      ...TEST_PAGE.ladder.flatMap((dots) => [
        ...labelledQr(`${dots} dot`, { content: `TES ${dots} DOT`, dots, drawn: 'raster' }),
        // So that no label seems to belong to the QR above it.
        feed(1),
      ]),
    ],
  };
}
