/** What a page does to the bridge itself, and to the language under it, to get hold of what stands behind. */
import { group, sleep } from '/tools.js';

const { till } = window;
const ask = () => till.request('app.snapshot', {});
const intact = () => window.till === till && Object.keys(till).length === 3 && Object.isFrozen(till);
const unless = (ok, what) => !ok && what;

/** Whether something is of the machinery: anything that could send a message of its own making. */
function isMachinery(value) {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || value === till) return false;
  try {
    return 'invoke' in value || 'sendSync' in value || 'getPathForFile' in value || '__tillToNode' in value;
  } catch {
    return false; // a window of another origin says nothing of itself
  }
}

/** Puts something else in the place of each method, looks at all that goes through, and puts everything back. */
async function listenIn(methods) {
  // By hand throughout: every function that could be called here may be one that is replaced.
  let seen = 0;
  const { apply } = Reflect;
  const { defineProperty, getOwnPropertyDescriptor } = Object;
  const former = [];
  for (let n = 0; n < methods.length; n += 1) {
    const [owner, name] = methods[n];
    former[n] = { owner, name, descriptor: getOwnPropertyDescriptor(owner, name) };
  }
  for (let n = 0; n < former.length; n += 1) {
    const { owner, name, descriptor } = former[n];
    const { value: method } = descriptor;
    const spy = function (...args) {
      if (isMachinery(this)) seen += 1;
      for (let at = 0; at < args.length; at += 1) if (isMachinery(args[at])) seen += 1;
      return apply(method, this, args);
    };
    defineProperty(owner, name, { configurable: true, writable: true, value: spy });
  }
  try {
    await Promise.race([ask(), sleep(300)]);
    await till.request('no such', {}).catch(() => undefined);
    till.on('state.changed', () => undefined)();
  } finally {
    for (let n = 0; n < former.length; n += 1) defineProperty(former[n].owner, former[n].name, former[n].descriptor);
  }
  return seen > 0 && `saw ${seen}`;
}

/** A descriptor that inherits nothing, not even what was just put onto the prototype of everything. */
const bare = (descriptor) => Object.assign(Object.create(null), descriptor);

/** Waits on the prototype of everything for a name to be read or written. */
async function lieInWait(name) {
  const seen = [];
  const trap = bare({
    configurable: true,
    get() {
      if (isMachinery(this)) seen.push('read');
      return undefined;
    },
    set(value) {
      if (isMachinery(this) || isMachinery(value)) seen.push('written');
      Object.defineProperty(this, name, bare({ value, configurable: true, enumerable: true, writable: true }));
    },
  });
  Object.defineProperty(Object.prototype, name, trap);
  try {
    // A page that breaks its own language gets no answer, which harms nobody else.
    const answer = await Promise.race([ask(), sleep(150)]).catch(() => undefined);
    if (answer !== undefined && answer.outcome !== 'ok') return `an answer that is ${answer.outcome}`;
  } finally {
    delete Object.prototype[name];
  }
  return seen.length > 0 && seen.join(', ');
}

const NAMES = [
  'channel',
  'args',
  'input',
  'request',
  'invoke',
  'sender',
  'senderFrame',
  'outcome',
  'get',
  'value',
  'toJSON',
  'ipcRenderer',
  'frameId',
];
const refused = (run) => async () => {
  await run();
  return 'taken';
};

export const bridge = {
  ...group('bridge', {
    'another till': () => {
      try {
        window.till = { request: () => 'forged' };
      } catch {
        // refused, as it should be
      }
      return unless(intact(), 'replaced');
    },
    'no till': () => {
      Reflect.deleteProperty(window, 'till');
      return unless(intact(), 'removed');
    },
    'till defined anew': () => {
      Reflect.defineProperty(window, 'till', { value: {} });
      return unless(intact(), 'replaced');
    },
    'till by a script global': () => {
      Reflect.set(globalThis, 'till', null);
      return unless(intact(), 'replaced');
    },
    'another request': () => Reflect.set(till, 'request', () => 'forged') && 'replaced',
    'no request': () => Reflect.deleteProperty(till, 'request') && 'removed',
    'one more method': () => Reflect.set(till, 'invoke', () => 1) && 'added',
    'another prototype': () => Reflect.setPrototypeOf(till, { invoke: 1 }) && 'set',
    'what stands behind request': () => {
      const names = [...Object.getOwnPropertyNames(till.request), ...Object.getOwnPropertySymbols(till.request)].map(
        String,
      );
      const odd = names.filter((name) => !['length', 'name', 'prototype', 'caller', 'arguments'].includes(name));
      return odd.length > 0 && odd.join(', ');
    },
    'the source of request': () =>
      /ipcRenderer|invoke\(/.test(Function.prototype.toString.call(till.request)) && 'read',
    'who called': () => {
      const { caller } = till.request;
      return typeof caller === 'function' && 'read';
    },
    'a stack that shows its functions': async () => {
      const functions = [];
      Error.prepareStackTrace = (_error, sites) => {
        functions.push(...sites.map((site) => site.getFunction()).filter((one) => one !== undefined));
        return '';
      };
      try {
        await till.request('no such', {}).catch((error) => error.stack);
        await ask();
      } finally {
        Error.prepareStackTrace = undefined;
      }
      return functions.some(isMachinery) && 'seen';
    },
    'a name that is an object': refused(() => till.request({ toString: () => 'app.snapshot' }, {})),
    'a name that is a list': refused(() => till.request(['app.snapshot'], {})),
    'a name that changes': refused(() => {
      let reads = 0;
      return till.request({ [Symbol.toPrimitive]: () => (reads++ === 0 ? 'app.snapshot' : 'ELECTRON') }, {});
    }),
    'a name with an invisible end': refused(() => till.request('app.snapshot\u0000x', {})),
    'an event that is none': refused(() => till.on('ipc-message', () => undefined)),
    'an event of the prototype': refused(() => till.on('__proto__', () => undefined)),
    'a request as an event': refused(() => till.on('qr.generate', () => undefined)),
    'a listener that is none': refused(() => till.on('state.changed', { handleEvent: () => undefined })),
    'more arguments': async () =>
      unless((await till.request('app.snapshot', {}, { channel: 'qr.generate' })).outcome === 'ok', 'changed'),
    'an answer to be changed': async () => {
      const first = await ask();
      first.data.sandbox = 'forged';
      return (await ask()).data.sandbox === 'forged' && 'kept';
    },
    'ten thousand listeners': async () => {
      const ends = Array.from({ length: 10_000 }, () => till.on('machine.resumed', () => undefined));
      for (const end of ends) end();
      for (const end of ends.slice(0, 10)) end();
      return unless((await ask()).outcome === 'ok', 'no answer');
    },
    'a listener that throws': async () => {
      const end = till.on('state.changed', () => {
        throw new Error('evil listener');
      });
      await till.request('app.sounds', { sounds: true });
      end();
      return unless((await ask()).outcome === 'ok', 'no answer');
    },
    ...Object.fromEntries(NAMES.map((name) => [`Object.prototype.${name}`, () => lieInWait(name)])),
    'functions that are called': () =>
      listenIn([
        [Function.prototype, 'call'],
        [Function.prototype, 'apply'],
        [Function.prototype, 'bind'],
      ]),
    'promises that are awaited': () =>
      listenIn([
        [Promise.prototype, 'then'],
        [Promise.prototype, 'catch'],
        [Promise, 'resolve'],
      ]),
    'lists that are walked': () =>
      listenIn([
        [Array.prototype, 'map'],
        [Array.prototype, 'push'],
        [Array.prototype, 'includes'],
        [Array.prototype, Symbol.iterator],
      ]),
    'maps that are kept': () =>
      listenIn([
        [Map.prototype, 'get'],
        [Map.prototype, 'set'],
        [WeakMap.prototype, 'get'],
        [Set.prototype, 'has'],
      ]),
    'objects that are made': () =>
      listenIn([
        [Object, 'entries'],
        [Object, 'defineProperty'],
        [Object, 'freeze'],
        [Reflect, 'apply'],
        [Reflect, 'get'],
      ]),
    'texts that are written': () =>
      listenIn([
        [JSON, 'stringify'],
        [JSON, 'parse'],
        [window, 'structuredClone'],
      ]),
    'events that are raised': () =>
      listenIn([
        [EventTarget.prototype, 'dispatchEvent'],
        [EventTarget.prototype, 'addEventListener'],
        [window, 'postMessage'],
      ]),
  }),
};
