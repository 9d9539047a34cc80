/** Every slip, on both papers, drawn by the printer and by us: what comes out of the head is read by a foreign reader. */
import { afterEach, describe, expect, it } from 'vitest';
import { type SandboxPrinter, startSandboxPrinter } from '../../../main/sandbox/printer/start-sandbox-printer.ts';
import type { PaperWidth, QrMode } from '../../../shared/printing.ts';
import { atmQrSlip, type Slip, withMarks } from '../../../shared/slip.ts';
import { TEST_PAGE, testSlip } from '../../../shared/test-page.ts';
import { FACTS, printingWith, readQrs, settings } from './rig.ts';

let printer: SandboxPrinter | null = null;

afterEach(async () => {
  await printer?.close();
  printer = null;
});

async function onPaper(slip: Slip, paper: PaperWidth, qr: QrMode) {
  printer = await startSandboxPrinter({ paper });
  const result = await printingWith().print(slip, settings(printer.port, paper, qr));
  expect(result).toEqual({ kind: 'done', proof: 'printed' });
  const [rendered] = printer.slips();
  if (rendered === undefined) throw new Error('no slip came out');
  return rendered;
}

/** Text of exactly so many bytes of UTF-8, of one to four bytes a character where there is room. */
function utf8Of(bytes: number): string {
  let text = '';
  for (const char of 'A é€日本🧾x1'.repeat(bytes)) {
    if (Buffer.byteLength(text + char) <= bytes) text += char;
  }
  return text;
}

const PAYLOADS = {
  '1 byte': utf8Of(1),
  '17 bytes': utf8Of(17),
  '255 bytes': utf8Of(255),
  '1,000 bytes': utf8Of(1000),
  '2,900 bytes': utf8Of(2900),
  'digits, a mixed-mode raster': '0123456789'.repeat(12),
  'with a real-time command in it': 'a\u0010\u0004\u0001b',
  'with a length that is a real-time command': 'x'.repeat(0x0410 - 3),
} as const;

const SANDBOXED = atmQrSlip({ ...FACTS, sandbox: true });

/** Every kind of slip with a QR, and the marks that must be read off it. */
const KINDS: Readonly<Record<string, readonly [Slip, readonly string[]]>> = {
  original: [atmQrSlip(FACTS), []],
  copy: [atmQrSlip({ ...FACTS, copy: 2 }), ['SALINAN / COPY 2']],
  'possible duplicate': [withMarks(atmQrSlip(FACTS), { duplicate: true }), ['MUNGKIN GANDA / POSSIBLE DUPLICATE']],
  backup: [withMarks(atmQrSlip(FACTS), { backupFrom: 'kasir' }), ['BACKUP FROM kasir']],
  sandbox: [SANDBOXED, ['SANDBOX', 'Uji coba, bukan transaksi']],
  'sandbox with every mark': [
    withMarks(SANDBOXED, { duplicate: true, backupFrom: 'kasir' }),
    ['SANDBOX MUNGKIN GANDA / POSSIBLE DUPLICATE BACKUP FROM kasir Toko Kita'],
  ],
};

for (const paper of [58, 80] as const) {
  for (const qr of ['native', 'raster', 'auto'] as const) {
    describe(`${paper} mm, ${qr}`, () => {
      it.each(Object.entries(PAYLOADS))('a QR of %s reads back exactly', async (_name, content) => {
        const rendered = await onPaper(atmQrSlip({ ...FACTS, qr: { ...FACTS.qr, content } }), paper, qr);
        const found = await readQrs(rendered.png);
        expect(found.map((one) => Buffer.from(one.bytes).toString('utf8'))).toEqual([content]);
      });

      it.each(Object.entries(KINDS))(
        '%s: says all that a cashier needs, and its QR reads',
        async (_kind, [slip, marks]) => {
          const rendered = await onPaper(slip, paper, qr);
          expect((await readQrs(rendered.png)).map((one) => one.text)).toEqual([FACTS.qr.content]);
          const text = rendered.text.map((line) => line.trim()).join(' ');
          for (const said of [...marks, 'Toko Kita', 'ATM QR', '2026112100000001']) expect(text).toContain(said);
          expect(rendered.text).toContain('Kurir     : Budi Santoso');
          expect(rendered.text).toContain('No. HP    : 0812*****345');
          expect(rendered.text).toContain('Status    : ACTIVE');
          expect(rendered.text).toContain('Waktu     : 21/11/2026 09:03 WIB');
          expect(rendered.width).toBe(paper === 58 ? 464 : 640);
        },
      );

      it('prints a test page on which everything asked for can be seen', async () => {
        const facts = { store: FACTS.store, terminalId: 'T-1', at: FACTS.at, sandbox: true };
        const rendered = await onPaper(testSlip({ ...facts, printer: settings(1, paper, qr) }), paper, qr);
        const found = await readQrs(rendered.png);
        const ladder = TEST_PAGE.ladder.map((dots) => `TES ${dots} DOT`);
        expect(found.map((one) => one.text).sort()).toEqual([...ladder, 'TES A', 'TES B']);
        expect(rendered.qrContents).toEqual(['TES A']);
        const width = rendered.text.find((line) => line.startsWith('----+----1'));
        expect(width?.endsWith(paper === 58 ? '32' : '48')).toBe(true);
        const letters = rendered.text.filter((line) => /^[1-4] à/.test(line));
        expect(letters).toEqual([
          '1 àéîoü ÇÑA EUR PC437',
          '2 àéîõü ÇÑÁ EUR PC850',
          '3 àéîõü ÇÑÁ € WPC1252',
          '4 àéîõü ÇÑÁ € PC858',
        ]);
      });
    });
  }
}

describe('QRs that no paper can hold', () => {
  it.each([
    ['more than any version', 'x'.repeat(3000)],
    ['nothing', ''],
  ])('%s: refused with nothing sent', async (_name, content) => {
    printer = await startSandboxPrinter({ paper: 58 });
    const slip = atmQrSlip({ ...FACTS, qr: { ...FACTS.qr, content } });
    const result = await printingWith().print(slip, settings(printer.port, 58));
    expect(result).toMatchObject({ kind: 'not-printed', trouble: 'too-long' });
    expect(printer.control.received()).toHaveLength(0);
  });
});

it('a command in a name reaches the printer as letters alone', async () => {
  const kick = '\u001bp\u0000\u0019\u00fa';
  const courier = { ...FACTS.courier, name: `Budi${kick}\n\u001d(k\u009b` };
  const slip = atmQrSlip({ ...FACTS, courier, store: { name: `Toko${kick}`, address: kick } });
  printer = await startSandboxPrinter({ paper: 80 });
  expect(await printingWith().print(slip, settings(printer.port))).toMatchObject({ kind: 'done' });
  const sent = printer.control.received();
  expect(sent.includes(Buffer.from('\u001bp', 'latin1'))).toBe(false);
  expect(printer.slips()).toHaveLength(1);
  expect(printer.slips()[0]?.text.find((line) => line.startsWith('Kurir'))).toBe('Kurir     : Budi p ú (k');
});
