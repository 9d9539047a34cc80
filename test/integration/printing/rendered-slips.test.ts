/** Every slip, on both papers, drawn by the printer and by us: what comes out of the head is read by a foreign reader. */
import { afterEach, describe, expect, it } from 'vitest';
import { type SandboxPrinter, startSandboxPrinter } from '../../../main/sandbox/printer/start-sandbox-printer.ts';
import type { PaperWidth, QrMode } from '../../../shared/printing.ts';
import { atmQrSlip, type Slip } from '../../../shared/slip.ts';
import { testSlip } from '../../../shared/test-page.ts';
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

const PAYLOADS = {
  '1 byte': 'A',
  '17 bytes': 'userid123456789ab',
  'UTF-8': 'Kopi é€ 日本 🧾',
  '255 bytes': 'x1'.repeat(127).concat('z'),
  '1,000 bytes': 'Ab3-'.repeat(250),
  'digits, a mixed-mode raster': '0123456789'.repeat(12),
  'with a real-time command in it': 'a\u0010\u0004\u0001b',
} as const;

for (const paper of [58, 80] as const) {
  for (const qr of ['native', 'raster', 'auto'] as const) {
    describe(`${paper} mm, ${qr}`, () => {
      it.each(Object.entries(PAYLOADS))('a QR of %s reads back exactly', async (_name, content) => {
        const rendered = await onPaper(atmQrSlip({ ...FACTS, qr: { ...FACTS.qr, content } }), paper, qr);
        const found = await readQrs(rendered.png);
        expect(found.map((one) => Buffer.from(one.bytes).toString('utf8'))).toEqual([content]);
      });

      it('says all that a cashier needs', async () => {
        const rendered = await onPaper(atmQrSlip({ ...FACTS, copy: 2, sandbox: true }), paper, qr);
        const text = rendered.text.join('\n');
        for (const said of ['SANDBOX', 'Toko Kita', 'ATM QR', 'SALINAN / COPY 2', '2026112100000001']) {
          expect(text).toContain(said);
        }
        expect(rendered.text).toContain('Kurir     : Budi Santoso');
        expect(rendered.text).toContain('No. HP    : 0812*****345');
        expect(rendered.text).toContain('Status    : ACTIVE');
        expect(rendered.text).toContain('Waktu     : 21/11/2026 09:03 WIB');
        expect(rendered.width).toBe(paper === 58 ? 464 : 640);
      });

      it('prints the test slip with a ladder of QRs', async () => {
        const facts = { store: FACTS.store, terminalId: 'T-1', at: FACTS.at, sandbox: true };
        const rendered = await onPaper(testSlip({ ...facts, printer: settings(1, paper, qr) }), paper, qr);
        const found = await readQrs(rendered.png);
        expect(found.map((one) => one.text).sort()).toEqual([3, 4, 6, 8].map((dots) => `TES ${dots} DOT T-1`));
        expect(rendered.text).toContain('1234567890'.repeat(5).slice(0, paper === 58 ? 32 : 48));
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
