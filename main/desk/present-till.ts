/** The till that the window is on: what works on it in the background, and the move to another one. */
import type { App } from '../app/app.ts';
import type { Till } from '../app/till.ts';
import { watchBackups } from './backups.ts';
import type { Flights } from './flights.ts';
import type { DeskPrinters, Watch } from './printers.ts';
import type { Session } from './session.ts';
import type { Settler } from './settler.ts';
import type { DeskState } from './state.ts';

export interface OpenedApp {
  readonly app: App;
  readonly sandbox: boolean;
  close(): Promise<void>;
}

export interface PresentTill {
  now(): OpenedApp;
  /** From now on slips go out and what is uncertain is asked about, without a press. */
  watch(till: Till): void;
  /** Ends that until it is watched again: its profile or its journal is about to be another one. */
  unwatch(): Promise<void>;
  /** Works on another app from now on, once what is under way on this one is settled. */
  moveTo(next: OpenedApp): Promise<void>;
  /** Resolves when what is under way is settled in the journal, and the app is closed. */
  end(): Promise<void>;
}

interface PresentTillNeeds {
  readonly first: OpenedApp;
  readonly state: DeskState;
  readonly flights: Flights;
  readonly session: Session;
  readonly printers: DeskPrinters;
  readonly settler: Settler;
  readonly onBug: (error: unknown) => void;
}

export function createPresentTill(needs: PresentTillNeeds): PresentTill {
  const { state, flights, session, printers, settler, onBug } = needs;
  const backUp = (one: OpenedApp): Watch | null => watchBackups(one, () => flights.landed(), onBug);
  let present = needs.first;
  let backups = backUp(present);
  let watches: readonly Watch[] = [];

  async function unwatch(): Promise<void> {
    const former = watches;
    watches = [];
    await Promise.all(former.map((one) => one.stop()));
  }

  /** Leaves it as it is now; it is still to be closed. */
  async function leave(): Promise<OpenedApp> {
    await flights.landed();
    await unwatch();
    await backups?.stop();
    return present;
  }

  return {
    now: () => present,
    watch(till) {
      if (watches.length === 0) watches = [printers.watch(till), settler.watch(till)];
    },
    unwatch,
    async moveTo(next) {
      const former = await leave();
      session.reset();
      present = next;
      backups = backUp(next);
      await former.close();
      state.set({
        keys: null,
        merchant: null,
        printer: null,
        slips: [],
        reach: { speedcash: 'untried', paycools: 'untried' },
      });
    },
    async end() {
      const last = await leave();
      await last.close();
    },
  };
}
