/** The side of the till that faces the window: one action for every channel of the contract, on the same app as the CLI. */
import type { TillContract } from '../../shared/contract.ts';
import type { Actions, Emit } from '../../shared/define-contract.ts';
import type { App } from '../app/app.ts';
import { atJournalEdge, journalFault } from '../app/journal-edge.ts';
import type { KeysState } from '../app/load-providers.ts';
import type { ProviderName } from '../ports/operations.ts';
import type { CallProgress } from '../snap/call.ts';
import type { Act, OpenTill } from './act.ts';
import { type BackupWatch, watchBackups } from './backups.ts';
import { createFlights } from './flights.ts';
import { asideView, journalTroubleOf, withJournalFaults } from './journal-faults.ts';
import { keyActions, keysView } from './key-actions.ts';
import { createLookAround } from './look-around.ts';
import { peopleActions, sandboxFirst, withRights } from './people-actions.ts';
import { createDeskPrinters, printerActions, type Watch } from './printers.ts';
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
import { profileView } from './views.ts';

export interface OpenedApp {
  readonly app: App;
  readonly sandbox: boolean;
  close(): Promise<void>;
}

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

export async function openDesk(options: DeskOptions): Promise<Desk> {
  const flights = createFlights((acting) => state.set({ acting }));
  const onProgress = flights.progress;
  // Nobody asks for keys before there is a state to put the answer into.
  const onKeys = (keys: KeysState): void => state.set({ keys: keysView(keys) });
  let opened = await options.open(onProgress, onKeys);
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
  let watch: Watch | null = null;
  let settling: Watch | null = null;
  const keepSafe = (): BackupWatch | null => watchBackups(opened, () => flights.landed(), options.onBug);
  let backups = keepSafe();
  const leaving = new AbortController();

  /** Takes over what the app knows now: profile, terminal, open operations, clock. */
  async function refresh(): Promise<void> {
    const till = await opened.app.till();
    const terminal = await opened.app.showTerminal();
    await look();
    state.set({
      sandbox: till.ok ? till.value.sandbox : opened.sandbox,
      profile: till.ok ? profileView(till.value.profile) : null,
      journalTrouble: journalTroubleOf(till),
      notice: opened.app.notice(),
      ...(terminal.outcome === 'ok' ? { terminal: terminal.data } : {}),
      openOperations: till.ok ? till.value.journal.countOperations('unknown') : 0,
      clockOffsetMs: opened.app.clockOffset(),
      clockCorrected: till.ok && till.value.time.correction() !== 0,
    });
    if (!till.ok) return;
    printers.showSlips(till.value);
    // From the first moment that there is a till: slips that an earlier run left go out now.
    watch ??= printers.watch(till.value);
    settling ??= settler.watch(till.value);
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

  async function stopWatching(): Promise<void> {
    const former = [watch, settling].filter((one) => one !== null);
    watch = null;
    settling = null;
    await Promise.all(former.map((one) => one.stop()));
  }

  /** Runs an action on the till: shown while it runs, its news taken over, one flight for one and the same wish. */
  const act: Act = (name, wish, asked, run) =>
    flights.run(name, wish, async () => {
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
    const till = await opened.app.till();
    try {
      session.look(till, () => opened.app.knowsPeople());
    } catch (error) {
      // A journal in trouble says nothing of its people: who was in is in, and the action meets the trouble itself.
      if (journalFault(error) === null) throw error;
    }
  }

  /** The till as whoever acts now. */
  const open: OpenTill = async () => {
    const till = await opened.app.till();
    return till.ok ? { ok: true, value: { ...till.value, ...session.actor() } } : till;
  };

  const around = createLookAround({
    app: () => opened.app,
    state,
    flights,
    printers,
    act,
    reached,
    merchantStatus: () => actions['merchant.status']({}),
    faults,
  });

  /** Works on another app from now on, once what is under way on this one is settled. */
  async function moveTo(next: OpenedApp): Promise<void> {
    await flights.landed();
    await stopWatching();
    await backups?.stop();
    session.reset();
    const former = opened;
    opened = next;
    backups = keepSafe();
    await former.close();
    state.set({
      keys: null,
      merchant: null,
      printer: null,
      slips: [],
      reach: { speedcash: 'untried', paycools: 'untried' },
    });
  }

  /** A profile is installed into the real keychain, also where the window is on a sandbox just now. */
  async function provision(path: string) {
    const real = opened.sandbox ? await options.openReal(onProgress, onKeys) : opened;
    if (real !== opened && real.app.knowsPeople() && (await real.app.till()).ok) {
      await real.close();
      return sandboxFirst();
    }
    // The watch knows the printers of the profile that is replaced.
    if (real === opened) await stopWatching();
    const outcome = await real.app.provision({ path, shred: false });
    if (real !== opened) {
      await (outcome.outcome === 'ok' ? moveTo(real) : real.close());
    }
    await refresh();
    if (outcome.outcome !== 'ok') return outcome;
    around.everywhere();
    const { store, providers, printers, shredded } = outcome.data;
    return { ...outcome, data: { store, providers: [...providers], printers: [...printers], shredded } };
  }

  async function setJournalAside() {
    await flights.landed();
    await stopWatching();
    const outcome = await opened.app.setJournalAside();
    await refresh();
    return asideView(outcome);
  }

  const actions: Actions<TillContract> = {
    ...readActions(open),
    ...printerActions(act, printers, around.printer),
    ...shiftActions(act, {
      open,
      language: () => state.get().language,
      letOut: (till, jobId) =>
        flights.alongside(printers.finish(till, jobId).then(() => around.printer(), options.onBug)),
    }),
    'app.snapshot': async () => {
      if (state.get().session.state === 'shut') await tryAgain();
      return ok(state.seen());
    },
    ...choiceActions(options.settings, state),
    'profile.choose': async () => {
      const path = await options.chooseProfile(state.get().language);
      return path === null ? ok(null) : provision(path);
    },
    'profile.provision': ({ path }) => provision(path),
    ...keyActions({
      app: () => opened.app,
      rest: async () => {
        await flights.landed();
        await stopWatching();
      },
      refresh,
      lookAround: around.everywhere,
    }),
    'journal.setAside': setJournalAside,
    ...supportActions({
      app: () => opened.app,
      language: () => state.get().language,
      chooseSave: options.chooseSave,
      alongside: (work) => flights.alongside(work),
      leaving: leaving.signal,
    }),
    'sandbox.start': async () => {
      // One whose profile was revoked is none any more.
      if (!opened.sandbox || state.get().profile === null) await moveTo(await options.openSandbox(onProgress, onKeys));
      await refresh();
      around.everywhere();
      return ok({});
    },
    'setup.check': async () => {
      const { findings } = await opened.app.doctor();
      await refresh();
      return ok({ findings: [...findings] });
    },
    ...qrActions(act, {
      state,
      printers,
      faults,
      reached,
      askPrinter: around.printer,
      open,
      app: () => opened.app,
      alongside: (work) => flights.alongside(work),
    }),
    ...settleActions(act),
    ...peopleActions({
      session,
      open,
      look,
      chooseProfile: () => options.chooseProfile(state.get().language),
    }),
  };

  await refresh();
  around.everywhere();
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
      leaving.abort();
      await flights.landed();
      await backups?.stop();
      await stopWatching();
      await opened.close();
    },
  };
}
