/** What somebody wants to do and may not: kept until a supervisor has said yes, or nobody did. */
import { create } from 'zustand';
import type { Words } from '../shared/outcome.ts';
import { forgetOnLeave } from './leaving.ts';

export interface Asking {
  /** The very request that was refused. */
  readonly channel: string;
  readonly wish: Readonly<Record<string, string | number | boolean>>;
  /** Main's words: what needs a supervisor. */
  readonly words: Words;
  readonly answer: (allowed: boolean) => void;
}

export const useOverride = create<{ readonly asking: Asking | null }>()(() => ({ asking: null }));

/** Whether a supervisor is being asked: what was pressed waits, and is not under way. */
export function useAskingSupervisor(): boolean {
  return useOverride(({ asking }) => asking !== null);
}

// Whoever asked is gone; the answer would be about nothing.
forgetOnLeave(() => useOverride.setState({ asking: null }));

/** @returns whether a supervisor allowed it; false at once while something else is being asked */
export function askSupervisor(wanted: Omit<Asking, 'answer'>): Promise<boolean> {
  if (useOverride.getState().asking !== null) return Promise.resolve(false);
  return new Promise((resolve) => {
    const answer = (allowed: boolean): void => {
      useOverride.setState({ asking: null });
      resolve(allowed);
    };
    useOverride.setState({ asking: { ...wanted, answer } });
  });
}
