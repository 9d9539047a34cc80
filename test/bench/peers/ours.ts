/** The till's own printing, through the same doors as in the program. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PrinterKnown } from '../../../main/ports/printing.ts';
import { abilityOf } from '../../../main/printing/ability.ts';
import { encodeSlip } from '../../../main/printing/encode-slip.ts';
import { createPrinting } from '../../../main/printing/printing.ts';
import type { PrinterSettings, PrintResult, QrMode } from '../../../shared/printing.ts';
import type { Slip } from '../../../shared/slip.ts';
import type { Peer, Verdict } from '../peer.ts';

function settings(qr: QrMode, host = '127.0.0.1', port = 9100): PrinterSettings {
  return { name: 'kasir', transport: { kind: 'tcp', host, port }, paper: 80, qr };
}

const NATIVE = abilityOf(settings('native'), null);
const RASTER = abilityOf(settings('raster'), null);

function bytesOf(slip: Slip, ability: typeof NATIVE): Uint8Array {
  const encoded = encodeSlip(slip, ability);
  if (!encoded.ok) throw new Error(encoded.detail);
  return encoded.bytes;
}

function verdictOf(result: PrintResult): Verdict {
  if (result.kind !== 'done') return { said: 'error', words: `${result.kind}, ${result.trouble}` };
  const proved = result.proof !== 'unconfirmed' && result.proof !== 'spooled';
  return { said: proved ? 'success' : 'unconfirmed', words: result.proof };
}

/** As the till's journal keeps it: what a printer answered about itself. */
const known = new Map<string, PrinterKnown>();

const printing = createPrinting({
  memory: {
    recall: (printer) => known.get(printer) ?? null,
    keep: (printer, what) => void known.set(printer, what),
  },
  clock: {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }),
  },
  random: {
    pick: (alphabet, count) =>
      Array.from(randomBytes(count), (byte) => alphabet[byte % alphabet.length] ?? '').join(''),
  },
});

function textSlip(lines: readonly string[]): Slip {
  const style = { kind: 'text', align: 'left', size: 'normal', bold: false, inverted: false } as const;
  return { title: 'bench', parts: lines.map((text) => ({ ...style, text })) };
}

export const peer: Peer = {
  name: 'ours',
  version: '',
  native: ({ slip }) => bytesOf(slip, NATIVE),
  raster: ({ slip }) => bytesOf(slip, RASTER),
  send: async (host, port, lines) => verdictOf(await printing.print(textSlip(lines), settings('auto', host, port))),
};
