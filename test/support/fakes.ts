/** Time and a journal's attempts for tests that need no disk. */
import type { AttemptEnd, AttemptRow } from '../../main/ports/operations.ts';
import type { Clock } from '../../main/ports/world.ts';

export interface FakeClock extends Clock {
  readonly advance: (ms: number) => void;
  /** What was slept, in order. */
  readonly slept: readonly number[];
}

export function fakeClock(start = Date.parse('2026-11-21T02:03:04.005Z')): FakeClock {
  let at = start;
  let elapsed = 0;
  const slept: number[] = [];
  const advance = (ms: number): void => {
    at += ms;
    elapsed += ms;
  };
  return {
    now: () => at,
    monotonic: () => elapsed,
    sleep: (ms) => {
      slept.push(ms);
      advance(ms);
      return Promise.resolve();
    },
    advance,
    slept,
  };
}

export interface AttemptBook {
  readonly begin: () => AttemptRow;
  readonly end: (row: AttemptRow, end: AttemptEnd) => void;
  readonly rows: readonly (AttemptRow & { readonly end?: AttemptEnd })[];
}

export function attemptBook(): AttemptBook {
  const rows: (AttemptRow & { end?: AttemptEnd })[] = [];
  return {
    begin: () => {
      const id = rows.length + 1;
      const row: AttemptRow = {
        id,
        operationId: null,
        provider: 'paycools',
        service: '90',
        externalId: String(id).padStart(20, '0'),
        startedAt: 0,
        endedAt: null,
        outcome: null,
        code: null,
        httpStatus: null,
        note: null,
      };
      rows.push(row);
      return row;
    },
    end: ({ id }, end) => {
      const row = rows[id - 1];
      if (row !== undefined) row.end = end;
    },
    rows,
  };
}
