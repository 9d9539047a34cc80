/** What is said at a PIN after a try that was in vain. */
import type { NotOk } from '../../shared/outcome.ts';
import { useText } from '../i18n/use-text.ts';
import { problemOf } from './field.tsx';

/** What main said of the last try: at the PIN, and nothing that is said by the countdown already. */
export function useTroubleText(said: NotOk | null, wait: number): string | null {
  const { t, format, said: inWords, next } = useText();
  if (wait > 0) return t.people.waitLong(format.left(wait));
  // A wait that is over by now.
  if (said === null || said.words.key === 'people.wait') return null;
  const words = problemOf(said, 'pin') ?? problemOf(said, 'operator') ?? said.words;
  return [inWords(words), next(words)].filter((part) => part !== null).join(' ');
}
