/** The side of the till that faces the window: one action for every channel of the contract, on the same app as the CLI. */
import type { TillContract } from '../../shared/contract.ts';
import type { Actions, Emit } from '../../shared/define-contract.ts';
import type { App } from '../app/app.ts';
import { atJournalEdge, journalFault } from '../app/journal-edge.ts';
import type { KeysState } from '../app/load-providers.ts';
import type { ProviderName } from '../ports/operations.ts';
import type { CallProgress } from '../snap/call.ts';
import type { Act, OpenTill } from './act.ts';
import { createFlights } from './flights.ts';
import { journalTroubleOf, withJournalFaults } from './journal-faults.ts';
import { keyActions, keysView } from './key-actions.ts';
import { createLookAround } from './look-around.ts';
import { peopleActions, withRights } from './people-actions.ts';
import { createPresentTill, type OpenedApp } from './present-till.ts';
import { createDeskPrinters, printerActions } from './printers.ts';
import { qrActions } from './qr-actions.ts';
import { ok, readActions } from './read-actions.ts';
import { createSession, realTime, type SessionTimes, seen } from './session.ts';
import { choiceActions, type SettingsFile } from './settings.ts';
import { settleActions } from './settle-actions.ts';
import type { SettleTimes } from './settle-plan.ts';
import { createSettler } from './settler.ts';
import { shiftActions } from './shift-actions.ts';
import { createDeskState, firstSnapshot, reachOf } from './state.ts';
import { type ChooseSave, supportActions } from './support-actions.ts';
import { tillActions } from './till-actions.ts';
import { profileView } from './views.ts';

/** Opens an app whose actions report their progress, and what becomes of its keys. */
type OpenApp = (onProgress: (progress: CallProgress) => void, onKeys: (state: KeysState) => void) => Promise<OpenedApp>;

export interface DeskOptions {
  readonly version: string;
  readonly operator: string;
  readonly language: 'id' | 'en';
  readonly theme: () => 'light' | 'dark';
  /** The app to begin with. */
  readonly open: OpenApp;
  /** The till of this machine's own data folder. */
  readonly openReal: OpenApp;
  /** A sandbox of this process, for "try without an account". */
  readonly openSandbox: OpenApp;
  readonly chooseProfile: (language: 'id' | 'en') => Promise<string | null>;
  readonly chooseSave: ChooseSave;
  /** What was chosen before, and where the next choice is kept. */
  readonly settings: SettingsFile;
  readonly emit: Emit<TillContract>;
  /** Other times of the session than its own. */
  readonly sessionTimes?: Partial<SessionTimes>;
  /** Other waits of the settling in the background than its own. */
  readonly settleTimes?: Partial<SettleTimes>;
  /** Told of a fault of the program in what nobody waits for. */
  readonly onBug: (error: unknown) => void;
}

export interface Desk {
  readonly actions: Actions<TillContract>;
  readonly themeChanged: () => void;
  /** The machine's own screen was locked. */
  readonly locked: () => void;
  /** The machine woke up: what the printer and the providers said before may no longer hold. */
  readonly resumed: () => void;
  /** Resolves when what is under way is settled in the journal. */
  readonly beforeQuit: () => Promise<void>;
}

/** How often who there is, is looked at while nobody presses anything. */
const LOOK_MS = 2_000;

export async function openDesk(options: DeskOptions): Promise<Desk> {
  const flights = createFlights((acting) => state.set({ acting }));
  const onProgress = flights.progress;
  // Nobody asks for keys before there is a state to put the answer into.
  const onKeys = (keys: KeysState): void => state.set({ keys: keysView(keys) });
  const opened = await options.open(onProgress, onKeys);
  const first = firstSnapshot(options, opened.sandbox);
  const state = createDeskState(
    first,
    (snapshot) => seen(snapshot, first),
    (snapshot) => options.emit('state.changed', snapshot),
  );
  const session = createSession({
    ...realTime(),
    ...(options.sessionTimes === undefined ? {} : { times: options.sessionTimes }),
    isBusy: () => flights.isFlying(),
    show: (shown) => state.set({ session: shown, operator: session.who()?.operator ?? options.operator }),
  });
  /** In what nobody waits for: a journal in trouble is shown as that, all else is a bug. */
  const faults = (error: unknown): void => {
    const fault = journalFault(error);
    if (fault === null) options.onBug(error);
    else state.set({ journalTrouble: { words: fault.words, damaged: fault.about?.journal === 'corrupt' } });
  };
  const printers = createDeskPrinters(state, faults);
  const settler = createSettler({
    state,
    isBusy: () => flights.isFlying(),
    onBug: faults,
    ...(options.settleTimes === undefined ? {} : { times: options.settleTimes }),
  });
  const present = createPresentTill({
    first: opened,
    state,
    flights,
    session,
    printers,
    settler,
    onBug: options.onBug,
  });
  const app = (): App => present.now().app;
  const leaving = new AbortController();

  /** Takes over what the app knows now: profile, terminal, open operations, clock. */
  async function refresh(): Promise<void> {
    const till = await app().till();
    const terminal = await app().showTerminal();
    await look();
    state.set({
      sandbox: till.ok ? till.value.sandbox : present.now().sandbox,
      profile: till.ok ? profileView(till.value.profile) : null,
      journalTrouble: journalTroubleOf(till),
      notice: app().notice(),
      ...(terminal.outcome === 'ok' ? { terminal: terminal.data } : {}),
      openOperations: till.ok ? till.value.journal.countOperations('unknown') : 0,
      clockOffsetMs: app().clockOffset(),
      clockCorrected: till.ok && till.value.time.correction() !== 0,
    });
    if (!till.ok) {
      // Of a till that is gone nothing stays on show.
      state.set({ slips: [], merchant: null, printer: null });
      return;
    }
    printers.showSlips(till.value);
    // From the first moment that there is a till: slips that an earlier run left go out now.
    present.watch(till.value);
  }

  /** Locked because its journal could not be opened, nobody is in who could ask for more: one try at a time. */
  let trying: Promise<void> | null = null;
  const tryAgain = (): Promise<void> => {
    trying ??= refresh().finally(() => {
      trying = null;
    });
    return trying;
  };

  /** What an answer, or none, says of a provider: shown, and what waited for it is asked about now. */
  function reached(name: ProviderName, reach: 'reachable' | 'unreachable'): void {
    state.set({ reach: { ...state.get().reach, [name]: reach } });
    if (reach === 'reachable') settler.heard(name);
  }

  /** Runs an action on the till: shown while it runs, its news taken over, one flight for one and the same wish. */
  const act: Act = (name, wish, asked, run) =>
    flights.run(name, [session.actor()?.operator ?? '', wish], async () => {
      const till = await open();
      if (!till.ok) return till.outcome;
      const outcome = await atJournalEdge(till.value.journal, () => run(till.value));
      const reach = asked === null ? null : reachOf(outcome);
      if (reach !== null && asked !== null) reached(asked, reach);
      // It may be uncertain itself: then the settler plans for it.
      if (outcome.outcome === 'unknown') settler.look();
      // What came of it is known; a fault in looking around after it must not change that.
      await refresh().catch(faults);
      return outcome;
    });

  /** Who there is now: this process is not the only one that may say so. */
  async function look(): Promise<void> {
    const till = (await app().people()) ?? (await app().till());
    try {
      session.look(till, () => app().knowsPeople());
    } catch (error) {
      // A journal in trouble says nothing of its people: who was in is in, and the action meets the trouble itself.
      if (journalFault(error) === null) throw error;
    }
  }

  /** The till as whoever acts now. */
  const open: OpenTill = async () => {
    const till = await app().till();
    return till.ok ? { ok: true, value: { ...till.value, ...session.actor() } } : till;
  };

  const around = createLookAround({
    app,
    state,
    flights,
    printers,
    act,
    reached,
    merchantStatus: () => actions['merchant.status']({}),
    faults,
  });

  /** What a person chose in a dialog; null where none was, or where another one is at the till by then. */
  async function asked<T>(dialog: () => Promise<T | null>): Promise<T | null> {
    const stamp = session.stamp();
    const chosen = await dialog();
    return session.stamp() === stamp ? chosen : null;
  }
  const chooseProfile = () => asked(() => options.chooseProfile(state.get().language));
  const actions: Actions<TillContract> = {
    ...readActions(open),
    ...printerActions(act, printers, around.printer),
    ...shiftActions(act, {
      open,
      language: () => state.get().language,
      letOut: (till, jobId) =>
        flights.alongside(
          printers
            .finish(till, jobId)
            .then(() => around.printer())
            .catch(faults),
        ),
    }),
    'app.snapshot': async () => {
      if (state.get().session.state === 'shut') await tryAgain();
      else await look();
      return ok(state.seen());
    },
    ...choiceActions(options.settings, state),
    ...tillActions({
      present,
      isOpen: () => ['free', 'in'].includes(state.get().session.state),
      state,
      flights,
      openReal: () => options.openReal(onProgress, onKeys),
      openSandbox: () => options.openSandbox(onProgress, onKeys),
      chooseProfile,
      refresh,
      lookAround: around.everywhere,
    }),
    ...keyActions({
      app,
      rest: async () => {
        await flights.landed();
        await present.unwatch();
      },
      refresh,
      lookAround: around.everywhere,
    }),
    ...supportActions({
      app,
      language: () => state.get().language,
      chooseSave: (wanted) => asked(() => options.chooseSave(wanted)),
      alongside: (work) => flights.alongside(work),
      leaving: leaving.signal,
    }),
    ...qrActions(act, {
      state,
      printers,
      faults,
      reached,
      askPrinter: around.printer,
      open,
      app,
      alongside: (work) => flights.alongside(work),
    }),
    ...settleActions(act),
    ...peopleActions({
      session,
      open,
      people: () => app().people(),
      look,
      chooseProfile,
    }),
  };

  await refresh();
  around.everywhere();
  // What another process does to the people is seen by a till that rests, too.
  const looking = setInterval(() => void look().catch(faults), LOOK_MS);
  looking.unref();
  return {
    actions: withJournalFaults(withRights(actions, session, look)),
    themeChanged: () => state.set({ theme: options.theme() }),
    locked: () => session.lock(),
    resumed: () => {
      session.lock();
      state.set({ reach: { speedcash: 'untried', paycools: 'untried' } });
      around.everywhere();
    },
    beforeQuit: async () => {
      session.stop();
      clearInterval(looking);
      leaving.abort();
      await present.end();
    },
  };
}
