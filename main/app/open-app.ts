/** The one place where a till is put together: folder, profile, keys, journal, providers, printers. */
import packageFacts from '../../package.json' with { type: 'json' };
import type { NotOk, Outcome, Unavailable, Words } from '../../shared/outcome.ts';
import { isLoopbackUrl, type StoreProfile } from '../../shared/profile.ts';
import { words } from '../../shared/words.ts';
import { openActingLock, openPrinterLocks } from '../journal/acting-lock.ts';
import { journalTrouble } from '../journal/trouble.ts';
import type { Clock, Journal, Printing, Random, Vault } from '../ports.ts';
import { createPrinting } from '../printing/printing.ts';
import { createPrintQueue } from '../printing/queue.ts';
import type { CallProgress } from '../snap/call.ts';
import { createHttp, type HttpOptions } from '../snap/http.ts';
import { backUp, backUpDaily, type JournalBackedUp, KEEP_DAYS } from './back-up-journal.ts';
import { type DataFolder, dataFolderPath, type FolderPlace, openDataFolder } from './data-folder.ts';
import { doctor, type Finding } from './doctor.ts';
import { journalUnavailable, openPatiently } from './journal-edge.ts';
import { createKeyKeeper } from './keep-keys.ts';
import type { KeysState } from './load-providers.ts';
import { attemptLine, logFile, problemLine } from './log-file.ts';
import { machineTerminalId } from './machine-terminal-id.ts';
import { profileOutcome, readStoreProfile } from './profile-store.ts';
import { createProviderTime } from './provider-clock.ts';
import type { Provisioned, ProvisionInput } from './provision.ts';
import type { RevokeDeps, Revoked, RevokeInput } from './revoke.ts';
import { type JournalSetAside, setAside } from './set-journal-aside.ts';
import { type ProfileShown, showProfile } from './show-profile.ts';
import { showTerminal, type TerminalShown } from './show-terminal.ts';
import { collectSupport, type SupportFile } from './support-bundle.ts';
import type { ChosenSettings, MachineFacts } from './support-facts.ts';
import { systemClock, systemRandom } from './system.ts';
import type { LogEntry, Till } from './till.ts';
import { followJournal, type Trail } from './trail.ts';

export interface AppOptions {
  readonly place: FolderPlace;
  /** The keychain under this scope; the sandbox hands out its own for its own profile. */
  readonly openVault: (scope: string, profile: StoreProfile | null) => Vault;
  readonly operator: string;
  readonly hasDisplay: boolean;
  readonly onProgress?: (progress: CallProgress) => void;
  /** Told what becomes of the keys whenever they are asked for. */
  readonly onKeys?: (state: KeysState) => void;
  readonly log?: (entry: LogEntry) => void;
  /** Told of what went wrong without changing an answer. */
  readonly onFault?: (error: unknown) => void;
  readonly clock?: Clock;
  readonly random?: Random;
  /** When whoever started this process pressed; absent: at the moment of each wish. */
  readonly pressedAt?: () => number;
  readonly printing?: Printing;
  readonly http?: HttpOptions;
  readonly machineTerminalId?: () => string | null;
  /** Who runs the till, for its log; absent: a command. */
  readonly front?: 'window' | 'command' | 'sandbox';
  /** What only a window knows, for a support bundle. */
  readonly screens?: () => MachineFacts['screens'];
  readonly windowSettings?: () => ChosenSettings;
}

type Opened<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly outcome: Unavailable };

/** What a read-only command sees: the journal where there is one, the profile where it can be read. */
export interface Reader {
  readonly journal: Journal | null;
  readonly profile: StoreProfile | null;
  readonly folder: DataFolder;
}

export interface App {
  /** Everything that sends or prints; opened once. */
  till(): Promise<Opened<Till>>;
  /** Everything that only reads; beside whoever is acting. */
  reader(): Promise<Opened<Reader>>;
  provision(input: ProvisionInput): Promise<Outcome<Provisioned>>;
  /** Takes the keys out of the keychain and the profile away; the journal stays. `allowed`: whether whoever asks may. */
  revoke(input: RevokeInput, allowed?: RevokeDeps['allowed']): Promise<Outcome<Revoked>>;
  showProfile(): Promise<Outcome<ProfileShown>>;
  showTerminal(): Promise<Outcome<TerminalShown>>;
  doctor(): Promise<{ readonly outcome: Outcome<null>; readonly findings: readonly Finding[] }>;
  /** What would be in a support bundle: what the doctor finds, and the facts of main/app/support-facts.ts. */
  support(): Promise<readonly SupportFile[]>;
  /** Notes a fault in the till's log: its kind and where, never its text. */
  logProblem(where: string, error: unknown): void;
  /** A copy of the journal, to `out` or among the till's backups; beside whoever is acting. */
  backUp(out: string | undefined): Promise<Outcome<JournalBackedUp>>;
  /** Today's backup where there is none yet; null: nothing was to be done. */
  backUpDaily(): Promise<Outcome<JournalBackedUp> | null>;
  /** Sets a damaged journal aside and begins a new one; a person has agreed. Nothing of this app may be under way. */
  setJournalAside(): Promise<Outcome<JournalSetAside>>;
  /** What was done to this till's own files since it was opened, for a person to know; null: nothing. */
  notice(): Words | null;
  /** How far the providers' clock is ahead of this machine's, milliseconds; null before any answer. */
  clockOffset(): number | null;
  /** What is known of a command that is stopped now: of what this process began, and of nothing else. */
  interrupted(): Outcome<unknown>;
  /** Whoever asked has been told what came of this operation. */
  told(operationId: string): Promise<void>;
  close(): Promise<void>;
}

/** Whether every provider of the profile is on this machine, as only a sandbox is. */
export function isSandbox(profile: Pick<StoreProfile, 'speedcash' | 'paycools'>): boolean {
  const urls = [profile.speedcash?.baseUrl, profile.paycools?.baseUrl].filter((url) => url !== undefined);
  return urls.length > 0 && urls.every(isLoopbackUrl);
}

function asUnavailable(outcome: NotOk): Unavailable {
  if (outcome.outcome === 'unavailable') return outcome;
  throw new Error(`bug: a data folder is ok or unavailable, not ${outcome.outcome}`);
}

export function openApp(options: AppOptions): App {
  const { clock = systemClock, random = systemRandom } = options;
  const http = createHttp(options.http);
  const readTerminalId = options.machineTerminalId ?? (() => machineTerminalId());
  let ownTerminalId: string | null | undefined;
  // Asking the system starts a process; the answer never changes.
  const terminalId = (): string | null => {
    ownTerminalId ??= readTerminalId();
    return ownTerminalId;
  };
  const closers: (() => void)[] = [];
  const time = createProviderTime(clock);
  let tillOpened: Promise<Opened<Till>> | null = null;
  let trail: Trail | null = null;
  let notice: Words | null = null;

  function openFolder(): Opened<DataFolder> {
    const opened = openDataFolder(options.place);
    return opened.outcome === 'ok' ? { ok: true, value: opened.data } : { ok: false, outcome: asUnavailable(opened) };
  }

  const keeper = createKeyKeeper({
    openVault: options.openVault,
    random,
    parts: { http, clock, time },
    onKeys: options.onKeys,
    onFault: options.onFault,
  });

  async function openTill(): Promise<Opened<Till>> {
    const folder = openFolder();
    if (!folder.ok) return folder;
    const stored = await readStoreProfile(folder.value);
    if (stored.state !== 'found') {
      if (stored.state === 'absent') keeper.sweepSoon(folder.value, null);
      return { ok: false, outcome: profileOutcome(stored) };
    }
    const opened = await openPatiently({ folder: folder.value.path, clock, random });
    if (!opened.ok) return { ok: false, outcome: journalUnavailable(opened) };
    if (opened.migrated !== null) notice = words('journal.migrated', { ...opened.migrated });
    closers.push(() => opened.journal.close());
    trail = followJournal(opened.journal);
    const log = logFile(folder.value.path);
    log.write({ what: 'start', at: clock.now(), front: options.front ?? 'command', version: packageFacts.version });
    const place = { folder: folder.value.path, clock };
    const lock = openActingLock(place);
    const { journal } = trail;
    const locks = openPrinterLocks(place);
    closers.push(
      () => lock.close(),
      () => locks.close(),
    );
    const printing = options.printing ?? createPrinting({ clock, random, locks, memory: journal.printers });
    const queue = createPrintQueue({ journal, printing, locks, clock, printers: stored.profile.printers });
    return {
      ok: true,
      value: {
        profile: stored.profile,
        sandbox: isSandbox(stored.profile),
        journal,
        lock,
        clock,
        time,
        random,
        http,
        printing,
        queue,
        operator: options.operator,
        machineTerminalId: terminalId,
        providers: keeper.loader(folder.value, stored),
        pressedAt: options.pressedAt ?? (() => clock.now()),
        onProgress: options.onProgress ?? (() => undefined),
        onFault: (error) => {
          log.write(problemLine(clock.now(), 'background', error));
          options.onFault?.(error);
        },
        log: (entry) => {
          log.write(attemptLine(entry));
          options.log?.(entry);
        },
      },
    };
  }

  /** @returns the reader, and what closes it */
  async function openReader(): Promise<Opened<{ readonly reader: Reader; readonly close: () => void }>> {
    const folder = openFolder();
    if (!folder.ok) return folder;
    const stored = await readStoreProfile(folder.value);
    const profile = stored.state === 'found' ? stored.profile : null;
    const opened = await openPatiently({ folder: folder.value.path, clock, random, readOnly: true });
    if (!opened.ok && opened.reason !== 'absent') return { ok: false, outcome: journalUnavailable(opened) };
    const journal = opened.ok ? opened.journal : null;
    return { ok: true, value: { reader: { journal, profile, folder: folder.value }, close: () => journal?.close() } };
  }

  async function reader(): Promise<Opened<Reader>> {
    const opened = await openReader();
    if (!opened.ok) return opened;
    closers.push(opened.value.close);
    return { ok: true, value: opened.value.reader };
  }

  function shownTerminal(profile: StoreProfile | null, journal: Journal | null): Outcome<TerminalShown> {
    const merchantId = profile?.speedcash?.merchantId ?? null;
    const registration = merchantId === null ? null : (journal?.registration(merchantId) ?? null);
    return showTerminal(terminalId(), merchantId, registration);
  }

  const till = (): Promise<Opened<Till>> => {
    tillOpened ??= openTill().then((opened) => {
      // Provisioning or a repaired disk may change the answer.
      if (!opened.ok) tillOpened = null;
      return opened;
    });
    return tillOpened;
  };

  const examine: App['doctor'] = async () => {
    const read = await reader();
    const opened = await till();
    const folder = openFolder();
    const profile = opened.ok ? opened.value.profile : null;
    return doctor({
      vault: folder.ok ? options.openVault(folder.value.scope, profile) : null,
      till: opened.ok ? { ok: true, till: opened.value } : { ok: false, words: opened.outcome.words },
      journal: read.ok ? { ok: true, journal: read.value.journal } : { ok: false, words: read.outcome.words },
      backups: folder.ok ? { folder: folder.value.path, clock } : null,
      hasDisplay: options.hasDisplay,
      clockOffset: () => time.offset(),
    });
  };

  return {
    till,
    reader,
    async provision(input) {
      const folder = openFolder();
      if (!folder.ok) return folder.outcome;
      const outcome = await keeper.provision(folder.value, input);
      tillOpened = null;
      return outcome;
    },
    async revoke(input, allowed) {
      const folder = openFolder();
      if (!folder.ok) return folder.outcome;
      const outcome = await keeper.revoke(folder.value, input, allowed);
      tillOpened = null;
      return outcome;
    },
    async showProfile() {
      const folder = openFolder();
      return folder.ok ? showProfile(folder.value) : folder.outcome;
    },
    async showTerminal() {
      const opened = tillOpened === null ? null : await tillOpened;
      if (opened?.ok === true) return shownTerminal(opened.value.profile, opened.value.journal);
      const read = await openReader();
      if (!read.ok) return read.outcome;
      const { profile, journal } = read.value.reader;
      const shown = shownTerminal(profile, journal);
      // Asked again and again by a window: what was opened for it is closed with it.
      read.value.close();
      return shown;
    },
    doctor: examine,
    async support() {
      const { findings } = await examine();
      const read = await reader();
      const folder = openFolder();
      const path = folder.ok ? folder.value.path : null;
      return collectSupport({
        folder: path ?? dataFolderPath(options.place),
        hasDisplay: options.hasDisplay,
        now: clock.now(),
        screens: options.screens?.() ?? [],
        profile: read.ok ? read.value.profile : null,
        journal: read.ok ? read.value.journal : null,
        findings,
        clock: { offsetMs: time.offset(), correctionMs: time.correction() },
        window: options.windowSettings?.() ?? null,
        log: path === null ? [] : logFile(path).read(),
      });
    },
    logProblem(where, error) {
      const folder = openFolder();
      if (folder.ok) logFile(folder.value.path).write(problemLine(clock.now(), where, error));
    },
    async backUp(out) {
      const folder = openFolder();
      return folder.ok ? backUp({ folder: folder.value.path, clock }, out) : folder.outcome;
    },
    async backUpDaily() {
      const folder = openFolder();
      if (!folder.ok) return folder.outcome;
      const stored = await readStoreProfile(folder.value);
      const keep = stored.state === 'found' ? stored.profile.journal?.backupDays : undefined;
      return backUpDaily({ folder: folder.value.path, clock }, keep ?? KEEP_DAYS);
    },
    async setJournalAside() {
      const folder = openFolder();
      if (!folder.ok) return folder.outcome;
      const opened = await tillOpened;
      tillOpened = null;
      if (opened?.ok === true) opened.value.journal.close();
      return setAside({ folder: folder.value.path, clock, random });
    },
    notice: () => notice,
    clockOffset: () => time.offset(),
    interrupted: () =>
      trail?.interrupted() ?? {
        outcome: 'not-sent',
        code: null,
        words: words('call.interrupted-idle'),
        operationId: null,
      },
    async told(operationId) {
      const opened = await till();
      if (!opened.ok) return;
      try {
        opened.value.journal.told(operationId);
      } catch (error) {
        // Not noted: the same wish pressed again shows the same QR again, as one whose answer was lost.
        if (journalTrouble(error) === null) throw error;
      }
    },
    async close() {
      await keeper.settled();
      for (const close of closers.splice(0)) close();
      await http.close();
    },
  };
}
