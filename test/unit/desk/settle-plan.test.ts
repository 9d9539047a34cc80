/** When uncertain operations are asked about in the background: oldest first, ever less often, and not at a dead network. */
import { describe, expect, it } from 'vitest';
import { backoff, createSettlePlan, SETTLE_TIMES } from '../../../main/desk/settle-plan.ts';
import type { Operation, ProviderName } from '../../../main/ports/operations.ts';

function operation(id: string, provider: ProviderName = 'paycools'): Operation {
  return {
    id,
    kind: 'generate',
    provider,
    merchantId: 'm',
    reference: id,
    wish: {},
    body: '{}',
    terminalId: 't',
    operator: 'o',
    state: 'unknown',
    code: null,
    result: null,
    attempts: 1,
    createdAt: 0,
    updatedAt: 0,
    retiredAt: null,
    toldAt: null,
  };
}

const [A, B, C] = [operation('A'), operation('B'), operation('C', 'speedcash')];
const plan = (chance = 1) => createSettlePlan(SETTLE_TIMES, () => chance);

describe('the plan', () => {
  it('asks about everything at once after a start, in the order it is given', () => {
    expect(plan().due([A, B, C], 0)).toEqual([A, B, C]);
  });

  it('never has more in a round than it may', () => {
    const many = Array.from({ length: 50 }, (_, index) => operation(`X${index}`));
    expect(plan().due(many, 0)).toEqual(many.slice(0, SETTLE_TIMES.most));
  });

  it('waits twice as long after each question, up to the slow lane', () => {
    const plans = plan();
    let now = 0;
    const waits: number[] = [];
    for (let turn = 0; turn < 14; turn += 1) {
      plans.asked(A, now);
      const next = plans.next([A]) ?? 0;
      waits.push(next - now);
      expect(plans.due([A], next - 1)).toEqual([]);
      expect(plans.due([A], next)).toEqual([A]);
      now = next;
    }
    expect(waits.slice(0, 4)).toEqual([15_000, 30_000, 60_000, 120_000]);
    expect(waits.at(-1)).toBe(SETTLE_TIMES.slowLaneMs);
  });

  it('leaves what a silent provider has open alone, and the other provider’s not', () => {
    const plans = plan();
    plans.silent('paycools', 0);
    expect(plans.due([A, B, C], 1)).toEqual([C]);
    expect(plans.next([A, B])).toBe(SETTLE_TIMES.tryAgainMs);
  });

  it('asks at once when somebody reached the provider, and tells whether anything waited for that', () => {
    const plans = plan();
    expect(plans.heard('paycools')).toBe(false);
    plans.silent('paycools', 0);
    expect(plans.heard('paycools')).toBe(true);
    expect(plans.due([A], 1)).toEqual([A]);
  });

  it('does not count a silence against the operation', () => {
    const plans = plan();
    for (let turn = 0; turn < 9; turn += 1) plans.silent('paycools', 0);
    plans.heard('paycools');
    plans.asked(A, 0);
    expect(plans.next([A])).toBe(SETTLE_TIMES.askAgainMs);
  });

  it('begins with short waits again once the provider had its say', () => {
    const plans = plan();
    for (let turn = 0; turn < 5; turn += 1) plans.silent('paycools', 0);
    plans.asked(A, 0);
    plans.silent('paycools', 0);
    expect(plans.next([B])).toBe(SETTLE_TIMES.tryAgainMs);
  });

  it('forgets what is settled', () => {
    const plans = plan();
    plans.asked(A, 0);
    plans.due([B], 0);
    expect(plans.due([A], 0)).toEqual([A]);
  });
});

describe('a wait', () => {
  it('is between its half and its whole, as chance has it', () => {
    expect(backoff(1_000, 60_000, 0, 0)).toBe(500);
    expect(backoff(1_000, 60_000, 0, 1)).toBe(1_000);
    expect(backoff(1_000, 60_000, 3, 0.5)).toBe(6_000);
  });

  it('stays finite however often it was waited', () => {
    expect(backoff(1_000, 60_000, 5_000, 1)).toBe(60_000);
  });
});
