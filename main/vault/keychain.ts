/** Secrets in the operating system's own keychain, and why it did not do what was asked. */
import { randomBytes, randomInt } from 'node:crypto';
import type { Vault, VaultRead, VaultTrouble, VaultWrite } from '../ports/vault.ts';

/** Windows' CRED_MAX_CREDENTIAL_BLOB_SIZE; held to everywhere, so that a profile fits every till or none. */
export const MAX_SECRET_BYTES = 2560;

const SERVICE = 'qris-terminal';
/**
 * D-Bus gives up on starting a prompter after 25 s; a little more lets the keychain's own answer come first, and gives
 * the person at the prompt the time to type.
 */
const TIME_LIMIT_MS = 30_000;
const BEHIND_STUCK_MS = 5_000;

/** What a check writes for a moment. A few names for ever: a check that was killed leaves one that the next removes. */
export const CANARY_NAMES: readonly string[] = Array.from({ length: 8 }, (_, at) => `canary-${at}`);

export interface KeychainOptions {
  /** The namespace, one for each data folder: the account is `<scope>/<name>`. */
  readonly scope: string;
  /** How long the keychain may take over one request, milliseconds; past it, it counts as locked. */
  readonly timeLimitMs?: number;
}

interface Failed {
  readonly status: VaultTrouble;
  readonly detail: string;
}

type Answer<T> = { readonly status: 'answered'; readonly value: T } | Failed;

type Keyring = typeof import('@napi-rs/keyring');
type Entry = InstanceType<Keyring['AsyncEntry']>;

const CORRUPT =
  /is matched by|not valid UTF-8|not UTF-8|data format|decryption failed|initialization vector|MIME type/i;
const LOCKED: Readonly<Record<string, RegExp>> = {
  // The Secret Service says these two whether nobody answered the prompt or no prompt could be shown.
  linux: /object locked|prompt (?:was )?dismissed/i,
  // errSecInteractionNotAllowed, errSecAuthFailed, errSecUserCanceled, errSecInDarkWake
  darwin: /interaction is not allowed|passphrase you entered|user canceled|dark wake|-25308|-25293|-128\b|-25320/i,
};

/**
 * What a failure of the keychain's library means.
 * @param message the library's own text; only its kinds of failure are known, it gives every one the same code
 */
export function troubleOf(message: string, platform: NodeJS.Platform): VaultTrouble {
  if (CORRUPT.test(message)) return 'corrupt';
  return LOCKED[platform]?.test(message) === true ? 'locked' : 'unavailable';
}

function failed(error: unknown): Failed {
  const message = error instanceof Error ? error.message : String(error);
  // One line: D-Bus explains itself at length.
  return { status: troubleOf(message, process.platform), detail: message.replace(/\s+/g, ' ').slice(0, 200) };
}

async function withinLimit<T>(work: Promise<T>, limitMs: number): Promise<Answer<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Failed>((resolve) => {
    timer = setTimeout(() => {
      resolve({ status: 'locked', detail: `no answer within ${limitMs} ms; it may be waiting for its password` });
    }, limitMs);
  });
  const done = work.then((value): Answer<T> => ({ status: 'answered', value }), failed);
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The library's requests of this whole process, for all of them share one pool of threads. */
let last: Promise<unknown> = Promise.resolve();
/** Requests that were given up and still hold a thread. */
let stuck = 0;

/** Whether the library has a request at this moment. */
let asking = false;

/** Whether a request is still with the keychain: its thread holds the process's end up, whoever waits for it or not. */
export function keychainIsAsked(): boolean {
  return asking;
}

/**
 * One request at a time: a keychain that waits for a password would otherwise take every thread of the pool, and with
 * them all that reads files. Behind one that was given up nobody waits long: the person at the prompt is the same.
 */
async function inTurn<T>(limitMs: number, work: () => Promise<T>): Promise<Answer<T>> {
  let begun = false;
  let givenUp = false;
  const mine = last.then(async () => {
    if (givenUp) throw new Error('the keychain came free too late');
    begun = true;
    asking = true;
    try {
      return await work();
    } finally {
      asking = false;
    }
  });
  last = mine.catch(() => undefined); // told to whoever asked, by `mine`
  const answer = await withinLimit(mine, stuck > 0 ? Math.min(limitMs, BEHIND_STUCK_MS) : limitMs);
  givenUp = answer.status !== 'answered';
  if (givenUp && begun) {
    stuck += 1;
    const free = (): void => {
      stuck -= 1;
    };
    mine.then(free, free);
  }
  return answer;
}

/**
 * The keychain of whoever runs this program: Secret Service (never the kernel's keyutils, which a restart empties),
 * macOS Keychain, Windows Credential Manager. Secrets are kept as bytes, one entry each.
 *
 * Answers: `absent` is only said by a keychain that looked. `locked`: it wants its password and nobody gave it, or it
 * did not answer in time. `unavailable`: no keychain, no session bus, no native module. `corrupt`: it holds something
 * that cannot be the secret. A request that ran out of time may still be carried out later.
 */
export function openKeychain(options: KeychainOptions): Vault {
  const { scope, timeLimitMs = TIME_LIMIT_MS } = options;
  const ask = <T>(work: () => Promise<T>): Promise<Answer<T>> => inTurn(timeLimitMs, work);

  async function entry(name: string): Promise<Entry> {
    // Loaded at first use: where the native module is missing, that is an unavailable keychain and not a crash.
    const { AsyncEntry } = await import('@napi-rs/keyring');
    return new AsyncEntry(SERVICE, `${scope}/${name}`, { linux: { store: 'secret-service' } });
  }

  async function read(name: string): Promise<VaultRead> {
    const answer = await ask(async () => (await entry(name)).getSecret());
    if (answer.status !== 'answered') return answer;
    if (answer.value === null) return { status: 'absent' };
    const secret = Buffer.from(answer.value);
    answer.value.fill(0);
    return { status: 'found', secret };
  }

  async function write(name: string, secret: Uint8Array): Promise<VaultWrite> {
    if (secret.length > MAX_SECRET_BYTES) {
      return { status: 'unavailable', detail: `${secret.length} bytes; an entry holds ${MAX_SECRET_BYTES}` };
    }
    const answer = await ask(async () => (await entry(name)).setSecret(secret));
    return answer.status === 'answered' ? { status: 'done' } : answer;
  }

  async function remove(name: string): Promise<VaultWrite> {
    const answer = await ask(async () => (await entry(name)).deleteCredential());
    return answer.status === 'answered' ? { status: 'done' } : answer;
  }

  return { check: () => checkByCanary({ read, write, remove }), read, write, remove };
}

async function checkByCanary(vault: Omit<Vault, 'check'>): Promise<VaultWrite> {
  const first = await checkOnce(vault);
  // Another process may have had the same name at the same moment.
  return first.status === 'changed' ? asWrite(await checkOnce(vault)) : first;
}

function asWrite(checked: Checked): VaultWrite {
  return checked.status === 'changed' ? { status: checked.as, detail: checked.detail } : checked;
}

type Checked = VaultWrite | { readonly status: 'changed'; readonly as: VaultTrouble; readonly detail: string };

async function checkOnce(vault: Omit<Vault, 'check'>): Promise<Checked> {
  const name = `canary-${randomInt(CANARY_NAMES.length)}`;
  const canary = randomBytes(32);
  const written = await vault.write(name, canary);
  if (written.status !== 'done') return written;
  const back = await vault.read(name);
  const removed = await vault.remove(name);
  if (back.status === 'absent') {
    return { status: 'changed', as: 'unavailable', detail: 'what was written could not be found again' };
  }
  if (back.status !== 'found') return back;
  if (!back.secret.equals(canary)) {
    return { status: 'changed', as: 'corrupt', detail: 'what was written came back changed' };
  }
  return removed;
}
