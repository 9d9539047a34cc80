/**
 * A renderer that is taken over altogether: it speaks to main past the preload, over the stand-in's own wire, from any
 * frame it likes. On Electron such a renderer needs native code, which no spec has; there these attacks are left out.
 */
import type { Page } from 'playwright-core';
import { cloneCodec } from '../electron/clone-codec.ts';
import { BINDING, DELIVER, WORLD } from '../electron/page-side.ts';

export interface Wire {
  /** @returns the answer as text, or how main refused */
  invoke(channel: string, input: unknown): Promise<{ readonly ok: boolean; readonly text: string }>;
  /** What is no message at all. */
  raw(text: string): Promise<void>;
  /** Sends that many at once; @returns how many were answered, and by what */
  flood(channel: string, input: unknown, times: number): Promise<Readonly<Record<string, number>>>;
}

/** @param frame a selector of the frame to speak from; null for the page itself */
export async function openWire(page: Page, frame: string | null): Promise<Wire> {
  const codec = cloneCodec();
  const cdp = await page.context().newCDPSession(page);
  const { frameTree } = await cdp.send('Page.getFrameTree');
  const inner = frameTree.childFrames?.at(-1)?.frame.id;
  const frameId = frame === null ? frameTree.frame.id : inner;
  if (frameId === undefined) throw new Error('there is no such frame');
  const { executionContextId } = await cdp.send('Page.createIsolatedWorld', { frameId, worldName: WORLD });
  const run = async (declaration: string, args: readonly unknown[]): Promise<unknown> => {
    const { result, exceptionDetails } = await cdp.send('Runtime.callFunctionOn', {
      functionDeclaration: declaration,
      executionContextId,
      arguments: args.map((value) => ({ value })),
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? 'thrown');
    return result.value;
  };
  await run(
    `function () {
      const waiting = new Map();
      let last = 1_000_000;
      const before = globalThis.${DELIVER};
      globalThis.${DELIVER} = (text) => {
        const message = JSON.parse(text);
        if (message.kind === 'answer' && waiting.has(message.id)) waiting.get(message.id)(message);
        else before?.(text);
      };
      globalThis.raw = (text) => globalThis.${BINDING}(text);
      globalThis.send = (channel, args) => new Promise((resolve) => {
        last += 1;
        waiting.set(last, resolve);
        globalThis.${BINDING}(JSON.stringify({ kind: 'invoke', id: last, channel, args }));
      });
    }`,
    [],
  );
  return {
    invoke: async (channel, input) => {
      const answer = (await run('function (channel, args) { return send(channel, args); }', [
        channel,
        codec.encode([input]),
      ])) as {
        readonly ok: boolean;
        readonly value: string;
      };
      const value = codec.decode(answer.value);
      return { ok: answer.ok, text: value instanceof Error ? value.message : JSON.stringify(value) };
    },
    raw: async (text) => void (await run('function (text) { raw(text); }', [text])),
    flood: async (channel, input, times) => {
      const answers = (await run(
        `async function (channel, args, times) {
          const all = await Promise.all(Array.from({ length: times }, () => send(channel, args)));
          return all.map(({ value }) => value);
        }`,
        [channel, codec.encode([input]), times],
      )) as readonly string[];
      const counts: Record<string, number> = {};
      for (const answer of answers) {
        const { outcome, words } = codec.decode(answer) as {
          readonly outcome: string;
          readonly words: { readonly key: string };
        };
        const kind = words.key === 'gate.too-many' ? 'too-many' : outcome;
        counts[kind] = (counts[kind] ?? 0) + 1;
      }
      return counts;
    },
  };
}
