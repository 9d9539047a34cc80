/** One call of one service, with its attempts: what went out, what came back, and what that lets us say. */
import type { AttemptEnd, AttemptRow, ProviderName } from '../ports/operations.ts';
import type { Clock } from '../ports/world.ts';
import { readAnswer, type SnapAnswer, statusAgrees } from './answer.ts';
import { type CodeRow, findRow } from './codes.ts';
import type { Exchange, Http, HttpRequest } from './http.ts';
import type { TokenSource } from './token.ts';

/** A request that is ready but for what is new in every attempt. */
export interface ServiceCall<T> {
  readonly provider: ProviderName;
  /** SNAP service code, two digits. */
  readonly service: string;
  /** Full codes that this service's page shows although they carry another service's digits. */
  readonly alsoSuccess: readonly string[];
  readonly rows: readonly CodeRow[];
  /** Made with the token, the attempt's timestamp and its external id; the body's bytes are always the same. */
  readonly request: (token: string, externalId: string) => HttpRequest;
  /** The success's fields, or null when a conditional field is missing or not what it must be. */
  readonly read: (body: unknown) => T | null;
  /** Takes the provider's own secrets out of a text that came from it. */
  readonly redact?: (text: string) => string;
  /** What a `none` row stands for (an empty list). */
  readonly empty?: T;
}

/** What is known after all attempts. `row` is null where no code of the tables was heard. */
export type CallResult<T> =
  | {
      readonly outcome: 'ok';
      /** asked: no attempt was answered, but the provider, asked what became of them, showed that it was done */
      readonly by: 'answer' | 'asked';
      readonly code: string | null;
      readonly row: CodeRow | null;
      readonly data: T;
    }
  | {
      readonly outcome: 'refused';
      readonly code: string;
      readonly row: CodeRow | null;
      readonly message: string;
      /** Seconds that the provider wants us to wait (429); said, never waited for here. */
      readonly retryAfter?: number;
    }
  | { readonly outcome: 'not-sent'; readonly code: string | null; readonly note: string }
  | {
      readonly outcome: 'unknown';
      readonly code: string | null;
      readonly row: CodeRow | null;
      readonly message: string;
      readonly note: string;
      /** silence: no whole answer · unexpected: one that cannot be used · server: the provider's own failure · doubt: an earlier attempt */
      readonly cause: 'silence' | 'unexpected' | 'server' | 'doubt';
    };

type AttemptResult<T> = CallResult<T> & { readonly httpStatus: number | null; readonly again: boolean };

export interface CallProgress {
  readonly phase: 'token' | 'sending' | 'asking' | 'waiting' | 'printing';
  readonly attempt: number;
  readonly of: number;
}

export interface CallDeps {
  readonly http: Http;
  readonly tokens: TokenSource;
  readonly clock: Clock;
  /** Puts the attempt on disk, with its external id, before a byte leaves. */
  readonly beginAttempt: () => AttemptRow;
  /** @param last nothing more is sent or asked: it may be written down together with what came of the call */
  readonly endAttempt: (row: AttemptRow, end: AttemptEnd, last: boolean) => void;
  readonly onServerTime?: (serverTime: number) => void;
  readonly onProgress?: (progress: CallProgress) => void;
}

export interface CallRules<T> {
  /** All attempts together (PayCools' page, rows 16 and 17: three). */
  readonly maxAttempts: number;
  /** Asks the provider what became of the request after an attempt nobody can speak for; null: still not known. */
  readonly ask?: () => Promise<T | null>;
  /** Whether an attempt of the same request went unanswered before this call. */
  readonly inDoubt: boolean;
}

const PAUSE_MS = [400, 1_200] as const;

function waitOf({ retryAfter }: { readonly retryAfter?: number }): { readonly retryAfter?: number } {
  return retryAfter === undefined ? {} : { retryAfter };
}

function judge<T>(call: ServiceCall<T>, answer: SnapAnswer): AttemptResult<T> {
  const { httpStatus } = answer;
  const unknown = (note: string, code: string | null = null, row: CodeRow | null = null): AttemptResult<T> => ({
    outcome: 'unknown',
    code,
    row,
    message: answer.kind === 'code' ? answer.message : '',
    note,
    cause: row === null ? 'unexpected' : 'server',
    httpStatus,
    again: row?.again ?? true,
  });
  if (answer.kind === 'unreadable') return unknown(answer.note);
  const { code, message } = answer;
  if (!statusAgrees(httpStatus, code)) return unknown(`HTTP ${httpStatus} says ${code}`);
  const own = code.slice(3, 5) === call.service;
  if (!own && !call.alsoSuccess.includes(code)) return unknown(`code of another service: ${code}`);
  const row = findRow(call.rows, own ? code : `200${call.service}00`, message);
  if (row === null) return unknown(`undefined code: ${code}`, code);
  if (row.outcome === 'unknown') return unknown(row.official, code, row);
  if (row.outcome === 'refused') {
    return { outcome: 'refused', code, row, message, ...waitOf(answer), httpStatus, again: false };
  }
  const data = row.outcome === 'none' ? (call.empty ?? null) : call.read(answer.body);
  if (data === null) return unknown(`${code} without its fields`, code);
  return { outcome: 'ok', by: 'answer', code, row, data, httpStatus, again: false };
}

function interpret<T>(call: ServiceCall<T>, exchange: Exchange, redact: (text: string) => string): AttemptResult<T> {
  switch (exchange.kind) {
    case 'not-sent':
      return { outcome: 'not-sent', code: null, note: exchange.note, httpStatus: null, again: false };
    case 'lost':
      return {
        outcome: 'unknown',
        code: null,
        row: null,
        message: '',
        note: exchange.note,
        cause: 'silence',
        httpStatus: null,
        again: true,
      };
    case 'answered':
      return judge(call, readAnswer(exchange, redact));
  }
}

function attemptNote<T>(result: AttemptResult<T>): string | null {
  if (result.outcome === 'not-sent' || result.outcome === 'unknown') return result.note;
  return result.outcome === 'refused' ? result.message : null;
}

/**
 * A provider that echoes a secret in its message must bring it neither into the journal nor onto a screen. Taken out
 * before the message is cut to its length: of a long token that was cut in two, no part would be found any more.
 */
function redactor<T>(call: ServiceCall<T>, token: string): (text: string) => string {
  return (text) => {
    const without = text.replaceAll(token, '…');
    return call.redact?.(without) ?? without;
  };
}

interface Attempted<T> {
  readonly row: AttemptRow;
  readonly result: AttemptResult<T>;
}

async function attempt<T>(call: ServiceCall<T>, deps: CallDeps, token: string): Promise<Attempted<T>> {
  const row = deps.beginAttempt();
  const exchange = await deps.http.post(call.request(token, row.externalId));
  if (exchange.kind === 'answered' && exchange.serverTime !== null) deps.onServerTime?.(exchange.serverTime);
  return { row, result: interpret(call, exchange, redactor(call, token)) };
}

function endOf<T>(result: AttemptResult<T>): AttemptEnd {
  const { outcome, code, httpStatus } = result;
  return { outcome, code, httpStatus, note: attemptNote(result) };
}

function isDeadToken<T>(result: AttemptResult<T>): boolean {
  return result.outcome === 'refused' && result.code.startsWith('401') && result.code.endsWith('01');
}

/**
 * An attempt that may have been done is not undone by what a later one is told: the later one may be refused because of
 * it (a reference in use, a bill that is gone), or by a rule that the first had passed. Only an ok settles a doubt.
 */
function withDoubt<T>(result: AttemptResult<T>, inDoubt: boolean): AttemptResult<T> {
  if (!inDoubt || result.outcome === 'ok' || result.outcome === 'unknown') return result;
  return {
    outcome: 'unknown',
    code: result.code,
    row: result.outcome === 'refused' ? result.row : null,
    message: result.outcome === 'refused' ? result.message : '',
    note: result.outcome === 'not-sent' ? result.note : 'refused after an unanswered attempt',
    cause: 'doubt',
    httpStatus: result.httpStatus,
    again: false,
  };
}

/**
 * Makes the call. Every attempt sends the same bytes under a new external id; a refused token is renewed once; after an
 * attempt that nobody can speak for the provider is asked, where it can be, before the next.
 * Never throws for the network.
 */
export async function makeCall<T>(call: ServiceCall<T>, deps: CallDeps, rules: CallRules<T>): Promise<CallResult<T>> {
  let inDoubt = rules.inDoubt;
  let renewed = false;
  let attempts = 0;
  for (;;) {
    const at = { attempt: attempts + 1, of: rules.maxAttempts };
    deps.onProgress?.({ phase: 'token', ...at });
    const token = await deps.tokens.get();
    if (token.kind === 'no-answer') {
      return withDoubt<T>(
        { outcome: 'not-sent', code: null, note: `token: ${token.note}`, httpStatus: null, again: false },
        inDoubt,
      );
    }
    if (token.kind === 'refused') {
      const { code, message } = token;
      const refused = { outcome: 'refused', code, row: null, message, ...waitOf(token) } as const;
      return withDoubt<T>({ ...refused, httpStatus: null, again: false }, inDoubt);
    }
    deps.onProgress?.({ phase: 'sending', ...at });
    const { row, result } = await attempt(call, deps, token.token);
    const deadToken = isDeadToken(result) && !renewed;
    // Refused at the door for the token alone: that was not one of the attempts.
    if (!deadToken) attempts += 1;
    const pause = PAUSE_MS[attempts - 1];
    const lost = result.outcome === 'unknown';
    const goesOn = lost && result.again && attempts < rules.maxAttempts && pause !== undefined;
    deps.endAttempt(row, endOf(result), !deadToken && !goesOn && !(lost && rules.ask !== undefined));
    if (deadToken) {
      renewed = true;
      deps.tokens.drop(token.token);
      continue;
    }
    if (!lost) return withDoubt(result, inDoubt);
    inDoubt = true;
    if (rules.ask !== undefined) {
      deps.onProgress?.({ phase: 'asking', ...at });
      const found = await rules.ask();
      if (found !== null) return { outcome: 'ok', by: 'asked', code: null, row: null, data: found };
    }
    if (!goesOn) return result;
    deps.onProgress?.({ phase: 'waiting', ...at });
    await deps.clock.sleep(pause);
  }
}
