/** What goes before a job so that it is neither swallowed by a command that broke off nor put on another's slip. */
import type { PrintResult } from '../../shared/printing.ts';
import type { Clock } from '../ports/world.ts';
import { askInOrder, concat, cut, init, LINE_FEED } from './escpos.ts';
import { type Heard, type Line, waitUntil } from './line.ts';
import type { Timing } from './timing.ts';

/**
 * What is known of the last job at an address. `unknown`: this process has sent it none yet, another may have died in
 * the middle of one. `broken`: some of it left, and it ended as `possibly-printed`.
 */
export type Standing = 'unknown' | 'well' | 'broken';

/** More than is ever left to come of one command: a band of a raster (2,056 bytes), a QR's data (2,956). */
const LONGEST_COMMAND = 3072;
/** For bytes that only may be needed: one at 9,600 baud would hold up every first slip by three seconds. */
const MOST_LEAD_MS = 500;
/** So that the rest of a slip is past the tear bar where there is no cutter. */
const TAIL_LINES = 3;

/** A printer between two commands ignores NUL; one whose command broke off takes them for the rest of it: white. */
const FILLER = new Uint8Array(LONGEST_COMMAND);

/** GS r: answered between two commands, swallowed in the middle of one. @returns whether an answer came in time */
async function isBetweenCommands(line: Line, clock: Clock, timing: Timing): Promise<boolean> {
  const before = line.heard().inOrder.length;
  // Whether it left shows in its answer, or in the connection's end.
  void line.connection.send(askInOrder());
  const over = ({ end, peerEnded, floods }: Heard): boolean => end !== null || peerEnded || floods;
  await waitUntil(line, clock, (heard) => heard.inOrder.length > before || over(heard), timing.statusMs);
  return line.heard().inOrder.length > before;
}

/**
 * Asks a printer that answers, where nothing is known of the job before; a mute one's is never called printed anyway.
 * @param perByteMs the line's speed
 * @returns nothing after a job that went well. After a broken one what ends its last command, drops its last line, and
 * cuts off what came of it. In between: only what ends a command, if it seems to be in one, and where that is cheap.
 */
export async function leadFor(
  standing: Standing,
  line: Line,
  { clock, timing }: { readonly clock: Clock; readonly timing: Timing },
  perByteMs: number,
): Promise<Uint8Array> {
  if (standing === 'broken') return concat([FILLER, init(), new Uint8Array(TAIL_LINES).fill(LINE_FEED), cut()]);
  const isUnknown = standing === 'unknown' && line.heard().answers > 0;
  if (!isUnknown || (await isBetweenCommands(line, clock, timing))) return new Uint8Array();
  return FILLER.length * perByteMs <= MOST_LEAD_MS ? FILLER : new Uint8Array();
}

/** @returns how the address stands after a job that ended like this */
export function standingAfter(before: Standing, result: PrintResult): Standing {
  if (result.kind === 'not-printed') return before;
  return result.kind === 'done' ? 'well' : 'broken';
}
