/** What no sequence of steps of an operation may ever bring about, read off the machine's own table. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { mayBegin, OPERATION_RULES, stepTrouble } from '../../../main/journal/machine.ts';
import { OPERATION_EVENTS, OPERATION_STATES } from '../../../main/ports/operations.ts';
import { drawnDoc, OPERATIONS_DOC } from '../../support/write-operations-doc.ts';

it('never takes back what is ok', () => {
  expect(mayBegin('ok')).toBe(false);
  for (const rule of OPERATION_RULES.filter(({ from }) => from === 'ok'))
    expect(rule).toMatchObject({ to: 'ok', on: 'retire' });
});

it('never takes back what may have arrived, but on a person’s word', () => {
  const back = OPERATION_RULES.filter(({ from, to }) => from === 'unknown' && (to === 'not-sent' || to === 'refused'));
  expect(back.map(({ on, to }) => `${on} ${to}`)).toEqual(['person refused']);
  for (const to of ['not-sent', 'refused'] as const) {
    const step = { kind: 'expire', from: 'sent', on: 'answer', to } as const;
    expect(stepTrouble({ ...step, inDoubt: true })).toContain('may have arrived');
    expect(stepTrouble({ ...step, inDoubt: false })).toBeNull();
  }
});

it('says ok only of what was sent or what the provider knows', () => {
  const toOk = OPERATION_RULES.filter(({ to, from }) => to === 'ok' && from !== 'ok');
  expect(toOk.filter(({ on }) => on === 'answer').map(({ from }) => from)).toEqual(['sent']);
  expect(toOk.filter(({ from }) => from === 'intended' || from === null)).toEqual([]);
});

it('makes up no QR', () => {
  const step = { from: 'unknown', on: 'person', to: 'ok', inDoubt: true } as const;
  expect(stepTrouble({ ...step, kind: 'generate' })).toContain('QR');
  expect(stepTrouble({ ...step, kind: 'register' })).toBeNull();
});

it('leads out of every state that is not the end', () => {
  for (const state of OPERATION_STATES.filter((one) => one !== 'ok')) {
    expect(OPERATION_RULES.some(({ from, to }) => from === state && to !== state)).toBe(true);
  }
  expect(new Set(OPERATION_RULES.map(({ on }) => on))).toEqual(new Set(OPERATION_EVENTS));
});

it('is drawn in docs/operations.md as it is', () => {
  // After a change: node test/support/write-operations-doc.ts
  expect(drawnDoc(readFileSync(OPERATIONS_DOC, 'utf8'))).toBe(readFileSync(OPERATIONS_DOC, 'utf8'));
});
