/** A store's profile as this program keeps it: everything of the profile file but its secrets. */

import type { PrinterSettings } from './printing.ts';
import type { CashierRight } from './rights.ts';

export interface StoreFacts {
  readonly name: string;
  readonly address: string;
}

export interface SpeedcashFacts {
  /** Ends in /v1.0 at the real provider; no trailing slash is kept. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly channelId: string;
  readonly merchantId: string;
  readonly ownerPhone: string;
  readonly signedPath: 'relative' | 'full';
  readonly listPath: string;
  readonly billNumberField: string;
  /** `sha256/BASE64` of the public keys of which one has to stand behind `baseUrl`. */
  readonly pins?: readonly string[] | undefined;
}

export interface PaycoolsFacts {
  readonly baseUrl: string;
  readonly tokenPath: string;
  readonly clientId: string;
  readonly merchantId: string;
  readonly channelCode: string;
  readonly notifyUrl: string;
  readonly regionNo: string;
  readonly branchNo: string;
  readonly expireAtmQr: 'off' | 'cdmReferenceId' | 'partnerReferenceNo';
  /** `sha256/BASE64` of the public keys of which one has to stand behind `baseUrl`. */
  readonly pins?: readonly string[] | undefined;
}

/**
 * To compare, never to use: 16 hex digits each. Keys: the start of SHA-256 over the public half (SPKI DER).
 * The client secret, which somebody might guess: an HMAC keyed by the private key, so that the data folder alone gives
 * nobody a way to try guesses.
 */
export type Fingerprints = Readonly<Partial<Record<SecretName, string>>>;

export const SECRET_NAMES = ['speedcash.clientSecret', 'speedcash.privateKey', 'paycools.privateKey'] as const;
export type SecretName = (typeof SECRET_NAMES)[number];

export interface JournalSettings {
  /** `journal prune` takes nothing that is younger; 10 where it is not given. */
  readonly keepYears?: number | undefined;
  /** Days whose backup is kept; 14 where it is not given. */
  readonly backupDays?: number | undefined;
}

export interface NetworkSettings {
  /** The proxy that opens a tunnel to every provider that is not on this machine. */
  readonly proxy?: { readonly url: string } | undefined;
}

export interface OperatorSettings {
  /** Minutes without a touch after which the window locks; 2 where it is not given. */
  readonly lockMinutes?: number | undefined;
  /** How often everybody may print one slip again; 2 where it is not given. */
  readonly reprints?: number | undefined;
  /** What cashiers may do, instead of what they may everywhere. */
  readonly cashiers?: readonly CashierRight[] | undefined;
  /** Whether a command needs `--operator` for what needs a right in the window. */
  readonly commandLine?: 'free' | 'rights' | undefined;
}

export interface StoreProfile {
  readonly version: 1;
  readonly store: StoreFacts;
  readonly speedcash: SpeedcashFacts | null;
  readonly paycools: PaycoolsFacts | null;
  readonly printers: readonly PrinterSettings[];
  readonly journal?: JournalSettings | undefined;
  readonly network?: NetworkSettings | undefined;
  readonly operators?: OperatorSettings | undefined;
  readonly fingerprints: Fingerprints;
}

/** Whether the URL names this very machine: 127.0.0.1, [::1] or localhost, written in any way a URL allows. */
export function isLoopbackUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
}
