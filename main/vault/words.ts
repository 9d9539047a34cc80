/** What to tell the person at the till when the keychain does not give what it should. */
import type { Unavailable } from '../../shared/outcome.ts';
import { words } from '../../shared/words.ts';
import type { KeysLack } from './keys.ts';

/** The outcome of an action that could not get at its keys. @param detail the keychain's own words, for support */
export function vaultOutcome(lack: KeysLack, detail: string): Unavailable {
  const about = { keychain: lack, detail };
  return { outcome: 'unavailable', code: null, operationId: null, words: words(`vault.${lack}`), about };
}
