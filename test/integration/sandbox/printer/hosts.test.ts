/** Whole jobs as other software sends them, in its own shape and packets, and through a real CUPS as a raw queue. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SandboxPrinter, startSandboxPrinter } from '../../../../main/sandbox/printer/start-sandbox-printer.ts';
import { hasCups, startPrivateCups } from '../../../support/private-cups.ts';
import { readCodes } from '../../../unit/sandbox/printer/print.ts';
import { bytes, hostTo, type RawHost, until } from './raw-host.ts';

let printer: SandboxPrinter;

beforeEach(async () => {
  printer = await startSandboxPrinter({ paper: 80 });
});
afterEach(() => printer.close());

async function send(host: RawHost, ...parts: readonly (string | Uint8Array)[]): Promise<void> {
  host.write(...parts);
  host.socket.end();
  await host.gone();
}

const qr = (data: string): string =>
  `\x1d(k\x04\x001A2\0\x1d(k\x03\x001C\x06\x1d(k\x03\x001E1` +
  `\x1d(k${String.fromCharCode(data.length + 3)}\x001P0${data}\x1d(k\x03\x001Q0`;
const checkers = (rows: number): Uint8Array => new Uint8Array(rows * 48).map((_, at) => (at % 96 < 48 ? 0xaa : 0x55));

describe('other software', () => {
  it('a library that keeps one buffer, with a whole picture and a QR, and cuts at once', async () => {
    const host = await hostTo(printer.port);
    const head =
      '\x1b@\x1bt\x00\x1ba1\x1d!\x11TOKO KITA\x1d!\x00\n\x1ba0\x1bE\x01Total\x1bE\x00\x1b-\x01 Rp 10.000\x1b-\x00\n';
    await send(
      host,
      head,
      '\x1dv0\x00\x30\0\x2c\x01',
      checkers(300),
      '\n',
      qr('https://toko.example/1'),
      '\n\n\n\x1dV\x00',
    );
    expect(printer.slips()[0]?.text).toEqual(['TOKO KITA', 'Total Rp 10.000']);
    expect(printer.slips()[0]?.qrContents).toEqual(['https://toko.example/1']);
    const png = printer.slips()[0]?.png ?? new Uint8Array();
    expect(await readCodes(png, 'QRCode')).toEqual(['https://toko.example/1']);
  });

  it('a library that writes each word, with a QR in another make’s words, a bar code and the drawer', async () => {
    const host = await hostTo(printer.port);
    for (const piece of ['\x1b@', '\x1ba\x01', '\x1bM\x00', '\x1b!\x30', 'Halo', '\n', '\x1b!\x00', '\x1b3\x00']) {
      host.write(piece);
    }
    host.write('\x1b*\x21\x10\0', new Uint8Array(48).fill(0xf0), '\n\x1b2\x1dw\x03\x1dh\x64\x1df\x00\x1dH\x02');
    host.write('\x1dk\x02899123456789\0\n', '\x1dZ\x02\x1bZ\x03L\x06\x04\0BUDI', '\x1bp\0\x19\x78');
    await send(host, '\n\n\n\x1dV\x01');
    expect(printer.slips()[0]?.text).toEqual(['Halo', '899123456789']);
    expect(printer.control.drawerPulses()).toBe(1);
  });

  it('an encoder that makes columns of pictures and uses wide tables', async () => {
    const host = await hostTo(printer.port);
    const band = ['\x1b*\x21\x80\x01', new Uint8Array(384 * 3).fill(0x18), '\n'];
    await send(host, '\x1b@\x1c.\x1bM\x00', '\x1b3\x18', ...band, ...band, '\x1b2\x1bt\x13\xd5 5,00\n\x1dVA\x03');
    expect(printer.slips()[0]?.text).toEqual(['€ 5,00']);
  });

  it('a driver that asks who it is, wants automatic status, and draws all of it as stored graphics', async () => {
    const host = await hostTo(printer.port);
    host.write('\x1b@\x1da\x00\x1bM0\x1c(A\x02\x000\x00\x1b \x00\x1cS\x00\x00\x1dIB\x1dIC');
    await host.hears('_SANDBOX\0_SANDBOX-80\0');
    const graphic = ['\x1d8L\x5a\x25\0\0\x30\x70\x30\x01\x01\x31\x80\x01\xc7\0', checkers(199).subarray(0, 9552)];
    await send(host, '\x1da\xff', '\x1bL\x1bT0\x0c', ...graphic, '\x1d(L\x02\x00\x30\x32', 'Selesai\n\x1dVB\x00');
    expect(printer.slips()[0]?.text).toEqual(['Selesai']);
    expect(printer.slips()[0]?.height).toBeGreaterThan(199);
    expect(host.heard()).toContain('\x10\0\0\x0f');
  });

  it('a program that sends a tall picture in bands and asks for paper in between', async () => {
    const host = await hostTo(printer.port);
    for (let band = 0; band < 5; band += 1) {
      host.write('\x1dv0\x00\x30\0\xc0\x03', checkers(960), '\x10\x04\x04');
      await host.hears('\x12');
    }
    await send(host, '\x1dVB\0');
    expect(printer.slips()[0]?.height).toBeGreaterThanOrEqual(4800);
  });
});

describe.runIf(hasCups)('a real CUPS, raw', () => {
  it('every byte of three jobs comes out, one slip after the other', async () => {
    const cups = await startPrivateCups([{ name: 'kasir', port: printer.port, accepting: true }]);
    try {
      printer.control.set({ connections: 'one', bytesPerSecond: 20_000 });
      const jobs = ['satu', 'dua', 'tiga'].map((word) => bytes('\x1b@', word, '\n', qr(word), '\x1dVB\0'));
      for (const job of jobs) {
        const lp = promisify(execFile)('lp', ['-h', cups.server, '-d', 'kasir', '-o', 'raw', '-']);
        lp.child.stdin?.end(job);
        await lp;
      }
      await until(() => printer.slips().length === 3);
      expect(printer.slips().map((slip) => slip.text)).toEqual([['satu'], ['dua'], ['tiga']]);
      expect(printer.control.received().equals(Buffer.concat(jobs))).toBe(true);
    } finally {
      await cups.close();
    }
  });
});
