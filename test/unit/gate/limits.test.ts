import { describe, expect, it, vi } from 'vitest';
import { createBucket, createLimits } from '../../../main/gate/limits.ts';

describe('createBucket', () => {
  it('takes its burst at once, then as much as time brings, and never more than the burst after a rest', () => {
    let now = 0;
    const take = createBucket({ burst: 3, perSecond: 2 }, () => now);
    const taken = () => [take(), take(), take(), take()];
    expect(taken()).toEqual([true, true, true, false]);
    now = 499;
    expect(take()).toBe(false);
    now = 1_000;
    expect(taken()).toEqual([true, true, false, false]);
    now = 3_600_000;
    expect(taken()).toEqual([true, true, true, false]);
  });
});

describe('createLimits', () => {
  const open = (turn?: string, turns = new Set<string>()) =>
    createLimits(turn === undefined ? { effect: 'acts' } : { effect: 'acts', turn }, turns, () => 0);
  const never = () => new Promise<number>(() => undefined);

  it('lets the same wish join the one that is under way', async () => {
    const limits = open();
    const { promise, resolve } = Promise.withResolvers<number>();
    const action = vi.fn(() => promise);
    const both = [limits.run({ a: 1 }, action), limits.run({ a: 1 }, action)];
    resolve(5);
    expect([await both[0], await both[1]]).toEqual([5, 5]);
    expect(action).toHaveBeenCalledOnce();
    await limits.run({ a: 1 }, action);
    expect(action).toHaveBeenCalledTimes(2);
  });

  it('gives twenty the answer to one question, and an act to all who want the same', () => {
    const question = createLimits({ effect: 'reads' }, new Set(), () => 0);
    const act = open();
    const taken = (limits: typeof act) => Array.from({ length: 25 }, () => limits.run({}, never) !== null);
    expect(taken(question).filter(Boolean)).toHaveLength(20);
    expect(taken(act).filter(Boolean)).toHaveLength(25);
  });

  it('keeps wishes apart that JSON would not', () => {
    const limits = open();
    const action = vi.fn(never);
    void limits.run(new Map([[1, 1]]), action);
    void limits.run(new Map([[2, 2]]), action);
    void limits.run(7n, action);
    expect(action).toHaveBeenCalledTimes(3);
  });

  it('takes four different wishes at once, and says so instead of keeping the fifth', () => {
    const limits = open();
    const taken = Array.from({ length: 5 }, (_, n) => limits.run({ n }, never) !== null);
    expect(taken).toEqual([true, true, true, true, false]);
  });

  it('takes twenty acts in a moment', async () => {
    const limits = open();
    const taken: boolean[] = [];
    for (let n = 0; n < 21; n += 1) {
      const running = limits.run({ n }, () => Promise.resolve(n));
      taken.push(running !== null);
      await running;
    }
    expect(taken.filter(Boolean)).toHaveLength(20);
    expect(taken.at(-1)).toBe(false);
  });

  it('gives a turn to one channel at a time, and back when it failed', async () => {
    const turns = new Set<string>();
    const [first, second] = [open('till', turns), open('till', turns)];
    const { promise, reject } = Promise.withResolvers<number>();
    const running = first.run({}, () => promise);
    expect(second.run({}, never)).toBeNull();
    reject(new Error('gone'));
    await expect(running).rejects.toThrow('gone');
    expect(second.run({}, never)).not.toBeNull();
  });
});
