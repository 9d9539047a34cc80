/** How large a request may be at all, before anybody looks at what is in it: checked by the preload and again in main. */

/** Several times what the largest honest request holds. */
export const INPUT_BOUNDS = {
  /** Values of any kind, all levels together. */
  values: 1_000,
  /** Characters of strings and keys and bytes of buffers, all together. */
  size: 64_000,
} as const;

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value === 'bigint') return value > -(2n ** 64n) && value < 2n ** 64n ? 8 : INPUT_BOUNDS.size + 1;
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength;
  return 0;
}

function* partsOf(value: object): Iterable<unknown> {
  if (value instanceof Map) for (const [key, inner] of value) yield* [key, inner];
  else if (value instanceof Set) yield* value;
  else if (Array.isArray(value)) yield* value;
  else if (!ArrayBuffer.isView(value))
    for (const key in value) yield* [key, (value as Readonly<Record<string, unknown>>)[key]];
}

/**
 * Whether a request is small enough to be looked at. What goes in a circle is not: it has no end. Stops at the first
 * value too many, so that it costs no more for a huge input than for one just over the limit.
 */
export function withinBounds(input: unknown): boolean {
  const waiting: unknown[] = [input];
  let { values, size }: { values: number; size: number } = INPUT_BOUNDS;
  while (waiting.length > 0) {
    const value = waiting.pop();
    values -= 1;
    size -= sizeOf(value);
    if (values < 0 || size < 0) return false;
    if (typeof value !== 'object' || value === null) continue;
    for (const part of partsOf(value)) {
      if (waiting.length > INPUT_BOUNDS.values) return false;
      waiting.push(part);
    }
  }
  return true;
}
