/** What has to happen when the till locks: whatever the page still holds of it is let go, and answers on their way are nobody's. */

const forgetful = new Set<() => void>();
let left = 0;

/** @param forget empties what a module keeps while the till is open */
export function forgetOnLeave(forget: () => void): void {
  forgetful.add(forget);
}

/** The till has locked. */
export function leave(): void {
  left += 1;
  for (const forget of forgetful) forget();
}

/** Stays as it is until somebody leaves: an answer that was asked for under another one is not to be shown. */
export function visit(): number {
  return left;
}

/** For who asked before the till locked: an answer that never comes, so that nothing of it gets back into the page. */
export function neverAnswered<T>(): Promise<T> {
  return new Promise(() => undefined);
}
