/** Says what the till is waiting for, on stderr, so that nobody pulls a plug out of impatience. */
import type { Words } from '../../shared/outcome.ts';
import { words } from '../../shared/words.ts';
import type { CallProgress } from '../snap/call.ts';
import type { Voice } from './say.ts';

/** On a terminal one line that is written over; elsewhere a line only when the first attempt was not enough. */
export function progressTeller(voice: Voice): {
  readonly show: (progress: CallProgress) => void;
  /** Something that nobody should miss, JSON or not: it goes to stderr. */
  readonly say: (said: Words) => void;
  readonly clear: () => void;
} {
  const live = !voice.json && process.stderr.isTTY === true;
  let shown = false;
  return {
    show: ({ phase, attempt, of }) => {
      const text = words(`progress.${phase}`, { attempt, of })[voice.language];
      if (live) {
        voice.err(`\r\u001b[K… ${text}`);
        shown = true;
      } else if (!voice.json && (attempt > 1 || phase === 'asking' || phase === 'waiting')) {
        voice.err(`… ${text}\n`);
      }
    },
    say: (said) => voice.err(`${shown ? '\r\u001b[K' : ''}… ${said[voice.language]}\n`),
    clear: () => {
      if (shown) voice.err('\r\u001b[K');
      shown = false;
    },
  };
}
