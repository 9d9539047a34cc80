/** What no sequence of steps of a print job may ever bring about. */
import { expect, it } from 'vitest';
import { mayPrint } from '../../../main/journal/states.ts';
import { PRINT_JOB_STATES } from '../../../shared/printing.ts';

it('never calls a print done that was not begun, and ends each once', () => {
  expect(mayPrint('queued', 'done')).toBe(false);
  expect(mayPrint('queued', 'possibly-printed')).toBe(false);
  for (const from of ['done', 'dropped', 'not-printed'] as const) {
    for (const to of PRINT_JOB_STATES) expect(mayPrint(from, to)).toBe(false);
  }
});

it('brings nothing that may be on paper back to the printer without the state that a person causes', () => {
  for (const from of ['possibly-printed', 'expired'] as const) {
    const next = PRINT_JOB_STATES.filter((to) => mayPrint(from, to));
    expect(next).toEqual(['queued', 'dropped']);
  }
});
