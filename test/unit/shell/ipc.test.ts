import type { WebContents, WebFrameMain } from 'electron';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { handle, type Problem } from '../../../main/gate/handle.ts';
import { createLimits } from '../../../main/gate/limits.ts';
import { emitter, isTrusted, serveContract } from '../../../main/shell/ipc.ts';
import { defineContract, type RequestSpec } from '../../../shared/define-contract.ts';
import type { Ok, Outcome } from '../../../shared/outcome.ts';

const registered = vi.hoisted(() => new Map<string, (event: unknown, input: unknown) => Promise<unknown>>());
vi.mock('electron', () => ({
  ipcMain: { handle: (name: string, handler: never) => void registered.set(name, handler) },
}));

function frame(url: string, parent: WebFrameMain | null = null): WebFrameMain {
  return { url, parent } as WebFrameMain;
}
function contents(mainFrame: WebFrameMain): WebContents {
  return { mainFrame } as WebContents;
}
const said = { code: null, operationId: null, words: { key: 'k', id: 'Ya.', en: 'Yes.', next: null } };
const ok = <T>(data: T): Ok<T> => ({ outcome: 'ok', ...said, data });

describe('isTrusted', () => {
  const main = frame('app://qris-terminal/');
  const window = contents(main);
  const ours = (asking: WebContents): boolean => asking === window;

  it('trusts the main frame of our window at our address', () => {
    expect(isTrusted({ sender: window, senderFrame: main }, ours)).toBe(true);
  });

  it.each([
    'https://qris-terminal/',
    'app://other/',
    'app://qris-terminal.example/',
    'app://x@qris-terminal.example/',
    'app://qris-terminal:1/',
    'file:///app://qris-terminal/',
    'data:text/html,app://qris-terminal/',
    'about:blank',
    '',
  ])('refuses %s in our window', (url) => {
    const foreign = frame(url);
    const shown = contents(foreign);
    expect(isTrusted({ sender: shown, senderFrame: foreign }, () => true)).toBe(false);
  });

  it('refuses when nobody can say which frame it was', () => {
    expect(isTrusted({ sender: window, senderFrame: null }, ours)).toBe(false);
  });

  it('refuses a frame inside our page', () => {
    const inner = frame('app://qris-terminal/', main);
    expect(isTrusted({ sender: window, senderFrame: inner }, ours)).toBe(false);
    expect(isTrusted({ sender: contents(inner), senderFrame: inner }, () => true)).toBe(false);
  });

  it('refuses a main frame that is not the main frame of its sender', () => {
    expect(isTrusted({ sender: window, senderFrame: frame('app://qris-terminal/') }, ours)).toBe(false);
  });

  it('refuses a window that the shell did not open', () => {
    expect(isTrusted({ sender: contents(main), senderFrame: main }, ours)).toBe(false);
  });

  it('refuses a frame that is gone and throws when it is read', () => {
    const gone = {
      get parent(): never {
        throw new Error('Render frame was disposed');
      },
    } as unknown as WebFrameMain;
    expect(isTrusted({ sender: contents(gone), senderFrame: gone }, () => true)).toBe(false);
  });
});

describe('handle', () => {
  const spec: RequestSpec = {
    input: z.strictObject({
      courier: z.strictObject({ no: z.string().min(1) }),
      tags: z.array(z.string()).default([]),
    }),
    output: z.strictObject({ n: z.int() }),
    effect: 'reads',
    right: 'anyone',
  };
  const good = { courier: { no: '1' } };
  let problems: Problem[] = [];
  beforeEach(() => {
    problems = [];
  });
  const run = (
    action: (input: unknown) => Promise<Outcome<unknown>>,
    given: { trusted?: boolean; input?: unknown; effect?: RequestSpec['effect'] } = {},
  ): Promise<Outcome<unknown>> =>
    handle(
      'x',
      { ...spec, effect: given.effect ?? 'reads' },
      given.trusted ?? true,
      'input' in given ? given.input : good,
      Promise.resolve(action),
      createLimits({ effect: 'reads' }, new Set()),
      (problem) => problems.push(problem),
    );

  it('hands the parsed input on and the outcome back', async () => {
    const action = vi.fn(() => Promise.resolve(ok({ n: 1 })));
    expect(await run(action)).toEqual(ok({ n: 1 }));
    expect(action).toHaveBeenCalledWith({ ...good, tags: [] });
    expect(problems).toEqual([]);
  });

  it('never runs an action for a stranger, whatever the input', async () => {
    const action = vi.fn(() => Promise.resolve(ok({ n: 1 })));
    const answer = await run(action, { trusted: false, input: { nonsense: true } });
    expect(answer).toMatchObject({ outcome: 'refused', words: { key: 'sender.refused' } });
    expect(answer).not.toHaveProperty('fields');
    expect(action).not.toHaveBeenCalled();
  });

  it('names every field that is wrong by its path and runs nothing', async () => {
    const action = vi.fn(() => Promise.resolve(ok({ n: 1 })));
    const answer = await run(action, { input: { courier: { no: '', extra: 1 }, tags: ['a', 2], more: 1 } });
    expect(answer).toMatchObject({ outcome: 'invalid', words: { key: 'input.invalid' } });
    const paths = answer.outcome === 'invalid' ? answer.fields.map(({ path }) => path).toSorted() : [];
    expect(paths).toEqual(['courier.extra', 'courier.no', 'more', 'tags.1']);
    expect(action).not.toHaveBeenCalled();
  });

  it.each([undefined, null, 'text', [], 5])('calls %j invalid', async (input) => {
    expect(await run(() => Promise.resolve(ok({ n: 1 })), { input })).toMatchObject({ outcome: 'invalid' });
  });

  it.each([
    ['reads', 'unavailable'],
    ['acts', 'unknown'],
  ] as const)('says of an action that %s and throws: %s, with a log id and no text', async (effect, outcome) => {
    const answer = await run(() => Promise.reject(new Error('a secret')), { effect });
    expect(answer).toMatchObject({ outcome, code: null, words: { key: 'internal.error' } });
    expect(JSON.stringify(answer)).not.toMatch(/secret|ipc\.ts|stack/);
    expect(problems).toMatchObject([{ where: 'x', error: { message: 'a secret' } }]);
    expect(answer).toHaveProperty('about', { logId: problems[0]?.id });
  });

  it('holds back an output that says more than its schema', async () => {
    const answer = await run(() => Promise.resolve(ok({ n: 1, key: 'a secret' })));
    expect(answer).toMatchObject({ outcome: 'unavailable', words: { key: 'internal.error' } });
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(problems).toHaveLength(1);
  });

  it('holds back a thing that is no outcome, and an outcome with something beside it', async () => {
    const odd = { outcome: 'maybe', ...said } as unknown as Outcome<unknown>;
    const more = { ...ok({ n: 1 }), stack: 'a secret' };
    for (const outcome of [odd, more]) {
      expect(await run(() => Promise.resolve(outcome), { effect: 'acts' })).toMatchObject({ outcome: 'unknown' });
    }
  });

  it('lets every outcome that is not ok through as it is', async () => {
    const outcomes: Outcome<unknown>[] = [
      { outcome: 'refused', ...said, code: '4034700', about: { attempts: 2 } },
      { outcome: 'invalid', ...said, fields: [{ path: 'a.b', words: said.words }] },
      { outcome: 'not-sent', ...said },
      { outcome: 'unknown', ...said, operationId: '7' },
      { outcome: 'unavailable', ...said },
    ];
    for (const outcome of outcomes) expect(await run(() => Promise.resolve(outcome))).toEqual(outcome);
  });

  it('claims no effect when the app never opened', async () => {
    const never = Promise.reject(new Error('no journal'));
    const limits = createLimits({ effect: 'acts' }, new Set());
    const answer = await handle('x', { ...spec, effect: 'acts' }, true, good, never, limits, (problem) =>
      problems.push(problem),
    );
    expect(answer).toMatchObject({ outcome: 'unavailable' });
    expect(problems).toHaveLength(1);
  });
});

describe('the contract', () => {
  const contract = defineContract({
    requests: { 'a.b': { input: z.strictObject({}), output: z.int(), effect: 'reads', right: 'anyone' } },
    events: { 'c.d': z.strictObject({ n: z.int() }) },
  });

  it('registers each request once, behind the gate', async () => {
    const main = frame('app://qris-terminal/');
    const window = contents(main);
    const actions = Promise.resolve({ 'a.b': () => Promise.resolve(ok(1)) });
    serveContract(contract, actions, (asking) => asking === window, vi.fn());
    expect([...registered.keys()]).toEqual(['a.b']);
    const ask = registered.get('a.b');
    expect(await ask?.({ sender: window, senderFrame: main }, {})).toEqual(ok(1));
    expect(await ask?.({ sender: window, senderFrame: null }, {})).toMatchObject({ outcome: 'refused' });
  });

  it('sends an event as its schema passed it, and never one that it refuses', () => {
    const send = vi.fn();
    const report = vi.fn();
    const emit = emitter(contract, () => ({ send }) as unknown as WebContents, report);
    emit('c.d', { n: 1 });
    emit('c.d', { n: 1, key: 'a secret' } as { n: number });
    expect(send.mock.calls).toEqual([['c.d', { n: 1 }]]);
    expect(report).toHaveBeenCalledTimes(1);
  });

  it('tells the newest alone of what comes faster than a window takes it, and none of it is lost', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const send = vi.fn();
    const emit = emitter(contract, () => ({ send }) as unknown as WebContents, vi.fn());
    for (let n = 1; n <= 2_000; n += 1) emit('c.d', { n });
    expect(send.mock.calls.map(([, { n }]) => n)).toEqual(Array.from({ length: 100 }, (_, at) => at + 1));
    vi.advanceTimersByTime(1_000);
    expect(send.mock.calls.map(([, { n }]) => n).slice(100)).toEqual([2_000]);
    emit('c.d', { n: 2_001 });
    expect(send).toHaveBeenLastCalledWith('c.d', { n: 2_001 });
  });

  it('tells nobody while there is no window', () => {
    const report = vi.fn();
    emitter(contract, () => null, report)('c.d', { n: 1 });
    expect(report).not.toHaveBeenCalled();
  });
});
