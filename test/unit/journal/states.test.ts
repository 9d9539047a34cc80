/** What no sequence of steps may ever bring about. */
import { expect, it } from 'vitest';
import { mayBegin, mayPrint, maySettle } from '../../../main/journal/states.ts';
import { OPERATION_STATES } from '../../../main/ports.ts';
import { PRINT_JOB_STATES } from '../../../shared/printing.ts';

it('never takes back what is ok', () => {
  expect(mayBegin('ok')).toBe(false);
  for (const to of OPERATION_STATES) expect(maySettle('ok', to)).toBe(false);
});

it('never turns unknown into not-sent', () => {
  expect(maySettle('unknown', 'not-sent')).toBe(false);
});

it('never settles to what is not an outcome, nor to ok what was only intended', () => {
  for (const from of OPERATION_STATES) {
    expect(maySettle(from, 'intended')).toBe(false);
    expect(maySettle(from, 'sent')).toBe(false);
  }
  expect(maySettle('intended', 'ok')).toBe(false);
  expect(maySettle('intended', 'unknown')).toBe(false);
});

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
