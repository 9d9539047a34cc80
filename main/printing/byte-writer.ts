/** A job's bytes as they come to be, one after the other, in one array that grows. */

export interface ByteWriter {
  /** Longer than what is written. */
  bytes: Uint8Array;
  /** Bytes written so far. */
  length: number;
}

/** @param room bytes to begin with */
export function byteWriter(room: number): ByteWriter {
  return { bytes: new Uint8Array(room), length: 0 };
}

/** Makes room for so many more bytes, which the caller then writes itself. */
export function reserve(out: ByteWriter, more: number): void {
  if (out.length + more <= out.bytes.length) return;
  const grown = new Uint8Array((out.length + more) * 2);
  grown.set(out.bytes.subarray(0, out.length));
  out.bytes = grown;
}

/** Short commands are quicker copied one by one than by the engine's own way. */
const SHORT = 16;

export function append(out: ByteWriter, more: Uint8Array): void {
  reserve(out, more.length);
  if (more.length > SHORT) out.bytes.set(more, out.length);
  else for (let at = 0; at < more.length; at += 1) out.bytes[out.length + at] = more[at] ?? 0;
  out.length += more.length;
}

/** A copy of what is written. */
export function written(out: ByteWriter): Uint8Array {
  return out.bytes.slice(0, out.length);
}
