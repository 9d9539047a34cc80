/** Work that nobody waits for longer than so long: opening a device whose driver may hang. */

/** `error`: the work failed by itself. */
export type InTime<T> = { readonly value: T } | { readonly error: unknown } | 'late' | 'cancelled';

/** @param ms what the work is waited for at most; what comes of it later is the caller's to clear away */
export async function inTime<T>(work: Promise<T>, ms: number, signal?: AbortSignal): Promise<InTime<T>> {
  if (signal?.aborted === true) return 'cancelled';
  const over = Promise.withResolvers<'late' | 'cancelled'>();
  const timer = setTimeout(() => over.resolve('late'), ms);
  const onAbort = (): void => over.resolve('cancelled');
  signal?.addEventListener('abort', onAbort, { once: true });
  const settled = work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  const first = await Promise.race([settled, over.promise]);
  clearTimeout(timer);
  signal?.removeEventListener('abort', onAbort);
  return first;
}
