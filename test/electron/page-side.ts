/**
 * The stand-in's half that runs inside the page, before any script of it: the preload's isolated world with its
 * `require('electron')`, and contextBridge between that world and the page's. Each function here is sent as source
 * text, so each must be whole in itself.
 */
import { cloneCodec } from './clone-codec.ts';

export const WORLD = 'Electron Isolated Context';
/** What the isolated world calls to reach Node; the page's world does not have it. */
export const BINDING = '__tillToNode';
/** What Node calls in the isolated world; the page's world does not have it. */
export const DELIVER = '__tillFromNode';

/** From the isolated world to Node. */
export type FromPage =
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: string }
  | { readonly kind: 'trouble'; readonly message: string };
/** From Node to the isolated world. */
export type ToPage =
  | { readonly kind: 'answer'; readonly id: number; readonly ok: boolean; readonly value: string }
  | { readonly kind: 'event'; readonly channel: string; readonly args: string };

type Call = (...args: unknown[]) => unknown;
interface BridgeEnd {
  expose(key: string, api: unknown): void;
}

/**
 * One end of contextBridge. Values cross as copies, functions and promises as proxies, errors by their message. The
 * two ends share only the DOM: they speak by events under a name that no page can know, through functions taken from
 * the page before its scripts could replace them.
 */
function bridgeEnd(secret: string, side: 'page' | 'preload'): BridgeEnd {
  type Packed = Readonly<Record<string, unknown>>;
  type Message = Readonly<Record<string, unknown>> & { readonly t: string };
  const { defineProperty } = Reflect;
  const [Custom, freeze] = [CustomEvent, Object.freeze];
  const target = globalThis as unknown as EventTarget;
  const listen = EventTarget.prototype.addEventListener.bind(target);
  const dispatch = EventTarget.prototype.dispatchEvent.bind(target);
  const other = side === 'page' ? 'preload' : 'page';
  const mine: Call[] = [];
  const numbers = new Map<unknown, number>();
  const replies = new Map<number, Message>();
  const awaited = new Map<number, { ok(value: unknown): void; fail(error: unknown): void }>();
  let last = 0;
  const send = (message: Message): void => {
    dispatch(new Custom(`${secret}:${other}`, { detail: message }));
  };

  function pack(value: unknown): Packed {
    if (typeof value === 'function') {
      const number = numbers.get(value) ?? mine.push(value as Call) - 1;
      numbers.set(value, number);
      return { f: number };
    }
    if (value instanceof Promise) {
      last += 1;
      const p = last;
      value.then(
        (result: unknown) => send({ t: 'settle', p, ok: true, value: pack(result) }),
        (error: unknown) => send({ t: 'settle', p, ok: false, value: pack(error) }),
      );
      return { p };
    }
    if (value instanceof Error) return { e: value.message };
    if (Array.isArray(value)) return { a: value.map(pack) };
    const plain =
      typeof value === 'object' && value !== null && Object.prototype.toString.call(value) === '[object Object]';
    if (plain) return { o: Object.entries(value).map(([key, inner]) => [key, pack(inner)]) };
    return { v: structuredClone(value) };
  }

  function unpack(packed: Packed): unknown {
    if ('f' in packed) return (...args: unknown[]) => call(packed.f as number, args);
    if ('p' in packed) {
      return new Promise((ok, fail) => awaited.set(packed.p as number, { ok, fail }));
    }
    if ('e' in packed) return new Error(packed.e as string);
    if ('a' in packed) return (packed.a as Packed[]).map(unpack);
    if (!('o' in packed)) return packed.v;
    const made = {};
    for (const [key, inner] of packed.o as [string, Packed][]) {
      defineProperty(made, key, { value: unpack(inner), enumerable: true, writable: true, configurable: true });
    }
    return made;
  }

  function call(f: number, args: readonly unknown[]): unknown {
    last += 1;
    const id = last;
    send({ t: 'call', f, id, args: args.map(pack) });
    const reply = replies.get(id);
    replies.delete(id);
    if (reply === undefined) throw new Error('the other world did not answer');
    const value = unpack(reply.value as Packed);
    if (reply.ok === true) return value;
    throw value;
  }

  function deepFreeze(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    Object.values(value).forEach(deepFreeze);
    freeze(value);
  }

  function answer(id: unknown, f: number, args: readonly unknown[]): void {
    let reply: Message;
    try {
      reply = { t: 'reply', id, ok: true, value: pack(mine[f]?.(...args)) };
    } catch (error) {
      reply = { t: 'reply', id, ok: false, value: pack(error instanceof Error ? error : new Error(String(error))) };
    }
    send(reply);
  }

  listen(`${secret}:${side}`, (event) => {
    const message = (event as CustomEvent<Message>).detail;
    if (message.t === 'call') answer(message.id, message.f as number, (message.args as Packed[]).map(unpack));
    if (message.t === 'reply') replies.set(message.id as number, message);
    if (message.t === 'settle') {
      const waiting = awaited.get(message.p as number);
      awaited.delete(message.p as number);
      waiting?.[message.ok === true ? 'ok' : 'fail'](unpack(message.value as Packed));
    }
    if (message.t === 'expose') {
      const api = unpack(message.api as Packed);
      deepFreeze(api);
      defineProperty(globalThis, message.key as string, { value: api, enumerable: true });
    }
  });

  return { expose: (key, api) => send({ t: 'expose', key, api: pack(api) }) };
}

/** The preload's `require`, and what runs it. */
function runPreload(
  preload: (require: (name: string) => unknown, module: object, exports: object) => void,
  bridge: BridgeEnd,
  codec: ReturnType<typeof cloneCodec>,
  names: { readonly binding: string; readonly deliver: string },
): void {
  type Waiting = { ok(value: unknown): void; fail(error: unknown): void };
  type Known = Readonly<Record<string, unknown>>;
  const world = globalThis as unknown as Record<string, (text: string) => void>;
  const toNode = (message: FromPage): void => world[names.binding]?.(JSON.stringify(message));
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, Call[]>();
  let last = 0;

  const strict = (name: string, known: Known): Known =>
    new Proxy(known, {
      get(object, key) {
        if (key in object) return object[String(key)];
        throw new Error(`the Electron stand-in does not know ${name}.${String(key)}`);
      },
    });

  const ipcRenderer = strict('ipcRenderer', {
    async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
      const encoded = codec.encode(args);
      last += 1;
      const id = last;
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      waiting.set(id, { ok: resolve, fail: reject });
      toNode({ kind: 'invoke', id, channel, args: encoded });
      return promise;
    },
    on(channel: string, listener: Call): void {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
    },
    off(channel: string, listener: Call): void {
      const left = [...(listeners.get(channel) ?? [])];
      const at = left.lastIndexOf(listener);
      if (at >= 0) left.splice(at, 1);
      listeners.set(channel, left);
    },
  });
  const contextBridge = strict('contextBridge', {
    exposeInMainWorld: (key: string, api: unknown) => bridge.expose(key, api),
  });

  world[names.deliver] = (text) => {
    const message = JSON.parse(text) as ToPage;
    if (message.kind === 'answer') {
      const asked = waiting.get(message.id);
      waiting.delete(message.id);
      asked?.[message.ok ? 'ok' : 'fail'](codec.decode(message.value));
      return;
    }
    const args = codec.decode(message.args) as unknown[];
    for (const listener of listeners.get(message.channel) ?? []) listener(strict('IpcRendererEvent', {}), ...args);
  };

  const module = { exports: {} };
  const require = (name: string): unknown => {
    if (name === 'electron') return strict("require('electron') in a preload", { contextBridge, ipcRenderer });
    throw new Error(`the Electron stand-in does not know require('${name}') in a sandboxed preload`);
  };
  try {
    preload(require, module, module.exports);
  } catch (error) {
    toNode({ kind: 'trouble', message: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) });
  }
}

/** The preload runs in a window's main frame alone, as Electron has it by default. */
const TOP_ONLY = 'if (globalThis.top !== globalThis) return;';

/** For the page's own world; must be added before the other. */
export function pageScript(secret: string): string {
  return `(() => { ${TOP_ONLY} (${bridgeEnd.toString()})(${JSON.stringify(secret)}, 'page'); })();`;
}

/** For the isolated world: the bridge's other end, then the built preload as it is. */
export function preloadScript(secret: string, preload: string): string {
  const names = JSON.stringify({ binding: BINDING, deliver: DELIVER });
  return `(() => { ${TOP_ONLY}
    const bridge = (${bridgeEnd.toString()})(${JSON.stringify(secret)}, 'preload');
    const codec = (${cloneCodec.toString()})();
    (${runPreload.toString()})(function (require, module, exports) {\n${preload}\n}, bridge, codec, ${names});
  })();`;
}
