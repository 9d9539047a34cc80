/** A provider's B2B access token (service 73): in memory only, one request at a time, renewed before it ends. */
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { Clock, ProviderTime } from '../ports/world.ts';
import { readAnswer, statusAgrees } from './answer.ts';
import type { Exchange, Http } from './http.ts';
import { signClientTimestamp } from './signature.ts';

export type TokenResult =
  | { readonly kind: 'token'; readonly token: string }
  /** The provider knows who asks and said no (or does not know): asking again cannot help. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string; readonly retryAfter?: number }
  /** No token came; nothing of what it was wanted for has been sent. */
  | { readonly kind: 'no-answer'; readonly note: string };

export interface TokenSource {
  get(): Promise<TokenResult>;
  /** Whether `get` has one at hand, without asking. */
  ready(): boolean;
  /** Forgets this token, if it is still the one in use. */
  drop(token: string): void;
}

export interface TokenOptions {
  readonly url: string;
  readonly clientId: string;
  readonly privateKey: KeyObject;
  /** The provider's form of X-TIMESTAMP. */
  readonly timestamp: (ms: number) => string;
  readonly http: Http;
  readonly clock: Clock;
  /** Stamps requests, and is told the provider's clock whenever it answers; absent: this machine's clock alone. */
  readonly time?: ProviderTime;
}

const DEFAULT_LIFE_S = 900;
const RENEW_EARLY_S = 60;
const ATTEMPTS = 2;
/** A clock that is off is known after two answers: the third request carries the right time. */
const CLOCK_ATTEMPTS = 3;

const tokenBody = z.object({
  accessToken: z.string().regex(/^[\x21-\x7e]{1,2048}$/),
  // "900" at one provider, 900 at the other, absent at neither's risk.
  expiresIn: z.coerce.number().positive().catch(DEFAULT_LIFE_S),
});

interface Held {
  readonly token: string;
  /** On the monotonic clock. */
  readonly renewAt: number;
}

function toResult(
  exchange: Exchange,
  redact: (text: string) => string,
): TokenResult | { readonly kind: 'fresh'; readonly token: string; readonly life: number } {
  if (exchange.kind !== 'answered') return { kind: 'no-answer', note: exchange.note };
  const answer = readAnswer(exchange, redact);
  if (answer.kind === 'unreadable') return { kind: 'no-answer', note: answer.note };
  const { code, httpStatus, message } = answer;
  if (!statusAgrees(httpStatus, code) || code.slice(3, 5) !== '73') {
    return { kind: 'no-answer', note: `HTTP ${httpStatus}, ${code}` };
  }
  if (code.startsWith('4')) {
    return {
      kind: 'refused',
      code,
      message,
      ...(answer.retryAfter === undefined ? {} : { retryAfter: answer.retryAfter }),
    };
  }
  if (code !== '2007300') return { kind: 'no-answer', note: `HTTP ${httpStatus}, ${code}` };
  const body = tokenBody.safeParse(answer.body);
  if (!body.success) return { kind: 'no-answer', note: `HTTP ${httpStatus}, 2007300 without a usable accessToken` };
  return { kind: 'fresh', token: body.data.accessToken, life: body.data.expiresIn };
}

export function createTokenSource(options: TokenOptions): TokenSource {
  const { http, clock, time } = options;
  const body = Buffer.from('{"grantType":"client_credentials"}', 'utf8');
  let held: Held | null = null;
  let flight: Promise<TokenResult> | null = null;

  async function ask(): Promise<TokenResult> {
    const timestamp = options.timestamp(time?.now() ?? clock.now());
    // Whoever has it may ask for a token, as long as its timestamp is young.
    const signature = signClientTimestamp(options.privateKey, options.clientId, timestamp);
    const exchange = await http.post({
      url: options.url,
      headers: {
        'content-type': 'application/json',
        'x-timestamp': timestamp,
        'x-client-key': options.clientId,
        'x-signature': signature,
      },
      body,
    });
    if (exchange.kind === 'answered' && exchange.serverTime !== null) time?.heard(exchange.serverTime);
    const result = toResult(exchange, (text) => text.replaceAll(signature, '…'));
    if (result.kind !== 'fresh') return result;
    // A token that lives shorter than the margin is used for half its life.
    const seconds = Math.max(result.life - RENEW_EARLY_S, result.life / 2);
    held = { token: result.token, renewAt: clock.monotonic() + seconds * 1000 };
    return { kind: 'token', token: result.token };
  }

  async function askAgainIfLost(): Promise<TokenResult> {
    for (let tries = 1; ; tries += 1) {
      const correction = time?.correction() ?? 0;
      const result = await ask();
      const learning = time !== undefined && (time.unsure() || time.correction() !== correction);
      const again =
        (result.kind === 'no-answer' && tries < ATTEMPTS) ||
        // Perhaps refused for its timestamp alone; a token request does nothing, so asking again is free.
        (result.kind === 'refused' && learning && tries < CLOCK_ATTEMPTS);
      if (!again) return result;
    }
  }

  /** While this machine's time is doubtful a token request, which does nothing, finds out before a deed is stamped. */
  const fresh = (): Held | null =>
    held !== null && clock.monotonic() < held.renewAt && time?.unsure() !== true ? held : null;

  return {
    ready: () => fresh() !== null,
    get() {
      const known = fresh();
      if (known !== null) return Promise.resolve({ kind: 'token', token: known.token });
      flight ??= askAgainIfLost().finally(() => {
        flight = null;
      });
      return flight;
    },
    drop(token) {
      if (held?.token === token) held = null;
    },
  };
}
