/** Turns what is known of a call into an outcome with words: nothing is decided here, only said. */
import type { About, NotOk, Outcome, Words } from '../../shared/outcome.ts';
import { fillWords, type WordsKey, type WordsParams, words } from '../../shared/words.ts';
import type { CallResult } from '../snap/call.ts';
import { notSentKey, withWait } from './say-network.ts';

export type Cause = Extract<CallResult<unknown>, { outcome: 'unknown' }>['cause'];

/** What a provider did instead of answering, as a part of a sentence in each language. */
export const CAUSE_WORDS: Readonly<Record<Cause, { readonly id: WordsParams; readonly en: WordsParams }>> = {
  silence: { id: { what: 'tidak menjawab' }, en: { what: 'did not answer' } },
  unexpected: {
    id: { what: 'memberi jawaban yang tidak dapat dipakai' },
    en: { what: 'gave an answer that cannot be used' },
  },
  server: { id: { what: 'sedang bermasalah' }, en: { what: 'failed' } },
  doubt: { id: { what: 'tidak menjawab percobaan sebelumnya' }, en: { what: 'did not answer an earlier attempt' } },
};

export interface Saying {
  readonly provider: 'SpeedCash' | 'PayCools';
  readonly operationId: string | null;
  /** For an unknown outcome that no row of the code tables speaks for. */
  readonly unknown: (cause: Cause) => Words;
  /** For an ok that came without a code (settled by asking). */
  readonly okWithoutCode?: WordsKey;
  readonly about?: About;
}

export function sayResult<T>(result: CallResult<T>, saying: Saying): Outcome<T> {
  if (result.outcome !== 'ok') return sayNotOk(result, saying);
  return {
    outcome: 'ok',
    code: result.code,
    words: result.row?.words ?? words(saying.okWithoutCode ?? 'generate.found'),
    operationId: saying.operationId,
    data: result.data,
  };
}

/** A refusal without a row is the token's: only 40173xx means that the key is wrong. */
export function tokenRefused(provider: string, code: string, message: string): Words {
  const reason = `${code} ${message}`.trim();
  const key = code.startsWith('401')
    ? 'call.token-refused'
    : code.startsWith('429')
      ? 'call.token-slow-down'
      : 'call.token-rejected';
  return words(key, { provider, reason });
}

export function sayNotOk(result: Exclude<CallResult<unknown>, { outcome: 'ok' }>, saying: Saying): NotOk {
  const { operationId, provider } = saying;
  const about = saying.about === undefined ? {} : { about: saying.about };
  switch (result.outcome) {
    case 'refused': {
      const { code, row, message } = result;
      const said = row === null ? tokenRefused(provider, code, message) : fillWords(row.words, { reason: message });
      return {
        outcome: 'refused',
        code,
        words: withWait(said, code, result.retryAfter, provider),
        operationId,
        ...about,
      };
    }
    case 'not-sent': {
      const said = words(notSentKey(result.note), { provider, note: result.note });
      return { outcome: 'not-sent', code: result.code, words: said, operationId, ...about };
    }
    case 'unknown': {
      const { code, row, cause, message } = result;
      const said = row?.outcome === 'unknown' ? fillWords(row.words, { reason: message }) : saying.unknown(cause);
      return { outcome: 'unknown', code, words: said, operationId, ...about };
    }
  }
}
