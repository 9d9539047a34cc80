/** Whatever is called in whatever order: the journal agrees with a model of it, and never says more than is known. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Journal } from '../../../main/ports/journal.ts';
import type { AttemptOutcome, OperationState, SettledBy } from '../../../main/ports/operations.ts';
import { handClock, noChance, opened, RESULT, tempFolder, wish } from './world.ts';

interface Known {
  readonly id: string;
  readonly reference: string;
  state: OperationState;
  inDoubt: boolean;
  /** The attempt of its deed that is under way. */
  open: number | null;
  deeds: number;
  retired: boolean;
}

const OUTCOMES: readonly AttemptOutcome[] = ['ok', 'refused', 'not-sent', 'unknown'];
const ENDS: readonly SettledBy[] = ['answer', 'query', 'list', 'repeat', 'person'];

/** What may be said, in the model's own words; it shares nothing with the machine's table. */
function maySay({ state, inDoubt, open }: Known, by: SettledBy, to: AttemptOutcome): boolean {
  if (open !== null || state === 'ok') return false;
  const settlesDoubt = to === 'ok' || to === 'unknown';
  switch (by) {
    case 'answer':
      if (state === 'sent') return settlesDoubt || !inDoubt;
      if (state === 'unknown') return to === 'unknown';
      return to === 'not-sent' || (to === 'refused' && !inDoubt);
    case 'query':
      return to === 'ok' && state !== 'intended';
    case 'list':
      return to === 'ok' && (state === 'sent' || state === 'unknown');
    case 'repeat':
      return to === 'ok' && state === 'unknown';
    case 'person':
      // These are ATM QRs: nobody can make up their content.
      return to === 'refused' && state === 'unknown';
  }
}

const which = fc.nat(3);
const outcome = fc.constantFrom(...OUTCOMES);
const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ does: fc.constant('intend'), reference: which }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('begin'), on: which }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('end'), on: which, outcome }) },
  {
    weight: 5,
    arbitrary: fc.record({ does: fc.constant('settle'), on: which, outcome, by: fc.constantFrom(...ENDS) }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('ask'), on: which, outcome }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('retire'), on: which }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('reopen') }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('recover') }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('turn'), ms: fc.integer({ min: -1e9, max: 1e6 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function world() {
  const folder = tempFolder();
  const clock = handClock();
  let journal = opened(folder, { clock, random: noChance });
  const known: Known[] = [];
  const externalIds: string[] = [];

  const begin = (operation: Known, service: string): number => {
    const row = journal.beginAttempt({ operationId: operation.id, provider: 'paycools', service });
    externalIds.push(row.externalId);
    return row.id;
  };

  function tryTo(allowed: boolean, act: () => void): boolean {
    if (allowed) act();
    else expect(act).toThrow();
    return allowed;
  }

  function onOperation(operation: Known, taken: Step): void {
    if (taken.does === 'begin') {
      const may = operation.state !== 'ok' && operation.open === null;
      tryTo(may, () => {
        operation.open = begin(operation, '90');
        operation.state = 'sent';
        operation.deeds += 1;
      });
    } else if (taken.does === 'ask' && 'outcome' in taken) {
      journal.endAttempt(begin(operation, '91'), { outcome: taken.outcome, code: null, httpStatus: null, note: null });
    } else if (taken.does === 'end' && 'outcome' in taken) {
      const { open } = operation;
      if (open === null) return;
      journal.endAttempt(open, { outcome: taken.outcome, code: null, httpStatus: null, note: null });
      operation.open = null;
      operation.inDoubt ||= taken.outcome === 'unknown';
    } else if (taken.does === 'settle' && 'outcome' in taken && 'by' in taken) {
      const { outcome: to, by } = taken;
      const may = maySay(operation, by, to);
      const result = to === 'ok' ? { result: RESULT } : {};
      const done = tryTo(may, () => journal.settle(operation.id, { state: to, by, code: null, ...result }));
      if (!done) return;
      operation.state = to;
      operation.inDoubt = to === 'unknown';
    } else if (taken.does === 'retire') {
      operation.retired ||= tryTo(operation.state === 'ok', () => journal.retire(operation.id));
    }
  }

  function recover(): void {
    const changed = new Set(
      known.filter((one) => one.state === 'intended' || one.state === 'sent').map((one) => one.id),
    );
    expect(new Set(journal.recover().operations.map((one) => one.id))).toEqual(changed);
    for (const operation of known) {
      operation.open = null;
      if (operation.state === 'intended') operation.state = 'not-sent';
      else if (operation.state === 'sent') {
        operation.state = 'unknown';
        operation.inDoubt = true;
      }
    }
  }

  function take(taken: Step): void {
    if (taken.does === 'intend' && 'reference' in taken) {
      const reference = `R${taken.reference}`;
      const taking = !known.some((one) => one.reference === reference);
      tryTo(taking, () => {
        const { id } = journal.intend(wish({ reference }));
        known.push({ id, reference, state: 'intended', inDoubt: false, open: null, deeds: 0, retired: false });
      });
    } else if (taken.does === 'turn' && 'ms' in taken) clock.turn(taken.ms);
    else if (taken.does === 'recover') recover();
    else if (taken.does === 'reopen') {
      journal.close();
      journal = opened(folder, { clock, random: noChance });
    } else if ('on' in taken) {
      const operation = known[taken.on];
      if (operation !== undefined) onOperation(operation, taken);
    }
  }

  function agree(): void {
    for (const { id, state, deeds, retired } of known) {
      const kept = journal.operation(id);
      expect(kept).toMatchObject({ state, attempts: deeds, result: state === 'ok' ? RESULT : null });
      expect(kept?.retiredAt !== null).toBe(retired);
    }
    expect(journal.operations().map((one) => one.id)).toEqual(known.map((one) => one.id).toReversed());
    expect(new Set(externalIds).size).toBe(externalIds.length);
    // Attempts may end here as no provider would end them: only the chain must hold.
    expect(journal.verify().problems.filter((problem) => problem.includes('event'))).toEqual([]);
  }

  return { take, agree, journal: (): Journal => journal };
}

it('agrees with its model after any steps', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
      const { take, agree, journal } = world();
      for (const one of steps) {
        take(one);
        agree();
      }
      journal().close();
    }),
    { numRuns: 60 },
  );
}, 60_000);

/** One run of an operation as the actions do it, cut off by a crash after `until` writes. */
const run = fc.record({
  on: which,
  outcomes: fc.array(outcome, { maxLength: 3 }),
  until: fc.nat(9),
});

it('adds up after any runs with crashes anywhere in them', () => {
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: 8 }), (runs) => {
      const folder = tempFolder();
      let journal = opened(folder);
      for (const { on, outcomes, until } of runs) {
        journal.recover();
        let writes = 0;
        const write = <T>(act: () => T): T | null => {
          writes += 1;
          return writes > until ? null : act();
        };
        const reference = `R${on}`;
        const operation =
          journal.operationByReference('generate', 'M-1', reference) ??
          write(() => journal.intend(wish({ reference })));
        if (operation === null || operation.state === 'ok') continue;
        let last: AttemptOutcome = 'not-sent';
        let inDoubt = operation.state === 'unknown';
        const begin = { operationId: operation.id, provider: 'paycools', service: '90' } as const;
        for (const said of outcomes) {
          const attempt = write(() => journal.beginAttempt(begin));
          if (attempt === null) break;
          write(() => journal.endAttempt(attempt.id, { outcome: said, code: null, httpStatus: null, note: null }));
          last = said;
          inDoubt ||= said === 'unknown';
          if (said !== 'unknown') break;
        }
        const state = last !== 'ok' && inDoubt ? 'unknown' : last;
        write(() =>
          journal.settle(operation.id, {
            state,
            by: 'answer',
            code: null,
            ...(state === 'ok' ? { result: RESULT } : {}),
          }),
        );
        if (writes > until) {
          journal.close();
          journal = opened(folder);
        }
        expect(journal.verify().problems).toEqual([]);
      }
      journal.recover();
      expect(journal.verify().problems).toEqual([]);
      journal.close();
    }),
    { numRuns: 60 },
  );
}, 60_000);
