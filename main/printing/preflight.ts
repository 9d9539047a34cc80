/** Asks a printer how it is before anything is sent to it. */
import type { PrinterStatus } from '../../shared/printing.ts';
import type { Clock } from '../ports/world.ts';
import type { StatusQuestion } from './escpos.ts';
import { type Heard, type Line, waitUntil } from './line.ts';
import { troubleOf } from './status.ts';
import type { Timing } from './timing.ts';

const QUESTIONS: readonly StatusQuestion[] = [1, 2, 3, 4];

/** Said of whatever sends more than any printer has to say. */
export const NO_PRINTER = 'it sends without end: this is no printer';

function gone(heard: Heard): PrinterStatus | null {
  if (heard.floods) return { state: 'trouble', trouble: 'connection-lost', detail: NO_PRINTER };
  if (heard.end?.kind === 'lost') return { state: 'trouble', trouble: 'connection-lost', detail: heard.end.detail };
  if (heard.end === null && !heard.peerEnded) return null;
  return { state: 'trouble', trouble: 'connection-lost', detail: 'the printer closed the connection' };
}

/** How it is, by all that was heard so far: ready, mute, or the one trouble to see to first. */
export function stateOf(heard: Heard): PrinterStatus {
  const lost = gone(heard);
  if (lost !== null) return lost;
  const trouble = troubleOf(heard.condition);
  if (trouble !== null) return { state: 'trouble', trouble, detail: 'the printer says so' };
  if (heard.answers === 0) return { state: 'mute' };
  return { state: 'ready', paper: heard.condition.nearEnd ? 'near-end' : 'ok' };
}

/**
 * DLE EOT 1 to 4, one at a time. A printer that leaves the first without an answer is mute and is asked no more; one
 * that does not know a later one is asked the rest.
 */
export async function preflight(line: Line, clock: Clock, timing: Timing): Promise<PrinterStatus> {
  for (const question of QUESTIONS) {
    line.ask(question);
    const done = (heard: Heard): boolean => heard.open.length === 0 || gone(heard) !== null;
    const settled = await waitUntil(line, clock, done, timing.statusMs);
    const { answers } = line.heard();
    if (gone(line.heard()) !== null || (!settled && answers === 0)) break;
    if (!settled) line.forget();
  }
  return stateOf(line.heard());
}
