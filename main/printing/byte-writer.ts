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
  const { length } = more;
  reserve(out, length);
  const { bytes, length: start } = out;
  if (length > SHORT) bytes.set(more, start);
  else for (let at = 0; at < length; at += 1) bytes[start + at] = more[at] ?? 0;
  out.length = start + length;
}

/** The same byte, several times. */
export function appendByte(out: ByteWriter, byte: number, times = 1): void {
  reserve(out, times);
  for (let count = 0; count < times; count += 1) out.bytes[out.length + count] = byte;
  out.length += times;
}

/** A copy of what is written, from the memory that Node keeps for small arrays: one of its own takes as long as a slip's texts. */
export function written(out: ByteWriter): Uint8Array {
  return Buffer.from(out.bytes.subarray(0, out.length));
}
