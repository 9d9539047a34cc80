/** Finds the highest numbers that a journal gave out in the bytes of its files, also where SQLite can read nothing of them. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** The highest number of each kind that was seen; 0: none. */
export interface HighestIds {
  /** The counter inside the external ids. */
  readonly external: number;
  readonly operation: number;
  readonly print: number;
}

const CHUNK = 1_024 * 1_024;
/** Longer than any id: what lies on the edge of two chunks is read with both. */
const OVERLAP = 128;
const DAY_MS = 86_400_000;
/** 2020: before any till of this program. */
const EARLIEST = 1_577_836_800_000;
const EXTERNAL_DIGITS = 34;

/** A day, a number, three letters: main/journal/ids.ts. */
const READABLE = /(OP|PJ)-\d{6}-(\d{5,10})-[2-9A-HJKMNP-Z]{3}/g;
/** The bytes before and after an id in its page may be digits by chance, so that a run may be longer than an id. */
const DIGITS = /\d{34,60}/g;

/** The counter of the ids that a run of digits can be: 13 of a time that was, 9 of the counter, 12 of chance. */
function* countersIn(run: string, latest: number): Iterable<number> {
  for (let at = 0; at + EXTERNAL_DIGITS <= run.length; at += 1) {
    const time = Number(run.slice(at, at + 13));
    if (time >= EARLIEST && time <= latest) yield Number(run.slice(at + 13, at + 22));
  }
}

function* chunks(file: string): Iterable<string> {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return;
  const handle = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(CHUNK);
    for (let at = 0; ; at += CHUNK - OVERLAP) {
      const read = readSync(handle, buffer, 0, CHUNK, at);
      if (read > 0) yield buffer.toString('latin1', 0, read);
      if (read < CHUNK) return;
    }
  } finally {
    closeSync(handle);
  }
}

/** @param now milliseconds since the epoch; ids of a time later than a day from then are taken for chance */
export function highestIds(files: readonly string[], now: number): HighestIds {
  const found = { external: 0, operation: 0, print: 0 };
  for (const file of files) {
    for (const text of chunks(file)) {
      for (const [, kind, number] of text.matchAll(READABLE)) {
        const name = kind === 'OP' ? 'operation' : 'print';
        found[name] = Math.max(found[name], Number(number));
      }
      for (const [run] of text.matchAll(DIGITS)) {
        for (const counter of countersIn(run, now + DAY_MS)) found.external = Math.max(found.external, counter);
      }
    }
  }
  return found;
}
