/** The window's session, with a clock of its own: locking, holding, and what a supervisor allows once. */
import { expect, test } from 'vitest';
import type { Till } from '../../../main/app/till.ts';
import { createSession } from '../../../main/desk/session.ts';
import type { Snapshot } from '../../../main/desk/state.ts';
import type { Operator } from '../../../main/ports/people.ts';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

function world(options: { readonly lockMinutes?: number } = {}) {
  let now = 0;
  let busy = false;
  let damaged = false;
  let timers: Timer[] = [];
  let shown: Snapshot['session'] | null = null;
  const people: Operator[] = [
    { name: 'Sari', role: 'supervisor', createdAt: 0, removedAt: null, wrong: 0, wrongAt: null },
    { name: 'Budi', role: 'cashier', createdAt: 0, removedAt: null, wrong: 0, wrongAt: null },
  ];
  const find = (name: string): Operator | null => people.find((one) => one.name === name) ?? null;
  const list = (): readonly Operator[] => {
    if (damaged) throw new Error('the disk is gone');
    return people.filter((one) => one.removedAt === null);
  };
  // Only what a session looks at.
  const till = {
    profile: { store: { name: 'Toko' }, operators: options },
    journal: { people: { list, find } },
    mark: { there: () => true },
    sinceBoot: () => now,
  } as unknown as Till;
  const session = createSession({
    isBusy: () => busy,
    show: (state) => {
      shown = state;
    },
    now: () => now,
    later: (run, ms) => {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
  });
  session.look({ ok: true, value: till }, () => true);
  return {
    session,
    people,
    state: () => shown?.state,
    names: () => shown?.people.map(({ name }) => name),
    damage: () => {
      damaged = true;
    },
    look: () => session.look({ ok: true, value: till }, () => true),
    busy: (is: boolean) => {
      busy = is;
    },
    pass: (ms: number): void => {
      const end = now + ms;
      for (;;) {
        const next = timers.toSorted((a, b) => a.at - b.at)[0];
        if (next === undefined || next.at > end) break;
        timers = timers.filter((one) => one !== next);
        now = next.at;
        next.run();
      }
      now = end;
    },
  };
}

const MINUTE = 60_000;

test('locks and shows it while its journal cannot be asked who there is', () => {
  const { session, state, names, damage, pass } = world();
  session.enter({ operator: 'Budi', role: 'cashier' });
  damage();
  pass(2 * MINUTE);
  expect(state()).toBe('locked');
  expect(names()).toEqual(['Sari', 'Budi']);
});

test('locks two minutes after the last touch', () => {
  const { session, state, pass } = world();
  expect(state()).toBe('locked');
  session.enter({ operator: 'Budi', role: 'cashier' });
  pass(1.5 * MINUTE);
  session.active(false);
  pass(1.5 * MINUTE);
  expect(state()).toBe('in');
  pass(0.5 * MINUTE);
  expect(state()).toBe('locked');
  expect(session.refusal('in', 'x')).toMatchObject({ outcome: 'refused', words: { key: 'people.locked' } });
});

test('locks when the profile says', () => {
  const { session, state, pass } = world({ lockMinutes: 5 });
  session.enter({ operator: 'Budi', role: 'cashier' });
  pass(5 * MINUTE - 1);
  expect(state()).toBe('in');
  pass(1);
  expect(state()).toBe('locked');
});

test('never in the middle: not while something is under way, and late while a QR is on screen', () => {
  const { session, state, pass, busy } = world();
  session.enter({ operator: 'Budi', role: 'cashier' });
  busy(true);
  pass(10 * MINUTE);
  expect(state()).toBe('in');
  busy(false);
  pass(1_000);
  expect(state()).toBe('locked');
  session.enter({ operator: 'Budi', role: 'cashier' });
  session.active(true);
  pass(14 * MINUTE);
  expect(state()).toBe('in');
  pass(MINUTE);
  expect(state()).toBe('locked');
});

test('lets a supervisor allow one thing, once, for a minute', async () => {
  const { session, pass } = world();
  session.enter({ operator: 'Budi', role: 'cashier' });
  expect(session.refusal('settle', 'settle A')).toMatchObject({ words: { key: 'people.needs-right' } });
  session.grant('settle', 'settle A', 'Sari');
  expect(session.refusal('settle', 'settle B')).not.toBeNull();
  expect(session.refusal('export', 'settle A')).not.toBeNull();
  expect(session.refusal('settle', 'settle A')).toBeNull();
  const ran = await session.as('settle A', () => {
    const actor = session.actor();
    expect(actor?.operator).toBe('Budi / Sari');
    expect(actor?.may('settle')).toBe(true);
    expect(actor?.may('export')).toBe(false);
    return Promise.resolve({ outcome: 'ok', code: null, operationId: null, words: W, data: null });
  });
  expect(ran.outcome).toBe('ok');
  expect(session.refusal('settle', 'settle A')).not.toBeNull();
  session.grant('settle', 'settle A', 'Sari');
  pass(MINUTE);
  expect(session.refusal('settle', 'settle A')).not.toBeNull();
});

const W = { key: 'x', id: '', en: '', next: null };

test('what was allowed goes with whoever was in', () => {
  const { session } = world();
  session.enter({ operator: 'Budi', role: 'cashier' });
  session.grant('settle', 'settle A', 'Sari');
  session.lock();
  session.enter({ operator: 'Budi', role: 'cashier' });
  expect(session.refusal('settle', 'settle A')).not.toBeNull();
});

test('whoever is taken off the till, or given another role, is so at once', () => {
  const { session, people, look, state } = world();
  session.enter({ operator: 'Sari', role: 'supervisor' });
  expect(session.refusal('operators', 'x')).toBeNull();
  people[0] = { ...(people[0] as Operator), role: 'cashier' };
  look();
  expect(session.refusal('operators', 'x')).not.toBeNull();
  people[0] = { ...people[0], removedAt: 1 };
  look();
  expect(state()).toBe('locked');
});

test('a journal that cannot be opened lets nobody in where there were people, and everybody where there were none', () => {
  const shut = world();
  const unavailable = { outcome: 'unavailable', code: null, operationId: null } as const;
  const trouble = { ok: false, outcome: { ...unavailable, words: { ...W, key: 'journal.corrupt' } } } as const;
  shut.session.look(trouble, () => true);
  expect(shut.state()).toBe('shut');
  expect(shut.session.refusal('in', 'x')).not.toBeNull();
  expect(shut.session.refusal('anyone', 'x')).toBeNull();
  shut.session.look(trouble, () => false);
  expect(shut.session.refusal('in', 'x')).toBeNull();
  const none = { ok: false, outcome: { ...unavailable, words: { ...W, key: 'profile.absent' } } } as const;
  shut.session.look(none, () => true);
  expect(shut.state()).toBe('free');
});
