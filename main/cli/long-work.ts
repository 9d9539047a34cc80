/** Says how far a long piece of work is, on stderr: one line that is written over, or one every few seconds. */
import type { WordsKey, WordsParams } from '../../shared/words.ts';
import { words } from '../../shared/words.ts';
import type { Voice } from './say.ts';

const LIVE_MS = 100;
const PLAIN_MS = 5_000;

export interface WorkTeller {
  readonly tell: (params: WordsParams) => void;
  readonly clear: () => void;
}

export function workTeller(voice: Voice, key: WordsKey): WorkTeller {
  const live = !voice.json && process.stderr.isTTY === true;
  let told = performance.now();
  let shown = false;
  return {
    tell: (params) => {
      if (performance.now() - told < (live ? LIVE_MS : PLAIN_MS)) return;
      told = performance.now();
      const text = words(key, params)[voice.language];
      voice.err(live ? `\r\u001b[K… ${text}` : `… ${text}\n`);
      shown ||= live;
    },
    clear: () => {
      if (shown) voice.err('\r\u001b[K');
      shown = false;
    },
  };
}
