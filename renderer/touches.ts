/** When main is told that somebody touched the till. Pure: time is handed in. */

/** Main is told no more often than this, milliseconds. */
export const EVERY_MS = 5_000;

export interface TouchNeeds {
  readonly tell: () => void;
  /** Milliseconds that never run backwards. */
  readonly now: () => number;
  /** @returns what calls it off */
  readonly later: (run: () => void, ms: number) => () => void;
}

export interface Touches {
  /** Somebody touched the till: main is told at once, or as soon as it may be again. */
  readonly touched: () => void;
  readonly stop: () => void;
}

/** Tells main at once, and of touches from then on. */
export function watchTouches({ tell, now, later }: TouchNeeds): Touches {
  let toldAt = 0;
  let callOff: (() => void) | null = null;
  const tellNow = (): void => {
    callOff = null;
    toldAt = now();
    tell();
  };
  tellNow();
  return {
    touched: () => {
      if (callOff !== null) return;
      const rest = toldAt + EVERY_MS - now();
      if (rest <= 0) tellNow();
      else callOff = later(tellNow, rest);
    },
    stop: () => callOff?.(),
  };
}
