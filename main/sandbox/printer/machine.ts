/** The sandbox printer without its network: channels in, one of them printing at a time, faults, answers and slips out. */
import { answerTo } from './answers.ts';
import type { Channel } from './channel.ts';
import {
  automaticStatus,
  changedGroups,
  hasError,
  isStopped,
  NO_FAULTS,
  type PrinterFaults,
  realtimeStatus,
} from './condition.ts';
import { createEngine, type Question } from './engine.ts';
import { loadFont } from './font.ts';
import { createMotion } from './motion.ts';
import type { RenderedSlip } from './press.ts';
import type { Realtime } from './realtime.ts';
import { type PrinterSetup, STANDARD_SETUP } from './setup.ts';

/** What a script can count. */
export type Counted = 'bytes' | 'lines' | 'slips' | 'connections';

export interface MachineEvents {
  readonly onSlip: (slip: Omit<RenderedSlip, 'file'>) => void;
  readonly onCount: (what: Counted, by: number) => void;
}

export interface Machine {
  readonly faults: () => PrinterFaults;
  readonly setup: () => PrinterSetup;
  readonly set: (change: Partial<PrinterFaults & PrinterSetup>) => void;
  readonly attach: (channel: Channel) => void;
  readonly detach: (channel: Channel) => void;
  /** Something arrived or ended: prints what can be printed. */
  readonly pump: () => void;
  readonly obey: (channel: Channel, command: Realtime) => void;
  /** Bytes of a job came in. */
  readonly count: (bytes: number) => void;
  /** Resets every connection. */
  readonly drop: () => void;
  readonly tear: () => void;
  readonly pulses: () => number;
  /** Bytes that wait to be printed. */
  readonly waiting: () => number;
  readonly connections: () => number;
  readonly stop: () => void;
}

const CLEARED = Uint8Array.of(0x37, 0x25, 0);
const WHOLE_COMMAND_STEP = 65_536;

/** Counts a fault down; at zero the paper is out. */
function countDown(faults: PrinterFaults, key: 'paperOutAfterBytes' | 'paperOutAfterLines', by: number): PrinterFaults {
  const left = faults[key];
  if (left === null) return faults;
  return left - by <= 0 ? { ...faults, paperOut: true, [key]: null } : { ...faults, [key]: left - by };
}

/** What switching on again leaves: errors are gone, paper and cover are as they were. */
function switchedOn(faults: PrinterFaults): PrinterFaults {
  return { ...faults, error: false, cutterError: false, overheated: false };
}

/** @param dots printable width */
export function createMachine(dots: number, initial: Partial<PrinterSetup>, events: MachineEvents): Machine {
  const channels = new Set<Channel>();
  let faults = NO_FAULTS;
  let setup: PrinterSetup = { ...STANDARD_SETUP, ...initial };
  let owner: Channel | null = null;
  let unfinished: Uint8Array = new Uint8Array();
  let pumping = false;
  let pulses = 0;
  let cooling: NodeJS.Timeout | null = null;

  const motion = createMotion(() => pump());
  const onQuestion = (question: Question): void => {
    if (owner === null) return;
    if (question.kind === 'automatic-status') owner.mask = question.mask;
    const answer = answerTo(question, faults, setup);
    if (answer !== null && !faults.mute) owner.answer(answer);
  };
  const learn = (next: PrinterFaults): void => {
    const before = faults;
    if (next === before) return;
    faults = before.poweredOff && !next.poweredOff ? switchedOn(next) : next;
    if (!before.poweredOff && faults.poweredOff) {
      drop();
      unfinished = new Uint8Array();
      engine.restart();
    }
    if (faults.overheated !== before.overheated) cool();
    const groups = changedGroups(before, faults);
    if (groups === 0 || faults.mute) return;
    for (const channel of channels) if ((channel.mask & groups) !== 0) channel.answer(automaticStatus(faults));
  };
  const cool = (): void => {
    if (cooling !== null) clearTimeout(cooling);
    cooling = null;
    if (!faults.overheated || setup.coolMs === null) return;
    cooling = setTimeout(() => {
      learn({ ...faults, overheated: false });
      pump();
    }, setup.coolMs);
  };
  const pulse = (): void => {
    pulses += 1;
    learn({ ...faults, drawerOpen: true });
  };
  const engine = createEngine(
    dots,
    loadFont(),
    {
      onQuestion,
      onPulse: pulse,
      onMove: (by) => motion.move(by, faults.millimetresPerSecond),
      onSlip: (slip) => {
        events.onSlip(slip);
        events.onCount('slips', 1);
      },
      onLine: () => {
        learn(countDown(faults, 'paperOutAfterLines', 1));
        events.onCount('lines', 1);
      },
    },
    () => setup.dialect,
  );
  /** Empties the buffers; a jammed cutter is free again. */
  const clearBuffers = (): void => {
    owner?.buffer.clear();
    engine.clear();
    learn({ ...faults, cutterError: false });
  };
  const obey = (channel: Channel, command: Realtime): void => {
    if (command.kind === 'status') {
      if (!faults.mute) channel.answer(Uint8Array.of(realtimeStatus(faults, command.question)));
    } else if (command.kind === 'resume') learn({ ...faults, cutterError: false });
    else if (command.kind === 'pulse') {
      if (!hasError(faults)) pulse();
    } else if (command.kind === 'recover') {
      // Only from an error that can be recovered from; else the buffers stay.
      if (faults.cutterError) clearBuffers();
    } else if (setup.dialect === 'full') {
      clearBuffers();
      if (!faults.mute) channel.answer(CLEARED);
    }
  };

  /** Prints commands of the owner until it stops, waits for more, or has used up its credit. */
  const printOwner = (channel: Channel): void => {
    for (let next = channel.buffer.peek(); next !== null; next = channel.buffer.peek()) {
      if (isStopped(faults) || faults.stalled || motion.isMoving()) return;
      if (!motion.spend(next.length, faults.bytesPerSecond)) return;
      // Taken out first: a script may clear the buffer in the middle of a command.
      channel.buffer.drop();
      engine.run(next.command);
      learn(countDown(faults, 'paperOutAfterBytes', next.length));
    }
    if (!channel.ended) return;
    // An unfinished command of a host that is gone is finished by the next host's bytes, or never.
    if (setup.parserSurvives) unfinished = channel.buffer.unfinished();
    channel.buffer.clear();
  };
  const finish = (channel: Channel): void => {
    if (!channel.ended || channel.buffer.waiting() > 0) return;
    channels.delete(channel);
    if (!faults.holdsOpen) channel.close();
  };
  /** How much may be read now. A command larger than the buffer is taken whole. */
  const room = (channel: Channel): number => {
    if (faults.stalled || faults.poweredOff || (owner !== channel && !setup.waitingAnswers)) return 0;
    const free = setup.bufferBytes + setup.networkBytes - channel.buffer.waiting();
    const space = free <= 0 && channel.buffer.peek() === null ? WHOLE_COMMAND_STEP : free;
    const limit = faults.resetAfterBytes;
    return limit === null ? space : Math.min(space, limit - channel.received());
  };
  const serve = (channel: Channel): void => {
    let taken: number;
    do {
      taken = channel.take(room(channel));
      const limit = faults.resetAfterBytes;
      if (limit !== null && channel.received() >= limit && !channel.ended) {
        channel.reset();
        return;
      }
      if (owner === channel) printOwner(channel);
    } while (taken > 0);
    finish(channel);
  };
  const pump = (): void => {
    // A listener to a slip may change the faults in the middle of a command: the pump that runs sees to it.
    if (pumping) return;
    pumping = true;
    for (const channel of channels) {
      if (owner === null || !channels.has(owner)) {
        owner = channel;
        // One that waited and was read meanwhile has its commands cut already.
        if (channel.received() === 0) channel.buffer.beginWith(unfinished);
        unfinished = new Uint8Array();
      }
      serve(channel);
      if (owner === channel && !channels.has(channel)) owner = null;
    }
    pumping = false;
    motion.wait(channels.size > 0 ? faults.bytesPerSecond : null, (owner?.buffer.waiting() ?? 0) > 0);
  };
  const drop = (): void => {
    for (const channel of channels) {
      if (faults.poweredOff) channel.buffer.clear();
      channel.reset();
    }
  };

  return {
    faults: () => faults,
    setup: () => setup,
    set: (change) => {
      const dialect = setup.dialect;
      const known = { ...faults, ...setup, ...change };
      setup = pick(known, STANDARD_SETUP);
      learn(pick(known, NO_FAULTS));
      if (setup.dialect !== dialect) engine.restart();
      pump();
    },
    attach: (channel) => {
      channels.add(channel);
      channel.mask = faults.automaticStatus ? 0xff : 0;
      if (faults.automaticStatus && !faults.mute) channel.answer(automaticStatus(faults));
      events.onCount('connections', 1);
      pump();
    },
    detach: (channel) => {
      channel.ended = true;
      pump();
    },
    pump,
    obey,
    count: (bytes) => events.onCount('bytes', bytes),
    drop,
    tear: engine.tear,
    pulses: () => pulses,
    waiting: () => [...channels].reduce((sum, channel) => sum + channel.buffer.waiting(), 0),
    connections: () => [...channels].filter((channel) => !channel.ended).length,
    stop: () => {
      motion.stop();
      if (cooling !== null) clearTimeout(cooling);
    },
  };
}

/** The part of `from` that has the keys of `like`. */
function pick<Part extends object>(from: Part, like: Part): Part {
  const picked = { ...like };
  // Object.keys forgets the keys' type; they are those of `like`.
  for (const key of Object.keys(like) as (keyof Part)[]) picked[key] = from[key];
  return picked;
}
