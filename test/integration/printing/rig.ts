/** What the printing tests share: real time, a slip, a printer's settings, and a foreign QR reader. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { prepareZXingModule, type ReadResult, readBarcodes } from 'zxing-wasm/reader';
import type { PrinterKnown, PrinterLocks, PrinterMemory } from '../../../main/ports/printing.ts';
import type { Clock } from '../../../main/ports/world.ts';
import { createPrinting } from '../../../main/printing/printing.ts';
import type { Places } from '../../../main/printing/reach.ts';
import type { Timing } from '../../../main/printing/timing.ts';
import type { PaperWidth, PrinterSettings, PrinterTransport, QrMode } from '../../../shared/printing.ts';
import { type AtmQrSlipFacts, atmQrSlip, type Slip } from '../../../shared/slip.ts';

export const realClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }),
};

export const random = {
  pick: (alphabet: string, count: number): string =>
    Array.from(randomBytes(count), (byte) => alphabet[byte % alphabet.length] ?? '').join(''),
};

/** Waits short enough for a test of what happens when they run out. */
export const HASTY: Partial<Timing> = {
  statusMs: 150,
  pollMs: 20,
  proofMs: 300,
  perByteMs: 0,
  perMillimetreMs: 0,
  slowPerByteMs: 0,
  graceMs: 150,
  gracePerMillimetreMs: 0,
  muteHalfCloseMs: 20,
  peerCloseMs: 150,
  earlyCloseMs: 50,
  releaseMs: 100,
};

export function printingWith(timing: Partial<Timing> = {}, places: Places = {}) {
  return createPrinting({ clock: realClock, random, timing, places });
}

export function settingsOf(transport: PrinterTransport): PrinterSettings {
  return { name: 'kasir', transport, paper: 80, qr: 'auto' };
}

export function settings(port: number, paper: PaperWidth = 80, qr: QrMode = 'auto'): PrinterSettings {
  return { name: 'kasir', transport: { kind: 'tcp', host: '127.0.0.1', port }, paper, qr };
}

export const FACTS: AtmQrSlipFacts = {
  store: { name: 'Toko Kita', address: 'Jl. Melati 1, Jakarta' },
  qr: { reference: '2026112100000001', content: '00020101021226610014ID.CO.QRIS.WWW5802ID', status: 'ACTIVE' },
  courier: { no: '4251234', name: 'Budi Santoso', mobile: '081234567345' },
  regionNo: '12356',
  branchNo: '123456',
  terminalId: 'T-3F9A1C22',
  operator: 'Siti',
  at: Date.parse('2026-11-21T02:03:04Z'),
  copy: 0,
  sandbox: false,
};

export const SLIP: Slip = atmQrSlip(FACTS);

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } });

/** Every QR that a reader by somebody else finds in the picture, in any order. */
export function readQrs(png: Uint8Array): Promise<readonly ReadResult[]> {
  return readBarcodes(new Uint8Array(png), { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 8 });
}

/** Waits for something that happens elsewhere; the test's own time limit ends it when it never does. */
export async function eventually(done: () => boolean): Promise<void> {
  while (!done()) await sleep(2);
}

/** A peer that is well in every answer to DLE EOT. */
export function answersStatus(socket: Socket): void {
  socket.on('data', (chunk: Buffer) => {
    for (let at = chunk.indexOf('\x10\x04'); at >= 0; at = chunk.indexOf('\x10\x04', at + 1)) {
      socket.write(Uint8Array.of(0x12));
    }
  });
}

/** Locks that several tills of one test share, as processes share a file. */
export function memoryLocks(): PrinterLocks & Record<'waiting' | 'held' | 'most', () => number> {
  const held = new Set<string>();
  let waiting = 0;
  let most = 0;
  return {
    acquire: async (address, waitMs) => {
      waiting += 1;
      for (const deadline = performance.now() + waitMs; held.has(address) && performance.now() < deadline; )
        await sleep(2);
      waiting -= 1;
      if (held.has(address)) return { held: false };
      held.add(address);
      most = Math.max(most, held.size);
      return { held: true, release: () => held.delete(address) };
    },
    waiting: () => waiting,
    held: () => held.size,
    most: () => most,
  };
}

/** What is known of printers, as long as the test lasts. */
export function memoryOf(known: Readonly<Record<string, PrinterKnown>> = {}): PrinterMemory {
  const all = new Map(Object.entries(known));
  return { recall: (printer) => all.get(printer) ?? null, keep: (printer, what) => void all.set(printer, what) };
}
