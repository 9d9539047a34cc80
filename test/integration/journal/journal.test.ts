/** What the journal keeps, what it refuses to say, and what it says of those who died. */
import { expect, it } from 'vitest';
import { OPERATION_STATES, type OperationState } from '../../../main/ports/operations.ts';
import { handClock, makeOk, NOVEMBER, noChance, opened, RESULT, startChild, tempFolder, wish } from './world.ts';

const BROKEN = { outcome: 'unknown', code: null, httpStatus: null, note: 'reset' } as const;
const OK = { outcome: 'ok', code: '2009000', httpStatus: 200, note: null } as const;

it('takes an operation from intent to ok', () => {
  const clock = handClock();
  const journal = opened(tempFolder(), { clock });
  const intended = journal.intend(wish());
  expect(intended).toEqual({
    ...wish(),
    id: intended.id,
    state: 'intended',
    code: null,
    result: null,
    attempts: 0,
    createdAt: NOVEMBER,
    updatedAt: NOVEMBER,
    retiredAt: null,
    toldAt: null,
  });
  expect(intended.id).toMatch(/^OP-241119-00001-[2-9A-HJKMNP-Z]{3}$/);
  clock.turn(10);
  const attempt = journal.beginAttempt({ operationId: intended.id, provider: 'paycools', service: '90' });
  expect(attempt).toMatchObject({ operationId: intended.id, service: '90', startedAt: NOVEMBER + 10, endedAt: null });
  expect(attempt.externalId).toMatch(/^\d{34}$/);
  expect(journal.operation(intended.id)).toMatchObject({ state: 'sent', attempts: 1, updatedAt: NOVEMBER + 10 });
  clock.turn(10);
  journal.endAttempt(attempt.id, { ...OK, note: 'fine' });
  const settled = journal.settle(intended.id, { state: 'ok', by: 'answer', code: '2009000', result: RESULT });
  expect(settled).toMatchObject({ state: 'ok', code: '2009000', result: RESULT, updatedAt: NOVEMBER + 20 });
  expect(journal.attemptsOf(intended.id)).toEqual([
    { ...attempt, endedAt: NOVEMBER + 20, outcome: 'ok', code: '2009000', httpStatus: 200, note: 'fine' },
  ]);
  clock.turn(10);
  const retired = journal.retire(intended.id);
  expect(retired).toEqual({ ...settled, retiredAt: NOVEMBER + 30, updatedAt: NOVEMBER + 30 });
  clock.turn(10);
  expect(journal.retire(intended.id)).toEqual(retired);
  expect(journal.verify()).toEqual({ ok: true, operations: 1, attempts: 1, printJobs: 0, events: 4, problems: [] });
});

it('keeps one generate operation for a reference of a merchant, and any number of the others', () => {
  const journal = opened(tempFolder());
  journal.intend(wish());
  expect(() => journal.intend(wish())).toThrow('UNIQUE');
  journal.intend(wish({ merchantId: 'M-2' }));
  journal.intend(wish({ kind: 'register', reference: 'T-1' }));
  const again = journal.intend(wish({ kind: 'register', reference: 'T-1' }));
  expect(journal.operations()).toHaveLength(4);
  expect(journal.operationByReference('register', 'M-1', 'T-1')?.id).toBe(again.id);
  expect(journal.operationByReference('generate', 'M-1', 'T-1')).toBeNull();
});

it('gives no external id twice: clock back, another run, chance that repeats itself', () => {
  const folder = tempFolder();
  const clock = handClock();
  const seen = new Set<string>();
  for (const run of [1, 2, 3]) {
    const journal = opened(folder, { clock, random: noChance });
    for (let n = 0; n < 5; n += 1) {
      const begin = { operationId: null, provider: 'speedcash', service: '23' } as const;
      seen.add(journal.beginAttempt(begin).externalId);
      clock.turn(-86_400_000 * run);
    }
    journal.close();
  }
  expect(seen.size).toBe(15);
});

it('leaves the state alone when the provider is only asked', () => {
  const journal = opened(tempFolder());
  const id = makeOk(journal);
  const ask = journal.beginAttempt({ operationId: id, provider: 'paycools', service: '91' });
  journal.endAttempt(ask.id, BROKEN);
  expect(journal.operation(id)).toMatchObject({ state: 'ok', attempts: 1 });
  expect(journal.attemptsOf(id)).toHaveLength(2);
  const open = journal.intend(wish({ reference: 'ATM2' }));
  const deed = journal.beginAttempt({ operationId: open.id, provider: 'paycools', service: '90' });
  journal.endAttempt(deed.id, BROKEN);
  journal.settle(open.id, { state: 'unknown', by: 'answer', code: null });
  const question = journal.beginAttempt({ operationId: open.id, provider: 'paycools', service: '91' });
  expect(journal.operation(open.id)?.state).toBe('unknown');
  journal.endAttempt(question.id, OK);
  expect(journal.settle(open.id, { state: 'ok', by: 'query', code: null, result: RESULT })).toMatchObject({
    state: 'ok',
  });
  expect(journal.verify().problems).toEqual([]);
});

it('does not send again what is ok, nor beside an attempt that is under way', () => {
  const journal = opened(tempFolder());
  const id = makeOk(journal);
  const begin = { operationId: id, provider: 'paycools', service: '90' } as const;
  expect(() => journal.beginAttempt(begin)).toThrow('is ok');
  const { id: other } = journal.intend(wish({ reference: 'ATM2' }));
  const attempt = journal.beginAttempt({ ...begin, operationId: other });
  expect(() => journal.beginAttempt({ ...begin, operationId: other })).toThrow('under way');
  expect(() => journal.settle(other, { state: 'ok', by: 'answer', code: null, result: RESULT })).toThrow('under way');
  journal.endAttempt(attempt.id, OK);
  expect(() => journal.endAttempt(attempt.id, OK)).toThrow('No open attempt');
  expect(() => journal.beginAttempt({ ...begin, operationId: 'OP-nobody' })).toThrow('No operation');
  expect(() => journal.settle('OP-nobody', { state: 'ok', by: 'answer', code: null })).toThrow('No operation');
  expect(() => journal.retire(other)).toThrow('only what is ok');
});

it('never says not-sent of what may have arrived in an earlier attempt', () => {
  const journal = opened(tempFolder());
  const { id } = journal.intend(wish());
  const begin = { operationId: id, provider: 'paycools', service: '90' } as const;
  journal.endAttempt(journal.beginAttempt(begin).id, BROKEN);
  journal.endAttempt(journal.beginAttempt(begin).id, { ...BROKEN, outcome: 'not-sent' });
  expect(() => journal.settle(id, { state: 'not-sent', by: 'answer', code: null })).toThrow('may have arrived');
  journal.settle(id, { state: 'unknown', by: 'answer', code: null });
  // Doubt outlives the next attempts: only an ok settles it, or a person who says why.
  journal.endAttempt(journal.beginAttempt(begin).id, { ...BROKEN, outcome: 'not-sent' });
  expect(() => journal.settle(id, { state: 'not-sent', by: 'answer', code: null })).toThrow('may have arrived');
  expect(() => journal.settle(id, { state: 'refused', by: 'answer', code: '4049000' })).toThrow('may have arrived');
  journal.settle(id, { state: 'unknown', by: 'answer', code: '4049000' });
  const word = { state: 'refused', by: 'person', code: null, operator: 'sari', reason: 'asked by phone' } as const;
  expect(journal.settle(id, word)).toMatchObject({ state: 'refused', attempts: 3 });
  expect(journal.eventsOf(id).at(-1)).toMatchObject({
    event: 'person',
    to: 'refused',
    operator: 'sari',
    reason: 'asked by phone',
  });
  journal.endAttempt(journal.beginAttempt(begin).id, { ...BROKEN, outcome: 'not-sent' });
  expect(journal.settle(id, { state: 'not-sent', by: 'answer', code: null })).toMatchObject({
    state: 'not-sent',
    code: null,
  });
});

/** What an answer may settle each state to. */
const MAY: Readonly<Record<OperationState, readonly OperationState[]>> = {
  intended: ['refused', 'not-sent'],
  sent: ['ok', 'refused', 'not-sent', 'unknown'],
  ok: [],
  refused: ['refused', 'not-sent'],
  'not-sent': ['refused', 'not-sent'],
  unknown: ['unknown'],
};

it.each(OPERATION_STATES)('goes from %s where it may and nowhere else', (from) => {
  const journal = opened(tempFolder());
  for (const [n, to] of OPERATION_STATES.entries()) {
    const { id } = journal.intend(wish({ reference: `ATM${n}` }));
    if (from !== 'intended') {
      const attempt = journal.beginAttempt({ operationId: id, provider: 'paycools', service: '90' });
      const outcome = from === 'sent' ? 'not-sent' : from;
      journal.endAttempt(attempt.id, { ...OK, outcome });
    }
    if (from !== 'intended' && from !== 'sent') journal.settle(id, { state: from, by: 'answer', code: null });
    const go = () => journal.settle(id, { state: to, by: 'answer', code: null });
    if (MAY[from].includes(to)) expect(go().state).toBe(to);
    else expect(go).toThrow(`from ${from} to ${to}`);
    expect(journal.operation(id)?.state).toBe(MAY[from].includes(to) ? to : from);
  }
});

it('lists newest first, by state, kind, time and number', () => {
  const clock = handClock();
  const journal = opened(tempFolder(), { clock });
  makeOk(journal, { reference: 'A' });
  clock.turn(1_000);
  journal.intend(wish({ reference: 'B' }));
  clock.turn(1_000);
  journal.intend(wish({ kind: 'register', reference: 'C' }));
  const found = (filter?: Parameters<typeof journal.operations>[0]) =>
    journal.operations(filter).map((operation) => operation.reference);
  expect(found()).toEqual(['C', 'B', 'A']);
  expect(found({ limit: 2 })).toEqual(['C', 'B']);
  expect(found({ kind: 'generate' })).toEqual(['B', 'A']);
  expect(found({ state: 'intended' })).toEqual(['C', 'B']);
  expect(found({ state: 'intended', kind: 'generate' })).toEqual(['B']);
  expect(found({ since: NOVEMBER + 1_000 })).toEqual(['C', 'B']);
  expect(found({ since: NOVEMBER + 1_000, state: 'intended', kind: 'register', limit: 5 })).toEqual(['C']);
  expect(found({ limit: 0 })).toEqual([]);
});

it('reads all operations oldest first, over its pages, while others are added', () => {
  const journal = opened(tempFolder());
  for (let n = 0; n < 205; n += 1) journal.intend(wish({ reference: `R${n}` }));
  const seen: string[] = [];
  for (const operation of journal.allOperations()) {
    if (seen.length === 3) journal.intend(wish({ reference: 'R205' }));
    seen.push(operation.reference);
  }
  expect(seen).toEqual(Array.from({ length: 206 }, (_, n) => `R${n}`));
});

it('remembers the terminal that was registered last, whatever the clock says', () => {
  const journal = opened(tempFolder());
  expect(journal.registration('M-1')).toBeNull();
  const first = { merchantId: 'M-1', terminalId: 'T-1', description: 'Kasir 1', registeredAt: NOVEMBER };
  journal.register(first);
  journal.register({ ...first, merchantId: 'M-2', terminalId: 'T-9' });
  const second = { ...first, terminalId: 'T-2', registeredAt: NOVEMBER - 5 };
  journal.register(second);
  expect(journal.registration('M-1')).toEqual(second);
  const renamed = { ...first, description: 'Kasir Depan' };
  journal.register(renamed);
  expect(journal.registration('M-1')).toEqual(renamed);
});

it('says of what a killed process left behind what can be said of it', async () => {
  const folder = tempFolder();
  const child = startChild('crash', folder);
  const externalId = await child.line();
  await child.kill();
  const journal = opened(folder);
  const sent = journal.operationByReference('generate', 'M-1', 'SENT');
  expect(sent).toMatchObject({ state: 'sent', attempts: 1 });
  const found = journal.recover();
  expect(found.operations.map((one) => [one.reference, one.state])).toEqual([
    ['INTENDED', 'not-sent'],
    ['SENT', 'unknown'],
  ]);
  expect(journal.recoverPrints('gudang')).toEqual([]);
  const prints = journal.recoverPrints('kasir').map((one) => [one.id.slice(0, 15), one.state, one.reason]);
  expect(prints).toEqual([[expect.stringMatching(/-00002$/), 'possibly-printed', 'program-ended']]);
  expect(journal.waitingPrints().map((one) => one.state)).toEqual(['queued', 'possibly-printed']);
  const attempts = journal.attemptsOf(sent?.id ?? '');
  expect(attempts).toMatchObject([{ externalId, outcome: 'unknown', endedAt: NOVEMBER }]);
  expect(journal.recover()).toEqual({ operations: [] });
  expect(journal.verify()).toMatchObject({ ok: true, operations: 2, attempts: 1, printJobs: 2 });
  // It is taken up with the bytes it was begun with, and what may have arrived stays in doubt.
  const again = journal.beginAttempt({ operationId: sent?.id ?? '', provider: 'paycools', service: '90' });
  journal.endAttempt(again.id, { ...BROKEN, outcome: 'not-sent' });
  expect(() => journal.settle(sent?.id ?? '', { state: 'not-sent', by: 'answer', code: null })).toThrow(
    'may have arrived',
  );
});

it('recovers reads that nobody answered, too', () => {
  const folder = tempFolder();
  const journal = opened(folder);
  const id = makeOk(journal);
  journal.beginAttempt({ operationId: null, provider: 'speedcash', service: '23' });
  journal.beginAttempt({ operationId: id, provider: 'paycools', service: '91' });
  expect(journal.recover()).toEqual({ operations: [] });
  expect(journal.attemptsOf(id).map((one) => one.outcome)).toEqual(['ok', 'unknown']);
  expect(journal.operation(id)?.state).toBe('ok');
});

it('has another mark once anybody changed it, and the same one until then', () => {
  const folder = tempFolder();
  const [journal, beside] = [opened(folder), opened(folder)];
  const marks = [journal.changeMark()];
  journal.waitingPrints();
  journal.ready();
  expect(journal.changeMark()).toBe(marks[0]);
  makeOk(journal);
  marks.push(journal.changeMark());
  beside.intend(wish({ reference: 'BESIDE' }));
  marks.push(journal.changeMark());
  expect(journal.changeMark()).toBe(marks[2]);
  expect(new Set(marks).size).toBe(3);
});
