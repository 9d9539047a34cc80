/** Chooses the words for what the network did: which trouble a cashier can mend, and how long a provider asks to wait. */
import type { Words } from '../../shared/outcome.ts';
import { type WordsKey, words } from '../../shared/words.ts';
import { NOT_PINNED } from '../snap/connect.ts';

/** A certificate that is past or before its days: as often this machine's clock as the provider. */
const DATE = /^(?:CERT_HAS_EXPIRED|CERT_NOT_YET_VALID)$/;
/** Whoever answered spoke no TLS of today, or could not prove its name: a login page, a proxy, an impostor. */
const NOT_GENUINE = /^(?:ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA$|HOSTNAME_)/;

/** What the store's proxy did, for which nobody at the provider can be blamed. */
function proxyKey(why: string): WordsKey {
  const status = /: HTTP (\d{3})$/.exec(why)?.[1] ?? '';
  if (status === '407') return 'call.proxy-login';
  // 5xx: it found no way to the provider, as where the internet is gone behind it.
  return status === '' || status.startsWith('5') ? 'call.proxy-away' : 'call.proxy-refused';
}

/** Whether the far end was genuine to an authority, but its key is none of the profile's. */
export function isNotPinned(note: string): boolean {
  return note.endsWith(NOT_PINNED);
}

/** The words for a wish of which nothing has left. @param note the call's note, `token: …` where it was the token's */
export function notSentKey(note: string): WordsKey {
  const why = note.replace(/^token: /, '');
  // The provider itself answered the token's request, with something that is none.
  if (/^HTTP \d/.test(why)) return 'call.no-token';
  if (isNotPinned(why)) return 'call.not-pinned';
  if (why.startsWith('proxy ')) return proxyKey(why);
  if (DATE.test(why)) return 'call.certificate-date';
  return NOT_GENUINE.test(why) ? 'call.not-genuine' : 'call.not-sent';
}

const MINUTE = 60;
const HOUR = 3_600;

/**
 * Puts the wait that a provider asks for (429) in place of what is otherwise to be done. The till never waits for it by
 * itself: a cashier who knows how long can do something else, a till that is silent for a minute looks broken.
 * @param seconds Retry-After, absent where the answer named none
 */
export function withWait(said: Words, code: string, seconds: number | undefined, provider: string): Words {
  if (seconds === undefined || !code.startsWith('429')) return said;
  if (seconds > HOUR) return { ...said, next: words('call.wait-long', { provider }).next };
  const minutes = Math.ceil(seconds / MINUTE);
  const wait =
    seconds <= 2 * MINUTE
      ? words('call.wait-seconds', { seconds: Math.max(seconds, 1) })
      : words('call.wait-minutes', { minutes });
  return { ...said, next: wait.next };
}
