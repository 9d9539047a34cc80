/** Asks a printer what it is and whether it draws QRs itself: once, for what it answers is kept. */
import type { PrinterSettings } from '../../shared/printing.ts';
import type { PrinterKnown, PrinterMemory } from '../ports/printing.ts';
import type { Clock } from '../ports/world.ts';
import { askModel, askQrSize } from './escpos.ts';
import { type Heard, type Line, waitUntil } from './line.ts';
import type { Timing } from './timing.ts';

/** A printer may be exchanged for another behind the same address. */
const ASK_AGAIN_MS = 30 * 24 * 60 * 60 * 1000;

/** Stored, never printed. No byte of the question may move paper where the printer takes it for text. */
const SAMPLE = new TextEncoder().encode('QRIS');
const SAMPLE_DOTS = 4;

/** @returns what is known of the printer at this address; what was known of another one does not count */
export function recallAt(memory: PrinterMemory | undefined, name: string, address: string): PrinterKnown | null {
  const known = memory?.recall(name) ?? null;
  return known?.address === address ? known : null;
}

/** Whether its answers are needed: only `auto` depends on them. @param now milliseconds since the epoch */
export function isWorthAsking(printer: PrinterSettings, known: PrinterKnown | null, now: number): boolean {
  if (printer.qr !== 'auto') return false;
  const asked = known?.asked ?? null;
  // A clock that was set back must not keep an answer for ever.
  return asked === null || Math.abs(now - asked.at) > ASK_AGAIN_MS;
}

export type Asked = Pick<NonNullable<PrinterKnown['asked']>, 'model' | 'nativeQr'>;

/**
 * GS I 67, and only where that was answered, GS ( k fn 82: a printer that knows neither could take the latter's
 * parameters for text. Whatever such a printer keeps in its line is taken back by the ESC @ that begins every job.
 * @returns what was answered, each within `statusMs`; null when the connection ended meanwhile
 */
export async function askAbility(line: Line, clock: Clock, timing: Timing): Promise<Asked | null> {
  const ended = (heard: Heard): boolean => heard.end !== null || heard.peerEnded;
  const answered = async (question: Uint8Array, count: (heard: Heard) => number): Promise<boolean> => {
    const before = count(line.heard());
    // Whether it left shows in its answer, or in the connection's end.
    void line.connection.send(question);
    await waitUntil(line, clock, (heard) => count(heard) > before || ended(heard), timing.statusMs);
    return count(line.heard()) > before;
  };
  const knowsItself = await answered(askModel(), (heard) => heard.identities.length);
  const model = knowsItself ? (line.heard().identities.at(-1) ?? null) : null;
  const question = askQrSize(SAMPLE, SAMPLE_DOTS, 'M');
  const knowsQr = knowsItself && (await answered(question, (heard) => heard.qrPrintable.length));
  const nativeQr = knowsQr ? (line.heard().qrPrintable.at(-1) ?? null) : null;
  return ended(line.heard()) ? null : { model, nativeQr };
}

/**
 * Keeps what was answered, and that something was asked: without an answer, too, or it would be asked, and waited for,
 * at every slip. What a person saw stays.
 * @param now milliseconds since the epoch
 */
export function keepAsked(
  memory: PrinterMemory,
  name: string,
  address: string,
  asked: Asked,
  now: number,
): PrinterKnown {
  const learned = recallAt(memory, name, address)?.learned ?? null;
  const known: PrinterKnown = { address, asked: { ...asked, at: now }, learned };
  memory.keep(name, known);
  return known;
}
