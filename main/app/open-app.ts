/** The one place where a till is put together: folder, profile, keys, journal, providers, printers. */
import packageFacts from '../../package.json' with { type: 'json' };
import type { NotOk, Outcome, Unavailable, Words } from '../../shared/outcome.ts';
import { isLoopbackUrl, type StoreProfile } from '../../shared/profile.ts';
import { words } from '../../shared/words.ts';
import { openActingLock, openPrinterLocks } from '../journal/acting-lock.ts';
import { journalTrouble } from '../journal/trouble.ts';
import type { Journal } from '../ports/journal.ts';
import { createPrinting } from '../printing/printing.ts';
import { createPrintQueue } from '../printing/queue.ts';
import { createNetwork } from '../snap/http.ts';
import type { App, AppOptions, Opened, Reader } from './app.ts';
import { backUp, backUpDaily, KEEP_DAYS } from './back-up-journal.ts';
import { type DataFolder, dataFolderPath, openDataFolder } from './data-folder.ts';
import { doctor } from './doctor.ts';
import { atJournalEdge, journalUnavailable, openPatiently } from './journal-edge.ts';
import { createKeyKeeper } from './keep-keys.ts';
import { attemptLine, logFile, problemLine } from './log-file.ts';
import { machineTerminalId } from './machine-terminal-id.ts';
import type { PeopleTill } from './people.ts';
import { type PeopleMark, peopleMark } from './people-mark.ts';
import { isWithoutProfile, profileOutcome, readStoreProfile } from './profile-store.ts';
import { createProviderTime } from './provider-clock.ts';
import { setAside, soundJournal } from './set-journal-aside.ts';
import { showProfile } from './show-profile.ts';
import { showTerminal, type TerminalShown } from './show-terminal.ts';
import { collectSupport } from './support-bundle.ts';
import { systemClock, systemRandom, systemSinceBoot } from './system.ts';
import type { Till } from './till.ts';
import { followJournal, type Trail } from './trail.ts';

/** Whether every provider of the profile is on this machine, as only a sandbox is. */
function isSandbox(profile: Pick<StoreProfile, 'speedcash' | 'paycools'>): boolean {
  const urls = [profile.speedcash?.baseUrl, profile.paycools?.baseUrl].filter((url) => url !== undefined);
  return urls.length > 0 && urls.every(isLoopbackUrl);
}

function asUnavailable(outcome: NotOk): Unavailable {
  if (outcome.outcome === 'unavailable') return outcome;
  throw new Error(`bug: a data folder is ok or unavailable, not ${outcome.outcome}`);
}

/** Whether this till knows its people; what was cut short between the journal and the mark beside it is made up for. */
function knownPeople(journal: Journal, mark: PeopleMark): Promise<Outcome<{ readonly known: boolean }>> {
  return atJournalEdge(journal, () => {
    const known = journal.people.list().length > 0;
    if (known) mark.set();
    return Promise.resolve({ outcome: 'ok', code: null, operationId: null, words: words('desk.ok'), data: { known } });
  });
}

export function openApp(options: AppOptions): App {
  const { clock = systemClock, random = systemRandom } = options;
  const network = createNetwork(options.http);
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
    parts: { network, clock, time },
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
    const mark = peopleMark(folder.value.path);
    const people = await knownPeople(journal, mark);
    if (people.outcome !== 'ok') return { ok: false, outcome: asUnavailable(people) };
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
        printing,
        queue,
        // An operating system's user is told apart from an operator of the same name.
        operator: people.data.known ? `os:${options.operator}` : options.operator,
        may: () => true,
        mark,
        sinceBoot: options.sinceBoot ?? systemSinceBoot,
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

  /** For a look that is over when `use` is: whoever asks again and again leaves nothing open. */
  async function withReader<T>(use: (read: Opened<Reader>) => T | Promise<T>): Promise<T> {
    const opened = await openReader();
    try {
      return await use(opened.ok ? { ok: true, value: opened.value.reader } : opened);
    } finally {
      if (opened.ok) opened.value.close();
    }
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

  let bare: Promise<Opened<PeopleTill> | null> | null = null;

  /** A till whose profile was taken away, or cannot be read, still knows its people. */
  async function openBare(): Promise<Opened<PeopleTill> | null> {
    const folder = openFolder();
    if (!folder.ok) return folder;
    const mark = peopleMark(folder.value.path);
    if (!mark.there()) return null;
    const opened = await openPatiently({ folder: folder.value.path, clock, random });
    if (!opened.ok) return { ok: false, outcome: journalUnavailable(opened) };
    const { journal } = opened;
    return { ok: true, value: { journal, mark, sinceBoot: options.sinceBoot ?? systemSinceBoot, profile: null } };
  }

  async function closeBare(): Promise<void> {
    const opened = await bare;
    bare = null;
    if (opened?.ok === true) opened.value.journal.close();
  }

  const people: App['people'] = async () => {
    const opened = await till();
    if (opened.ok || !isWithoutProfile(opened.outcome)) return opened;
    bare ??= openBare();
    const found = await bare;
    if (found?.ok !== true) bare = null;
    return found;
  };

  const examine: App['doctor'] = () =>
    withReader(async (read) => {
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
    });

  return {
    till,
    reader,
    async provision(input) {
      const folder = openFolder();
      if (!folder.ok) return folder.outcome;
      const outcome = await keeper.provision(folder.value, input);
      tillOpened = null;
      await closeBare();
      return outcome;
    },
    async revoke(input) {
      const folder = openFolder();
      if (!folder.ok) return folder.outcome;
      const outcome = await keeper.revoke(folder.value, input);
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
      return withReader((read) => (read.ok ? shownTerminal(read.value.profile, read.value.journal) : read.outcome));
    },
    doctor: examine,
    async support() {
      const { findings } = await examine();
      const folder = openFolder();
      const path = folder.ok ? folder.value.path : null;
      return withReader((read) =>
        collectSupport({
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
        }),
      );
    },
    logProblem(where, error) {
      const folder = openFolder();
      if (folder.ok) logFile(folder.value.path).write(problemLine(clock.now(), where, error));
    },
    async backUp(out) {
      const folder = openFolder();
      return folder.ok ? backUp({ folder: folder.value.path, clock }, out) : folder.outcome;
    },
    people,
    knowsPeople() {
      const folder = openFolder();
      return folder.ok && peopleMark(folder.value.path).there();
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
      // One that works is not closed under those who are at it.
      if (opened?.ok === true && opened.value.journal.damage() === null) return soundJournal();
      tillOpened = null;
      if (opened?.ok === true) opened.value.journal.close();
      await closeBare();
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
      await closeBare();
      for (const close of closers.splice(0)) close();
      await network.close();
    },
  };
}
