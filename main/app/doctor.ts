/** Looks at everything a till needs, one line each with what to do; sends nothing but a request for a token. */
import type { Outcome, Words } from '../../shared/outcome.ts';
import type { StoreProfile } from '../../shared/profile.ts';
import { words } from '../../shared/words.ts';
import type { Journal } from '../ports/journal.ts';
import type { Vault } from '../ports/vault.ts';
import type { TokenSource } from '../snap/token.ts';
import { vaultOutcome } from '../vault/words.ts';
import { type BackupPlace, backupFinding } from './back-up-journal.ts';
import { troubleWords as troubleSaid } from './journal-edge.ts';
import { peopleState } from './people.ts';
import { troubleWords } from './print-words.ts';
import { brokenWords } from './read-journal.ts';
import { notSentKey, withWait } from './say-network.ts';
import { tokenRefused } from './say-result.ts';
import { PROVIDER_TITLES, provider, type Till } from './till.ts';

export type Health = 'ok' | 'warn' | 'fail';

export interface Finding {
  /** keychain, profile, network, speedcash, paycools, clock, journal, people, backup, display, printer NAME */
  readonly check: string;
  readonly health: Health;
  readonly words: Words;
}

export interface DoctorDeps {
  readonly vault: Vault | null;
  /** The till, or why there is none. */
  readonly till: { readonly ok: true; readonly till: Till } | { readonly ok: false; readonly words: Words };
  readonly journal:
    | { readonly ok: true; readonly journal: Journal | null }
    | { readonly ok: false; readonly words: Words };
  /** Null where there is no data folder. */
  readonly backups: BackupPlace | null;
  readonly hasDisplay: boolean;
  /** How far the providers' clock is ahead of this machine's, in milliseconds; null before any answer. */
  readonly clockOffset: () => number | null;
}

const CLOCK_LIMIT_MS = 60_000;
/** Operations of a journal that is checked line by line while somebody waits. */
const VERIFIED = 20_000;

async function keychain(vault: Vault | null): Promise<Finding> {
  if (vault === null) return { check: 'keychain', health: 'ok', words: words('doctor.keychain-sandbox') };
  const result = await vault.check();
  if (result.status === 'done') return { check: 'keychain', health: 'ok', words: words('doctor.keychain') };
  return { check: 'keychain', health: 'fail', words: vaultOutcome(result.status, result.detail).words };
}

async function token(name: 'speedcash' | 'paycools', tokens: TokenSource): Promise<Finding> {
  const title = name === 'speedcash' ? 'SpeedCash' : 'PayCools';
  const result = await tokens.get();
  switch (result.kind) {
    case 'token':
      return { check: name, health: 'ok', words: words('doctor.provider', { provider: title }) };
    case 'refused': {
      const { code, message, retryAfter } = result;
      return {
        check: name,
        health: 'fail',
        words: withWait(tokenRefused(title, code, message), code, retryAfter, title),
      };
    }
    case 'no-answer':
      return {
        check: name,
        health: 'fail',
        words: words(notSentKey(result.note), { provider: title, note: result.note }),
      };
  }
}

async function providerFinding(till: Till, name: 'speedcash' | 'paycools'): Promise<Finding> {
  const found = await provider(till, name);
  if (found.ok) return token(name, found.provider.tokens);
  return { check: name, health: till.profile[name] === null ? 'warn' : 'fail', words: found.outcome.words };
}

/** Only where the profile says something about the network: who helps has to know that it is not the usual one. */
function networkFindings({ network, ...providers }: StoreProfile): readonly Finding[] {
  const names = ['speedcash', 'paycools'] as const;
  const pinned = names.flatMap((name) => {
    const count = providers[name]?.pins?.length ?? 0;
    return count === 0 ? [] : [`${PROVIDER_TITLES[name]} ${count}`];
  });
  const proxy = network?.proxy?.url ?? '–';
  if (proxy === '–' && pinned.length === 0) return [];
  const said = words('doctor.network', { proxy, pins: pinned.join(', ') || '–' });
  return [{ check: 'network', health: 'ok', words: said }];
}

function clock(offset: number | null, correction: number): Finding {
  if (offset === null) return { check: 'clock', health: 'warn', words: words('doctor.clock-unknown') };
  const seconds = Math.round(Math.abs(offset) / 1000);
  if (correction !== 0) return { check: 'clock', health: 'warn', words: words('doctor.clock-corrected', { seconds }) };
  return Math.abs(offset) <= CLOCK_LIMIT_MS
    ? { check: 'clock', health: 'ok', words: words('doctor.clock', { seconds }) }
    : { check: 'clock', health: 'fail', words: words('doctor.clock-off', { seconds }) };
}

async function printers(till: Till): Promise<readonly Finding[]> {
  if (till.profile.printers.length === 0) {
    return [{ check: 'printer', health: 'warn', words: words('printer.none') }];
  }
  const findings: Finding[] = [];
  for (const printer of till.profile.printers) {
    const check = `printer ${printer.name}`;
    const params = { printer: printer.name };
    const status = await till.printing.status(printer);
    if (status.state === 'trouble') {
      findings.push({ check, health: 'fail', words: words('printer.trouble', params, troubleWords(status.trouble)) });
    } else if (status.state === 'mute') {
      findings.push({ check, health: 'warn', words: words('printer.mute', params) });
    } else {
      const nearEnd = status.paper === 'near-end';
      const health = nearEnd ? 'warn' : 'ok';
      findings.push({ check, health, words: words(nearEnd ? 'printer.near-end' : 'printer.ready', params) });
    }
  }
  return findings;
}

function journalFinding(journal: DoctorDeps['journal']): Finding {
  if (!journal.ok) return { check: 'journal', health: 'fail', words: journal.words };
  if (journal.journal === null) return { check: 'journal', health: 'ok', words: words('doctor.journal-new') };
  const size = journal.journal.atMost();
  const large = size > VERIFIED;
  const { ok, operations, attempts, printJobs, events, problems } = large
    ? { ok: true, operations: size, attempts: 0, printJobs: 0, events: 0, problems: [] }
    : journal.journal.verify();
  const open = ok ? journal.journal.countOperations('unknown') : 0;
  if (open > 0) return { check: 'journal', health: 'warn', words: words('doctor.open', { count: open }) };
  if (large) return { check: 'journal', health: 'ok', words: words('doctor.journal-large', { count: size }) };
  return ok
    ? {
        check: 'journal',
        health: 'ok',
        words: words('journal.verified', { operations, attempts, prints: printJobs, events }),
      }
    : { check: 'journal', health: 'fail', words: brokenWords(journal.journal, problems.length) };
}

function isJournals(said: Words): boolean {
  return said.key.startsWith('journal.');
}

/** A journal that can be read and is whole, but takes no operation now; null: nothing of the kind. */
function notReady(till: DoctorDeps['till']): Finding | null {
  if (!till.ok) return isJournals(till.words) ? { check: 'journal', health: 'fail', words: till.words } : null;
  const found = till.till.journal.ready();
  // Somebody who writes at this moment is no trouble.
  if (found === null || found.trouble === 'locked') return null;
  return { check: 'journal', health: 'fail', words: troubleSaid(found.trouble, found.detail) };
}

/** Who may log in; a sandbox needs nobody. */
function peopleFinding(till: Till): readonly Finding[] {
  const state = peopleState(till);
  const list = till.journal.people.list();
  const supervisors = list.filter((one) => one.role === 'supervisor').length;
  if (state === 'lost') return [{ check: 'people', health: 'fail', words: words('people.lost') }];
  if (state === 'some' && supervisors === 0) {
    return [{ check: 'people', health: 'fail', words: words('doctor.people-no-supervisor') }];
  }
  if (state === 'some') {
    return [{ check: 'people', health: 'ok', words: words('doctor.people', { count: list.length, supervisors }) }];
  }
  return till.sandbox ? [] : [{ check: 'people', health: 'warn', words: words('doctor.people-none') }];
}

/** ok when nothing fails (warnings are allowed), else `unavailable`; the findings are in `data` either way. */
export async function doctor(
  deps: DoctorDeps,
): Promise<{ readonly outcome: Outcome<null>; readonly findings: readonly Finding[] }> {
  const findings: Finding[] = [await keychain(deps.vault)];
  if (deps.till.ok) {
    const { till } = deps.till;
    findings.push(...networkFindings(till.profile));
    findings.push(await providerFinding(till, 'speedcash'), await providerFinding(till, 'paycools'));
    findings.push(clock(deps.clockOffset(), till.time.correction()), ...(await printers(till)));
  } else {
    if (!isJournals(deps.till.words)) findings.push({ check: 'profile', health: 'fail', words: deps.till.words });
  }
  const journal = notReady(deps.till) ?? journalFinding(deps.journal);
  findings.push(journal);
  // A journal in trouble speaks for nobody.
  if (deps.till.ok && journal.health !== 'fail') findings.push(...peopleFinding(deps.till.till));
  const hasJournal = deps.journal.ok && deps.journal.journal !== null;
  if (hasJournal && deps.backups !== null) findings.push(await backupFinding(deps.backups));
  findings.push({
    check: 'display',
    health: deps.hasDisplay ? 'ok' : 'warn',
    words: words(deps.hasDisplay ? 'doctor.display' : 'doctor.no-display'),
  });
  const count = findings.filter((finding) => finding.health === 'fail').length;
  const base = { code: null, operationId: null };
  const outcome: Outcome<null> =
    count === 0
      ? { outcome: 'ok', ...base, words: words('doctor.well'), data: null }
      : { outcome: 'unavailable', ...base, words: words('doctor.ill', { count }) };
  return { outcome, findings };
}
