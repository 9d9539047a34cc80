/** Obeys orders: at once, or when so many lines, bytes, slips, connections or milliseconds have gone by. */
import { isStopped } from './condition.ts';
import type { Counted, Machine } from './machine.ts';
import type { Order } from './script.ts';

export interface Director {
  /** @returns what there is to say: the state where it was asked for, else nothing */
  readonly obey: (order: Order) => string;
  readonly count: (what: Counted, by: number) => void;
  /** The present state as one line. */
  readonly state: () => string;
  /** Takes back every `after` that has not come. */
  readonly forget: () => void;
}

interface Pending {
  readonly unit: Counted;
  left: number;
  readonly order: Order;
  readonly said: string;
}

function describe(machine: Machine, slips: number): readonly string[] {
  const faults = machine.faults();
  const setup = machine.setup();
  const paper = faults.paperOut ? 'out' : faults.nearEnd ? 'near its end' : 'ok';
  const errors = [
    faults.cutterError ? 'cutter' : '',
    faults.error ? 'unrecoverable' : '',
    faults.overheated ? 'overheated' : '',
  ].filter((error) => error !== '');
  const oddities = [
    faults.mute ? 'mute' : '',
    faults.stalled ? 'stalled' : '',
    faults.holdsOpen ? 'holds open' : '',
    faults.feedButton ? 'feed button held' : '',
    faults.resetAfterBytes === null ? '' : `resets after ${faults.resetAfterBytes} bytes`,
    faults.bytesPerSecond === null ? '' : `${faults.bytesPerSecond} bytes/s`,
    faults.millimetresPerSecond === null ? '' : `${faults.millimetresPerSecond} mm/s`,
  ].filter((oddity) => oddity !== '');
  return [
    `power ${faults.poweredOff ? 'off' : 'on'}`,
    isStopped(faults) ? 'offline' : 'online',
    `paper ${paper}`,
    `cover ${faults.coverOpen ? 'open' : 'closed'}`,
    `errors ${errors.length === 0 ? 'none' : errors.join(', ')}`,
    `drawer ${faults.drawerOpen ? 'open' : 'closed'}`,
    ...oddities,
    `${machine.waiting()} of ${setup.bufferBytes} bytes waiting`,
    `connections ${machine.connections()}`,
    `slips ${slips}`,
    `${setup.model} (${setup.dialect})`,
  ];
}

/** @param slips how many there are */
export function createDirector(machine: Machine, slips: () => number): Director {
  let pending: Pending[] = [];
  let timed: { readonly timer: NodeJS.Timeout; readonly said: string }[] = [];

  const state = (): string => {
    const coming = [...pending.map((one) => `${one.said} (${one.left} left)`), ...timed.map((one) => one.said)];
    return [...describe(machine, slips()), ...coming].join(' · ');
  };
  const forget = (): void => {
    for (const { timer } of timed) clearTimeout(timer);
    timed = [];
    pending = [];
  };
  const obey = (order: Order): string => {
    switch (order.kind) {
      case 'change':
        machine.set(order.change);
        return '';
      case 'drop':
        machine.drop();
        return '';
      case 'tear':
        machine.tear();
        return '';
      case 'forget':
        forget();
        return '';
      case 'state':
        return state();
      case 'after': {
        const { unit, count, said } = order;
        if (unit !== 'ms') pending.push({ unit, left: count, order: order.order, said });
        else {
          const entry = {
            said,
            timer: setTimeout(() => {
              timed = timed.filter((one) => one !== entry);
              obey(order.order);
            }, count),
          };
          timed.push(entry);
        }
        return '';
      }
    }
  };
  return {
    obey,
    state,
    forget,
    count: (what, by) => {
      if (pending.length === 0) return;
      const due: Order[] = [];
      for (const one of pending) {
        if (one.unit !== what) continue;
        one.left -= by;
        if (one.left <= 0) due.push(one.order);
      }
      if (due.length === 0) return;
      pending = pending.filter((one) => one.left > 0);
      for (const order of due) obey(order);
    },
  };
}
