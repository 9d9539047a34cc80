/** Events as Electron's objects have them: known names only, listeners in order, `preventDefault` where there is one. */
import { EventEmitter } from 'node:events';
import { NotStoodIn } from './strict.ts';

type Listener = (...args: never[]) => void;

/** Declared by hand on each object, so that only names which the stand-in really raises can be listened to. */
export interface Events {
  on(event: string, listener: Listener): void;
  once(event: string, listener: Listener): void;
  off(event: string, listener: Listener): void;
}

export interface Raising {
  readonly methods: Events;
  raise(event: string, ...args: readonly unknown[]): void;
  /** @returns whether a listener prevented it */
  ask(event: string, details: object, ...args: readonly unknown[]): boolean;
}

export interface Preventable {
  preventDefault(): void;
  readonly defaultPrevented: boolean;
}

export function preventable(): Preventable {
  let prevented = false;
  return {
    preventDefault: () => {
      prevented = true;
    },
    get defaultPrevented() {
      return prevented;
    },
  };
}

export function events(owner: string, known: readonly string[]): Raising {
  const emitter = new EventEmitter();
  const check = (event: string): void => {
    if (!known.includes(event)) throw new NotStoodIn(`the event ${event} of ${owner}`);
  };
  const add = (method: 'on' | 'once' | 'off') => (event: string, listener: Listener) => {
    check(event);
    // EventEmitter calls a listener with what is raised; which arguments those are is settled by each raise().
    emitter[method](event, listener as unknown as (...args: unknown[]) => void);
  };
  return {
    methods: { on: add('on'), once: add('once'), off: add('off') },
    raise: (event, ...args) => {
      check(event);
      emitter.emit(event, ...args);
    },
    ask: (event, details, ...args) => {
      check(event);
      const first = preventable();
      emitter.emit(event, Object.assign(first, details), ...args);
      return first.defaultPrevented;
    },
  };
}
