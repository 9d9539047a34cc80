/** The port that the actions print through: one writer for each printer, and every print ends in what is proved. */
import { isDeepStrictEqual } from 'node:util';
import type { PrinterSettings, PrinterStatus, PrinterTrouble, PrintResult } from '../../shared/printing.ts';
import type { Slip } from '../../shared/slip.ts';
import type { PrinterKnown, PrinterLocks, PrinterMemory, Printing, PrintOptions } from '../ports/printing.ts';
import type { Clock, Random } from '../ports/world.ts';
import { type Ability, abilityOf } from './ability.ts';
import { askAbility, isWorthAsking, keepAsked, recallAt } from './ask-ability.ts';
import { type EncodedSlip, encodeSlip } from './encode-slip.ts';
import { lengthMs } from './judge.ts';
import { createLanes, type Turn, type Way } from './lanes.ts';
import { type Line, openLine } from './line.ts';
import { preflight } from './preflight.ts';
import type { Places } from './reach.ts';
import { leadFor, type Standing, standingAfter } from './resync.ts';
import { type Ending, endingOf, type Prepared, release, runSession, type SessionTools } from './session.ts';
import { TIMING, type Timing } from './timing.ts';

export interface PrintingNeeds {
  readonly clock: Clock;
  readonly random: Pick<Random, 'pick'>;
  /** Keeps other processes from a printer while this one has it; absent: this process is alone. */
  readonly locks?: PrinterLocks | undefined;
  /** What is known of printers; absent: they are asked nothing beyond their state. */
  readonly memory?: PrinterMemory | undefined;
  /** Other waits than the usual ones, for tests. */
  readonly timing?: Partial<Timing>;
  /** Other places for the system's devices than the usual ones, for tests. */
  readonly places?: Places;
}

type TwoWay = Extract<Way, { kind: 'two-way' }>;
type Talked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly detail: string };

interface Work<T> {
  readonly run: (line: Line, tools: SessionTools) => Promise<T>;
  /** How to let go of the printer after it. */
  readonly ending: (value: T) => Ending;
}

/** Opens the line, works on it, and sees to its orderly end. What the work throws, it throws with nothing sent. */
async function talk<T>(
  way: TwoWay,
  needs: PrintingNeeds,
  work: Work<T>,
  signal?: AbortSignal,
): Promise<Turn<Talked<T>>> {
  const tools: SessionTools = { clock: needs.clock, random: needs.random, timing: way.timing };
  const opened = await openLine(way.open, tools.clock, signal);
  if (!opened.ok) return { end: Promise.resolve(), value: opened };
  try {
    const value = await work.run(opened.line, tools);
    return { end: release(opened.line, tools, work.ending(value)), value: { ok: true, value } };
  } catch (error) {
    await release(opened.line, tools, 'unused');
    throw error;
  }
}

/** What is known of the printer at this address. */
interface Place {
  readonly printer: PrinterSettings;
  readonly address: string;
  readonly known: PrinterKnown | null;
}

/** Encodes a slip for an ability, and not again for the same one. */
function encoderOf(slip: Slip): (ability: Ability) => EncodedSlip {
  let last: { readonly ability: Ability; readonly slip: EncodedSlip } | null = null;
  return (ability) => {
    if (last === null || !isDeepStrictEqual(last.ability, ability)) last = { ability, slip: encodeSlip(slip, ability) };
    return last.slip;
  };
}

function notPrinted(trouble: PrinterTrouble, detail: string): PrintResult {
  return { kind: 'not-printed', trouble, detail };
}

async function atOnce<T>(work: Promise<T>): Promise<Turn<T>> {
  return { value: await work, end: Promise.resolve() };
}

/**
 * @returns `print`: every PrintResult of shared/printing.ts; `not-printed` is said only when no byte of the job left.
 * `status`: connects, asks, closes.
 */
export function createPrinting(needs: PrintingNeeds): Printing {
  const { clock, memory } = needs;
  const timing: Timing = { ...TIMING, ...needs.timing };
  /** Addresses that gave a proof of their own since this began. */
  const answering = new Set<string>();
  const standings = new Map<string, Standing>();
  const run = createLanes({ timing, places: needs.places ?? {}, locks: needs.locks });

  /** A printer that is known to answer is waited for longer: the answer is worth it, and will come. */
  function patient(way: TwoWay, known: PrinterKnown | null): TwoWay {
    if (!answering.has(way.address) && (known?.asked?.model ?? null) === null) return way;
    const perByteMs = Math.max(way.timing.perByteMs, timing.slowPerByteMs);
    return { ...way, timing: { ...way.timing, perByteMs } };
  }

  /** Asks a printer that answers what it can, where that is not known yet. */
  async function getToKnow(line: Line, { printer, address, known }: Place, tools: SessionTools) {
    if (memory === undefined || line.heard().answers === 0) return known;
    const asked = await askAbility(line, clock, tools.timing);
    return asked === null ? known : keepAsked(memory, printer.name, address, asked, clock.now());
  }

  async function printOn(
    way: Way,
    slip: Slip,
    printer: PrinterSettings,
    options: PrintOptions,
  ): Promise<Turn<PrintResult>> {
    const known = recallAt(memory, printer.name, way.address);
    const standing = standings.get(way.address) ?? 'unknown';
    const worthAsking = memory !== undefined && isWorthAsking(printer, known, clock.now());
    // In the middle of a command it would answer nothing, and that would be kept.
    const ask = way.kind === 'two-way' && worthAsking && standing !== 'broken';
    const encode = encoderOf(slip);
    // Whatever it answers, a QR that fits as a raster can be printed: what is refused is refused before it is bothered.
    const first = encode(abilityOf(ask ? { ...printer, qr: 'raster' } : printer, known));
    if (!first.ok) return atOnce(Promise.resolve(notPrinted(first.trouble, first.detail)));
    if (way.kind === 'one-way') {
      const ms = timing.connectMs + timing.proofMs + lengthMs(timing, first.bytes.length, first.heightDots);
      options.onSend?.();
      return atOnce(way.way.deliver(first.bytes, { ms, signal: options.signal }));
    }
    const session = (line: Line, tools: SessionTools): Promise<PrintResult> => {
      const place = { printer, address: way.address, known };
      const prepare = async (): Promise<Prepared> => {
        const job = ask ? encode(abilityOf(printer, await getToKnow(line, place, tools))) : first;
        return job.ok ? { ...job, lead: await leadFor(standing, line, tools, way.timing.perByteMs) } : job;
      };
      return runSession(line, prepare, tools, options);
    };
    const work = { run: session, ending: endingOf };
    const { end, value } = await talk(patient(way, known), needs, work, options.signal);
    const result = value.ok ? value.value : notPrinted('unreachable', value.detail);
    standings.set(way.address, standingAfter(standing, result));
    if (endingOf(result) === 'taken') answering.add(way.address);
    return { end, value: result };
  }

  async function statusOn(way: Way, signal?: AbortSignal): Promise<Turn<PrinterStatus>> {
    if (way.kind === 'one-way') return atOnce(way.way.status({ ms: timing.connectMs, signal }));
    const ask = (line: Line, tools: SessionTools) => preflight(line, tools.clock, tools.timing);
    const { end, value } = await talk(way, needs, { run: ask, ending: () => 'unused' }, signal);
    if (value.ok) return { end, value: value.value };
    return { end, value: { state: 'trouble', trouble: 'unreachable', detail: value.detail } };
  }

  return {
    print: async (slip, printer, options = {}): Promise<PrintResult> => {
      const ran = await run(printer, (way) => printOn(way, slip, printer, options), options.signal);
      return ran.ok ? ran.value : notPrinted(ran.trouble, ran.detail);
    },
    status: async (printer, signal): Promise<PrinterStatus> => {
      const ran = await run(printer, (way) => statusOn(way, signal), signal);
      return ran.ok ? ran.value : { state: 'trouble', trouble: ran.trouble, detail: ran.detail };
    },
  };
}
