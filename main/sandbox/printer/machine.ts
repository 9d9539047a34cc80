/** The sandbox printer without its network: channels in, one of them printing at a time, faults, answers and slips out. */
import type { Channel } from './channel.ts';
import { automaticStatus, isStopped, NO_FAULTS, type PrinterFaults, sensorStatus } from './condition.ts';
import { createEngine, type Engine, type Question, type RenderedSlip } from './engine.ts';
import { loadFont } from './font.ts';

export interface Machine {
  readonly faults: () => PrinterFaults;
  readonly set: (faults: Partial<PrinterFaults>) => void;
  readonly attach: (channel: Channel) => void;
  readonly detach: (channel: Channel) => void;
  /** Something arrived or ended: prints what can be printed. */
  readonly pump: () => void;
  readonly tear: () => void;
  readonly stop: () => void;
}

/** A printer's receive buffer. */
const BUFFER_BYTES = 4096;
const TICK_MS = 10;

function answerTo(question: Question, faults: PrinterFaults): Uint8Array | null {
  switch (question.kind) {
    case 'sensors':
      return faults.completion === 'none' ? null : Uint8Array.of(sensorStatus(faults));
    case 'printed':
      return faults.completion === 'printed' ? Uint8Array.of(0x37, 0x22, ...question.id, 0) : null;
    case 'identity':
      return question.item < 65 ? Uint8Array.of(0x20) : Buffer.from('_SANDBOX\0', 'latin1');
    case 'qr-size':
      return question.answer;
    case 'automatic-status':
      return question.on ? automaticStatus(faults) : null;
  }
}

/** Counts a fault down; at zero the paper is out. */
function countDown(faults: PrinterFaults, key: 'paperOutAfterBytes' | 'paperOutAfterLines', by: number): PrinterFaults {
  const left = faults[key];
  if (left === null) return faults;
  return left - by <= 0 ? { ...faults, paperOut: true, [key]: null } : { ...faults, [key]: left - by };
}

/** @param dots printable width */
export function createMachine(dots: number, onSlip: (slip: Omit<RenderedSlip, 'file'>) => void): Machine {
  const channels = new Set<Channel>();
  let faults = NO_FAULTS;
  let owner: Channel | null = null;
  let credit = 0;
  let pumping = false;
  let ticking: NodeJS.Timeout | null = null;

  const onQuestion = (question: Question): void => {
    if (owner === null) return;
    if (question.kind === 'automatic-status') owner.automatic = question.on;
    const answer = answerTo(question, faults);
    if (answer !== null && !faults.mute) owner.answer(answer);
  };
  const learn = (next: PrinterFaults): void => {
    const changed = automaticStatus(next).join() !== automaticStatus(faults).join();
    faults = next;
    if (!changed || faults.mute) return;
    for (const channel of channels) if (channel.automatic) channel.answer(automaticStatus(faults));
  };
  const engine: Engine = createEngine(dots, loadFont(), {
    onQuestion,
    onSlip,
    onLine: () => learn(countDown(faults, 'paperOutAfterLines', 1)),
  });

  /** Prints commands of the owner until it stops, waits for more, or has used up its credit. */
  const printOwner = (channel: Channel): void => {
    for (let next = channel.peek(); next !== null; next = channel.peek()) {
      if (isStopped(faults) || faults.stalled) return;
      if (faults.bytesPerSecond !== null && credit < next.length) return;
      credit -= next.length;
      // While it still stands in the queue, so that an answer finds its owner.
      engine.run(next.command);
      channel.drop(next.length);
      // A status question moves no paper.
      const isQuestion = next.command.kind === 'command' && next.command.name.startsWith('DLE');
      if (!isQuestion) learn(countDown(faults, 'paperOutAfterBytes', next.length));
    }
    // An unfinished command of a host that is gone will never be finished.
    if (channel.ended) channel.drop(channel.waiting());
  };
  const finish = (channel: Channel): void => {
    if (!channel.ended || channel.waiting() > 0) return;
    channels.delete(channel);
    if (!faults.holdsOpen && channel.socket.writable) channel.socket.end();
  };
  /** Pauses hosts while the buffer is full; a command larger than the buffer is taken whole. */
  const throttle = (channel: Channel): void => {
    const full = channel.waiting() > BUFFER_BYTES && channel.peek() !== null;
    if (faults.stalled || full) channel.socket.pause();
    else channel.socket.resume();
  };
  const pump = (): void => {
    // A listener to a slip may change the faults in the middle of a command: the pump that runs sees to it.
    if (pumping) return;
    pumping = true;
    pumpAll();
    pumping = false;
  };
  const pumpAll = (): void => {
    for (const channel of channels) {
      if (owner === null || !channels.has(owner)) owner = channel;
      if (owner === channel) printOwner(channel);
      finish(channel);
      if (channels.has(channel)) throttle(channel);
      if (owner === channel && !channels.has(channel)) owner = null;
    }
    if (faults.bytesPerSecond === null || channels.size === 0) stopTicking();
    else ticking ??= setInterval(tick, TICK_MS);
  };
  const tick = (): void => {
    const rate = faults.bytesPerSecond ?? 0;
    // Credit is not saved up while nothing waits, but a long command must be able to earn its length.
    credit = owner === null || owner.waiting() === 0 ? 0 : credit + (rate * TICK_MS) / 1000;
    pump();
  };
  const stopTicking = (): void => {
    if (ticking !== null) clearInterval(ticking);
    ticking = null;
    credit = 0;
  };

  return {
    faults: () => faults,
    set: (change) => {
      learn({ ...faults, ...change });
      pump();
    },
    attach: (channel) => {
      channels.add(channel);
      channel.automatic = faults.automaticStatus;
      if (channel.automatic && !faults.mute) channel.answer(automaticStatus(faults));
      pump();
    },
    detach: (channel) => {
      channel.ended = true;
      pump();
    },
    pump,
    tear: engine.tear,
    stop: stopTicking,
  };
}
