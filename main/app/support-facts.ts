/** What a support bundle says, field by field: nothing is copied that is not named here, and no free text is among it. */
import { lstatSync, statfsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { arch, cpus, freemem, platform, release, totalmem, uptime } from 'node:os';
import { join } from 'node:path';
import packageFacts from '../../package.json' with { type: 'json' };
import { jakartaDate } from '../../shared/jakarta-time.ts';
import type { PrinterSettings } from '../../shared/printing.ts';
import type { StoreProfile } from '../../shared/profile.ts';
import { JOURNAL_VERSION } from '../journal/migrations.ts';
import { RULE_SENTENCES } from '../journal/verify.ts';
import type { Journal } from '../ports/journal.ts';
import { OPERATION_STATES } from '../ports/operations.ts';
import type { PrinterKnown } from '../ports/printing.ts';
import { modelFacts } from '../printing/models.ts';
import type { Finding } from './doctor.ts';
import { waitAfter } from './people.ts';

export type Fact = null | boolean | number | string | readonly Fact[] | { readonly [name: string]: Fact };

const DAYS = 30;
const DAY_MS = 86_400_000;
const NEWEST = 100;
const NEWEST_PRINTS = 500;
/** A larger journal is verified by `journal verify`, not while somebody waits. */
const VERIFIED = 20_000;

/** Enough to compare with what somebody reads aloud; of a short text, nothing. */
function lastFour(text: string): string {
  return text.length > 8 ? `…${text.slice(-4)}` : '…';
}

/** A provider's response code; anything else that stands in its place may be anything. */
function codeOf(code: string | null): string | null {
  return code === null || /^\d{7}$/.test(code) ? code : 'other';
}

const iso = (at: number): string => new Date(at).toISOString();
const megabytes = (bytes: number): number => Math.round(bytes / 1e6);

export interface MachineFacts {
  readonly folder: string;
  readonly hasDisplay: boolean;
  readonly now: number;
  /** Size (device-independent pixels) and scale of each display; the command line knows of none. */
  readonly screens: readonly { readonly width: number; readonly height: number; readonly scale: number }[];
}

function freeDisk(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return megabytes(bavail * bsize);
  } catch {
    return null; // not told by this system
  }
}

export function aboutFacts({ folder, hasDisplay, now, screens }: MachineFacts): Fact {
  const { node, v8, openssl } = process.versions;
  // Electron's types promise them; the command line has none of the three.
  const other: Readonly<Record<string, string | undefined>> = process.versions;
  const { electron = null, chrome = null, sqlite = null } = other;
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions();
  return {
    made: iso(now),
    program: { version: packageFacts.version, journal: JOURNAL_VERSION },
    versions: { node, electron, chrome, v8, openssl, sqlite },
    system: { platform: platform(), release: release(), arch: arch(), timeZone, locale },
    machine: {
      processors: cpus().length,
      memoryMegabytes: megabytes(totalmem()),
      freeMegabytes: megabytes(freemem()),
      freeDiskMegabytes: freeDisk(folder),
      upHours: Math.round(uptime() / 3600),
    },
    display: hasDisplay,
    screens: screens.map(({ width, height, scale }) => ({ width, height, scale })),
    // Of no effect on the till itself, but on what else a person tries on this machine.
    proxySet: ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'].some(
      (name) => (process.env[name] ?? '') !== '',
    ),
  };
}

/** Of a printer its kind and numbers; what people call it, and where it is, stay here. */
function printerFacts(printer: PrinterSettings, index: number, known: PrinterKnown | null): Fact {
  const { transport, paper, qr, substitute, waitMinutes = null } = printer;
  const asked = known?.asked ?? null;
  const learned = known?.learned ?? null;
  return {
    printer: index + 1,
    kind: transport.kind,
    port: transport.kind === 'tcp' ? transport.port : null,
    baudRate: transport.kind === 'serial' ? transport.baudRate : null,
    handshake: transport.kind === 'serial' ? (transport.handshake ?? 'hardware') : null,
    usb: transport.kind === 'usb' && 'vendorId' in transport ? [transport.vendorId, transport.productId] : null,
    paper,
    qr,
    substitute: substitute !== undefined,
    waitMinutes,
    asked:
      asked === null
        ? null
        : {
            // What a device calls itself is text from outside: only a name that we know ourselves is passed on.
            model: asked.model === null ? null : (modelFacts(asked.model)?.name ?? 'not in our list'),
            nativeQr: asked.nativeQr,
            at: iso(asked.at),
          },
    learned:
      learned === null
        ? null
        : {
            columns: learned.columns,
            nativeQr: learned.nativeQr,
            leastDots: learned.leastDots,
            codePage: learned.codePage,
            at: iso(learned.at),
          },
  };
}

export function printersFacts(profile: StoreProfile | null, journal: Journal | null): Fact {
  return (profile?.printers ?? []).map((printer, index) =>
    printerFacts(printer, index, journal?.printers.recall(printer.name) ?? null),
  );
}

export interface ChosenSettings {
  readonly language?: 'id' | 'en' | undefined;
  readonly sounds?: boolean | undefined;
}

export function settingsFacts(profile: StoreProfile | null, window: ChosenSettings | null): Fact {
  const speedcash = profile?.speedcash ?? null;
  const paycools = profile?.paycools ?? null;
  const operators = profile?.operators;
  return {
    provisioned: profile !== null,
    speedcash:
      speedcash === null
        ? null
        : {
            merchant: lastFour(speedcash.merchantId),
            signedPath: speedcash.signedPath,
            pins: speedcash.pins?.length ?? 0,
          },
    paycools:
      paycools === null
        ? null
        : {
            merchant: lastFour(paycools.merchantId),
            expireAtmQr: paycools.expireAtmQr,
            pins: paycools.pins?.length ?? 0,
          },
    journal: {
      keepYears: profile?.journal?.keepYears ?? null,
      backupDays: profile?.journal?.backupDays ?? null,
    },
    operators: {
      lockMinutes: operators?.lockMinutes ?? null,
      reprints: operators?.reprints ?? null,
      cashiers: operators?.cashiers ?? null,
      commandLine: operators?.commandLine ?? null,
    },
    // Where it stands is the store's business.
    proxy: profile?.network?.proxy === undefined ? null : new URL(profile.network.proxy.url).protocol.slice(0, -1),
    window: window === null ? null : { language: window.language ?? null, sounds: window.sounds ?? null },
  };
}

/** A problem's line names an operation before its sentence: the sentence alone is told. */
function sentenceOf(problem: string): string {
  return RULE_SENTENCES.find((sentence) => problem.endsWith(` ${sentence}`)) ?? 'another problem; see journal verify';
}

function tally(keys: Iterable<string>): { readonly [key: string]: number } {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([a], [b]) => a.localeCompare(b)));
}

function verified(journal: Journal): Fact {
  const size = journal.atMost();
  if (size > VERIFIED) return { checked: false, atMost: size };
  const { ok, operations, attempts, printJobs, events, problems } = journal.verify();
  return { checked: true, ok, operations, attempts, printJobs, events, problems: tally(problems.map(sentenceOf)) };
}

function newest(journal: Journal): Fact {
  return journal.operations({ limit: NEWEST }).map((operation) => {
    const { kind, provider, state, code, attempts, reference, createdAt, updatedAt, toldAt } = operation;
    return {
      at: iso(createdAt),
      changed: iso(updatedAt),
      kind,
      provider,
      state,
      code: codeOf(code),
      attempts,
      reference: lastFour(reference),
      told: toldAt !== null,
      tries: journal
        .attemptsOf(operation.id)
        .map(({ service, outcome, code: said, httpStatus, startedAt, endedAt }) => ({
          service,
          outcome,
          code: codeOf(said),
          httpStatus,
          ms: endedAt === null ? null : endedAt - startedAt,
        })),
    };
  });
}

export function journalFacts(journal: Journal | null, now: number): Fact {
  if (journal === null) return null;
  const { events, link } = journal.chainHead();
  const prints = journal.printJobs({ limit: NEWEST_PRINTS });
  const lately = journal.allOperations({ since: now - DAYS * DAY_MS });
  const days = function* (): Generator<string> {
    for (const { createdAt, provider, kind, state } of lately) {
      yield `${jakartaDate(createdAt)} ${provider} ${kind} ${state}`;
    }
  };
  const shift = journal.shifts.present();
  return {
    chain: { events, link },
    verify: verified(journal),
    states: Object.fromEntries(OPERATION_STATES.map((state) => [state, journal.countOperations(state)])),
    days: tally(days()),
    prints: tally(
      prints.map(({ kind, state, proof, reason }) =>
        [kind, state, proof, reason].filter((word) => word !== null).join(' '),
      ),
    ),
    waitingPrints: journal.waitingPrints().length,
    shift: {
      number: shift.number,
      open: shift.opened !== null,
      since: shift.opened === null ? null : iso(shift.opened.at),
    },
    // How many there are, and never who.
    people: tally(journal.people.list().map(({ role, wrong }) => `${role}${waitAfter(wrong) > 0 ? ' waiting' : ''}`)),
    newest: newest(journal),
  };
}

const FILES = [
  'folder-id',
  'provisioned.json',
  'keychain-generations.json',
  'operators.mark',
  'journal.sqlite',
  'journal.sqlite-wal',
  'journal.sqlite-shm',
  'acting.lock',
  'acting.json',
  'backups',
  'printers',
  'pruned',
  'log',
  'window',
] as const;

const BACKUP = /^journal-\d{4}-\d{2}-\d{2}\.sqlite$/;

/** Sizes and rights of the files that are ours; of others only how many there are. */
export async function fileFacts(folder: string): Promise<Fact> {
  const names = await readdir(folder).catch(() => []); // there is none yet
  const ours = FILES.flatMap((name): Fact[] => {
    const stat = lstatSync(join(folder, name), { throwIfNoEntry: false });
    if (stat === undefined) return [];
    const kind = stat.isSymbolicLink() ? 'link' : stat.isDirectory() ? 'folder' : 'file';
    const rights = (stat.mode & 0o777).toString(8);
    return [{ name, kind, bytes: stat.isFile() ? stat.size : null, rights, changed: iso(stat.mtimeMs) }];
  });
  const backups = (await readdir(join(folder, 'backups')).catch(() => [])).filter((name) => BACKUP.test(name));
  return {
    files: ours,
    others: names.filter((name) => !FILES.some((known) => known === name)).length,
    backups: backups.toSorted().map((name) => ({ name, bytes: lstatSync(join(folder, 'backups', name)).size })),
  };
}

/** Each finding by its key: the sentence itself may quote a name. */
export function findingFacts(findings: readonly Finding[]): Fact {
  let printers = 0;
  return findings.map(({ check, health, words }) => {
    const isPrinter = check.startsWith('printer');
    if (isPrinter) printers += 1;
    return { check: isPrinter ? `printer ${printers}` : check, health, says: words.key };
  });
}
