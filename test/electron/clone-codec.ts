/**
 * Structured clone over a text wire. One self-contained function, because its own source text also runs in the page's
 * isolated world, where nothing can be imported.
 */

export interface CloneCodec {
  /** Clones first (so that what cannot be cloned throws DataCloneError as in Electron), then writes it down. */
  encode(value: unknown): string;
  decode(text: string): unknown;
}

export function cloneCodec(): CloneCodec {
  type Json = null | boolean | number | string | { readonly [key: string]: unknown };
  type Entry = readonly [string, unknown];
  const views: Readonly<Record<string, new (buffer: ArrayBuffer, offset: number, length: number) => object>> = {
    Uint8Array,
    Uint8ClampedArray,
    Int8Array,
    Uint16Array,
    Int16Array,
    Uint32Array,
    Int32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  };

  function writer() {
    const seen = new Map<object, number>();
    const parts: unknown[] = [];
    const own = (value: object): Entry[] => Object.entries(value).map(([key, inner]) => [key, write(inner)]);
    function part(value: object): unknown {
      if (Array.isArray(value)) return { k: 'array', n: value.length, own: own(value) };
      if (value instanceof Date) return { k: 'date', v: value.getTime() };
      if (value instanceof RegExp) return { k: 'regexp', v: value.source, f: value.flags };
      if (value instanceof Map) return { k: 'map', v: [...value].map(([key, inner]) => [write(key), write(inner)]) };
      if (value instanceof Set) return { k: 'set', v: [...value].map(write) };
      if (value instanceof Error) return { k: 'error', n: value.name, v: value.message };
      if (value instanceof ArrayBuffer) return { k: 'buffer', v: Array.from(new Uint8Array(value)) };
      if (ArrayBuffer.isView(value)) {
        const name = Object.prototype.toString.call(value).slice(8, -1);
        const length = value instanceof DataView ? value.byteLength : (value as Uint8Array).length;
        return { k: 'view', c: name, b: write(value.buffer), o: value.byteOffset, l: length };
      }
      if (Object.prototype.toString.call(value) === '[object Object]') return { k: 'object', own: own(value) };
      throw new TypeError(`the Electron stand-in cannot carry ${Object.prototype.toString.call(value)}`);
    }
    function write(value: unknown): Json {
      if (value === undefined) return { t: 'undefined' };
      if (typeof value === 'bigint') return { t: 'bigint', v: String(value) };
      if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
        return { t: 'number', v: Object.is(value, -0) ? '-0' : String(value) };
      }
      if (typeof value !== 'object' || value === null) return value as Json;
      const known = seen.get(value);
      if (known !== undefined) return { t: 'part', i: known };
      const index = parts.push(null) - 1;
      seen.set(value, index);
      parts[index] = part(value);
      return { t: 'part', i: index };
    }
    return { write, parts };
  }

  function reader(parts: readonly Readonly<Record<string, unknown>>[]) {
    const made = new Map<number, unknown>();
    const keep = <T extends object>(index: number, value: T): T => {
      made.set(index, value);
      return value;
    };
    const fill = (target: object, own: unknown): object => {
      for (const [key, inner] of own as Entry[]) {
        Object.defineProperty(target, key, {
          value: read(inner),
          writable: true,
          enumerable: true,
          configurable: true,
        });
      }
      return target;
    };
    function whole(index: number): unknown {
      const p = parts[index] ?? {};
      if (p.k === 'array') return fill(keep(index, Object.assign([], { length: p.n as number })), p.own);
      if (p.k === 'object') return fill(keep(index, {}), p.own);
      if (p.k === 'date') return keep(index, new Date(p.v as number));
      if (p.k === 'regexp') return keep(index, new RegExp(p.v as string, p.f as string));
      if (p.k === 'buffer') return keep(index, new Uint8Array(p.v as number[]).buffer);
      if (p.k === 'error') return keep(index, Object.assign(new Error(p.v as string), { name: p.n }));
      if (p.k === 'set') {
        const set = keep(index, new Set<unknown>());
        for (const inner of p.v as unknown[]) set.add(read(inner));
        return set;
      }
      if (p.k === 'map') {
        const map = keep(index, new Map<unknown, unknown>());
        for (const [key, inner] of p.v as [unknown, unknown][]) map.set(read(key), read(inner));
        return map;
      }
      const View = views[p.c as string];
      if (View === undefined) throw new TypeError('the Electron stand-in got something it did not send');
      return keep(index, new View(read(p.b) as ArrayBuffer, p.o as number, p.l as number));
    }
    function read(value: unknown): unknown {
      if (typeof value !== 'object' || value === null) return value;
      const { t, v, i } = value as { readonly t: string; readonly v?: string; readonly i?: number };
      if (t === 'undefined') return undefined;
      if (t === 'bigint') return BigInt(v ?? '0');
      if (t === 'number') return Number(v);
      const index = i ?? -1;
      return made.has(index) ? made.get(index) : whole(index);
    }
    return read;
  }

  return {
    encode(value) {
      const { write, parts } = writer();
      const root = write(structuredClone(value));
      return JSON.stringify({ root, parts });
    },
    decode(text) {
      const { root, parts } = JSON.parse(text);
      return reader(parts)(root);
    },
  };
}
