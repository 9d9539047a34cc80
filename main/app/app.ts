/** The till as one thing: what it is opened with, and what whoever stands in front of it (window, command line) may ask. */
import type { Outcome, Unavailable, Words } from '../../shared/outcome.ts';
import type { StoreProfile } from '../../shared/profile.ts';
import type { Journal } from '../ports/journal.ts';
import type { Printing } from '../ports/printing.ts';
import type { Vault } from '../ports/vault.ts';
import type { Clock, Random } from '../ports/world.ts';
import type { CallProgress } from '../snap/call.ts';
import type { HttpOptions } from '../snap/http.ts';
import type { JournalBackedUp } from './back-up-journal.ts';
import type { DataFolder, FolderPlace } from './data-folder.ts';
import type { Finding } from './doctor.ts';
import type { KeysState } from './load-providers.ts';
import type { PeopleTill } from './people.ts';
import type { Provisioned, ProvisionInput } from './provision.ts';
import type { Revoked, RevokeInput } from './revoke.ts';
import type { JournalSetAside } from './set-journal-aside.ts';
import type { ProfileShown } from './show-profile.ts';
import type { TerminalShown } from './show-terminal.ts';
import type { SupportFile } from './support-bundle.ts';
import type { ChosenSettings, MachineFacts } from './support-facts.ts';
import type { LogEntry, Till } from './till.ts';

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
  /** Milliseconds since this machine's start; absent: as the machine says. */
  readonly sinceBoot?: () => number;
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

export type Opened<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly outcome: Unavailable };

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
  /** Takes the keys out of the keychain and the profile away; the journal stays. */
  revoke(input: RevokeInput): Promise<Outcome<Revoked>>;
  showProfile(): Promise<Outcome<ProfileShown>>;
  showTerminal(): Promise<Outcome<TerminalShown>>;
  doctor(): Promise<{ readonly outcome: Outcome<null>; readonly findings: readonly Finding[] }>;
  /** What would be in a support bundle: what the doctor finds, and the facts of main/app/support-facts.ts. */
  support(): Promise<readonly SupportFile[]>;
  /** Notes a fault in the till's log: its kind and where, never its text. */
  logProblem(where: string, error: unknown): void;
  /** A copy of the journal, to `out` or among the till's backups; beside whoever is acting. */
  backUp(out: string | undefined): Promise<Outcome<JournalBackedUp>>;
  /**
   * Who there is: the till where it can be opened; where only its profile is gone, its journal alone. Null: there is no
   * profile, and nobody ever had a PIN here.
   */
  people(): Promise<Opened<PeopleTill> | null>;
  /** Whether this data folder says that its till knows its people, also where their journal cannot be opened. */
  knowsPeople(): boolean;
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
