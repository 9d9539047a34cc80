/** Asks for PINs: at the terminal without showing them, or as lines of stdin; never as an argument, never from the environment. */
import type { Invalid } from '../../shared/outcome.ts';
import { type WordsKey, words } from '../../shared/words.ts';
import { canAsk } from './ask.ts';
import type { Language } from './say.ts';

export type PinAsked = { readonly ok: true; readonly pin: string } | { readonly ok: false; readonly outcome: Invalid };

export interface Pins {
  /** The PIN that somebody has. */
  own(operator: string): Promise<PinAsked>;
  /** One that somebody chooses: typed twice at a terminal, one line of stdin. */
  chosen(operator: string): Promise<PinAsked>;
}

/** Longer than any PIN, so that a longer one is told as such; what follows is not kept. */
const LONGEST = 64;
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const CTRL_U = '\u0015';
const RUBOUT = ['\u007f', '\b'];

const ASK = {
  own: { id: 'PIN {operator}: ', en: 'PIN of {operator}: ' },
  chosen: { id: 'PIN baru untuk {operator}: ', en: 'New PIN for {operator}: ' },
  again: { id: 'Sekali lagi: ', en: 'Once more: ' },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>;

function no(key: WordsKey): PinAsked {
  return { ok: false, outcome: { outcome: 'invalid', code: null, operationId: null, words: words(key), fields: [] } };
}

type Line = { readonly end: 'enter' | 'eof'; readonly text: string } | { readonly end: 'no' };

/** One character more of what is typed; a line where it is done. */
function typed(text: string, key: string, isTerminal: boolean): string | Line {
  if (key === '\n' || (isTerminal && key === '\r')) return { end: 'enter', text };
  if (!isTerminal) return key === '\r' || text.length >= LONGEST ? text : text + key;
  if (key === CTRL_C || (key === CTRL_D && text === '')) return { end: 'no' };
  if (key === CTRL_U) return '';
  if (RUBOUT.includes(key)) return text.slice(0, -1);
  return text.length >= LONGEST ? text : text + key;
}

/** A pipe that nobody closes does not keep the program from ending; a file knows no such thing. */
function holdOpen(hold: boolean): void {
  const { stdin } = process;
  if (!stdin.isTTY && 'unref' in stdin) stdin[hold ? 'ref' : 'unref']();
}

/** Reads one line of stdin and leaves what follows it for whoever reads next. */
function readLine(isTerminal: boolean): Promise<Line> {
  const { stdin } = process;
  const { promise, resolve } = Promise.withResolvers<Line>();
  let text = '';
  const done = (line: Line): void => {
    stdin.off('data', take).off('end', end).off('error', gone).pause();
    holdOpen(false);
    resolve(line);
  };
  // A terminal that went away: nobody is there to say yes.
  const gone = (): void => done({ end: 'no' });
  const end = (): void => done({ end: 'eof', text });
  const take = (chunk: Buffer | string): void => {
    const keys = typeof chunk === 'string' ? chunk : chunk.toString('latin1');
    for (const [at, key] of Array.from(keys).entries()) {
      const next = typed(text, key, isTerminal);
      if (typeof next !== 'string') {
        done(next);
        if (at + 1 < keys.length) stdin.unshift(Buffer.from(keys.slice(at + 1), 'latin1'));
        return;
      }
      text = next;
    }
  };
  if (stdin.readableEnded) return Promise.resolve({ end: 'eof', text: '' });
  holdOpen(true);
  stdin.on('data', take).on('end', end).on('error', gone).resume();
  return promise;
}

async function ask(question: string): Promise<PinAsked> {
  const { stdin, stderr } = process;
  // Before the question, so that nothing typed after it is shown.
  stdin.setRawMode(true);
  try {
    stderr.write(question);
    const line = await readLine(true);
    return line.end === 'enter' ? { ok: true, pin: line.text } : no('operators.no-pin');
  } finally {
    stdin.setRawMode(false);
    stderr.write('\n');
  }
}

async function askTwice(operator: string, language: Language): Promise<PinAsked> {
  const first = await ask(ASK.chosen[language].replace('{operator}', operator));
  if (!first.ok) return first;
  const second = await ask(ASK.again[language]);
  if (!second.ok || second.pin === first.pin) return second;
  return no('operators.pins-differ');
}

async function nextLine(): Promise<PinAsked> {
  const line = await readLine(false);
  // A line that is not there is a PIN that is not there.
  return line.end === 'no' ? no('operators.no-pin') : { ok: true, pin: line.text };
}

/** @param given whether stdin was named as where PINs come from; a terminal is asked all the same, so that none is shown */
export function pinsFrom(given: boolean, language: Language): Pins {
  const atTerminal = process.stdin.isTTY === true && (given || canAsk());
  if (atTerminal) {
    return {
      own: (operator) => ask(ASK.own[language].replace('{operator}', operator)),
      chosen: (operator) => askTwice(operator, language),
    };
  }
  const line = given ? nextLine : () => Promise.resolve(no('operators.cannot-ask'));
  return { own: line, chosen: line };
}
