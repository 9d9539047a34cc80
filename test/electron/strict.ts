/** Makes an object that throws on everything it does not know, so that the stand-in never passes by accident. */
import { trouble } from './settings.ts';

/** What languages and inspectors ask of any object in passing. */
const PROBES = new Set(['then', 'toJSON', 'constructor', 'prototype', '$$typeof', 'nodeType', 'asymmetricMatch']);

export class NotStoodIn extends Error {
  constructor(what: string) {
    super(`the Electron stand-in does not know ${what}`);
    this.name = 'NotStoodIn';
    trouble(this.message); // even where the code under test catches it
  }
}

/** @param name as it stands in Electron's documentation (`app`, `BrowserWindow.webContents`) */
export function strict<T extends object>(name: string, known: T): T {
  return new Proxy(known, {
    get(target, key, receiver) {
      if (typeof key === 'symbol' || key in target || PROBES.has(key)) return Reflect.get(target, key, receiver);
      throw new NotStoodIn(`${name}.${key}`);
    },
    set(target, key, value, receiver) {
      if (typeof key === 'symbol' || key in target) return Reflect.set(target, key, value, receiver);
      throw new NotStoodIn(`${name}.${key} being set`);
    },
  });
}

/** Throws when options hold something that the stand-in would silently pass over. */
export function knownOptions(name: string, options: object, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw new NotStoodIn(`the option ${key} of ${name}`);
  }
}
