/** Questions to whoever sits at the terminal: asked on stderr, so that stdout stays the answer's. */
import { createInterface } from 'node:readline/promises';

/** Whether a person sits at both ends. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/**
 * @param work asks as often as it likes; each answer as it was typed
 * @param signal ends the asking
 * @returns what came of it; undefined where the person pressed Ctrl-C or closed the input instead of answering
 */
export async function atTerminal<T>(
  work: (ask: (question: string) => Promise<string>) => Promise<T>,
  signal?: AbortSignal,
): Promise<T | undefined> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // readline leaves a question open for ever when its input ends; an answer that came just before still counts.
  const { promise: gone, resolve } = Promise.withResolvers<undefined>();
  terminal.once('close', () => setImmediate(() => resolve(undefined)));
  const options = signal === undefined ? {} : { signal };
  const stopped = (error: unknown): undefined => {
    if (error instanceof Error && error.name === 'AbortError') return undefined;
    throw error;
  };
  try {
    return await Promise.race([work((question) => terminal.question(question, options)).catch(stopped), gone]);
  } finally {
    terminal.close();
  }
}
