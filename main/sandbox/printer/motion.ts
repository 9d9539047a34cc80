/** The sandbox printer's pace: bytes out of its buffer, paper under its head. Waits in real time, without blocking. */

export interface Motion {
  /** The paper begins to move. @param speed millimetres a second; null: it has moved already */
  readonly move: (dots: number, speed: number | null) => void;
  readonly isMoving: () => boolean;
  /** Whether so many bytes may be printed now; then they are paid for. @param rate bytes a second; null: no limit */
  readonly spend: (bytes: number, rate: number | null) => boolean;
  /** Sees to it that it goes on. @param hasWork something waits to be printed */
  readonly wait: (rate: number | null, hasWork: boolean) => void;
  /** For good. */
  readonly stop: () => void;
}

const DOTS_PER_MILLIMETRE = 8;
const TICK_MS = 10;
/** Timers come late; so much is caught up, or short moves would add their delays. */
const CATCH_UP_MS = 20;

/** @param goOn called when paper has moved or credit has grown */
export function createMotion(goOn: () => void): Motion {
  let movedAt = 0;
  let moving: NodeJS.Timeout | null = null;
  let ticking: NodeJS.Timeout | null = null;
  let credit = 0;
  let rateNow = 0;
  let earns = false;
  let stopped = false;

  const stopTicking = (): void => {
    if (ticking !== null) clearInterval(ticking);
    ticking = null;
    credit = 0;
  };
  const stopMoving = (): void => {
    if (moving !== null) clearTimeout(moving);
    moving = null;
  };
  return {
    move: (dots, speed) => {
      if (speed === null) return;
      const now = performance.now();
      if (movedAt < now - CATCH_UP_MS) movedAt = now;
      movedAt += (dots / DOTS_PER_MILLIMETRE / speed) * 1000;
    },
    isMoving: () => performance.now() < movedAt,
    spend: (bytes, rate) => {
      if (rate === null) return true;
      if (credit < bytes) return false;
      credit -= bytes;
      return true;
    },
    wait: (rate, hasWork) => {
      if (stopped) return;
      rateNow = rate ?? 0;
      earns = hasWork;
      if (rate === null) stopTicking();
      else {
        ticking ??= setInterval(() => {
          // Credit is not saved up while nothing waits, but a long command must be able to earn its length.
          credit = earns ? credit + (rateNow * TICK_MS) / 1000 : 0;
          goOn();
        }, TICK_MS);
      }
      const left = movedAt - performance.now();
      if (left > 0 && hasWork) {
        moving ??= setTimeout(() => {
          moving = null;
          goOn();
        }, left);
      }
    },
    stop: () => {
      // A connection that ends after this must not set it going again.
      stopped = true;
      stopTicking();
      stopMoving();
    },
  };
}
