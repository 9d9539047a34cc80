/** What every contestant of the bench looks like from outside, ours among them: bytes for a slip, and a job sent. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { BenchSlip } from './slip.ts';

/** What a library said of a job. `unconfirmed`: neither that it is printed nor that it is not. */
export interface Verdict {
  readonly said: 'success' | 'unconfirmed' | 'error';
  /** In the library's own words, shortened. */
  readonly words: string;
}

type Encode = (slip: BenchSlip) => Uint8Array | Promise<Uint8Array>;

export interface Peer {
  /** As in the tables. */
  readonly name: string;
  readonly version: string;
  /** The slip with a QR that the printer draws; absent: the library cannot ask for one. */
  readonly native?: Encode;
  /** The slip with a QR as a bitmap. */
  readonly raster?: Encode;
  /** Prints lines of text on a network printer, as the library's own documents show it; may throw. */
  readonly send?: (host: string, port: number, lines: readonly string[]) => Promise<Verdict>;
}

export const SUCCESS: Verdict = { said: 'success', words: 'success' };

export function failure(error: unknown): Verdict {
  const words = error instanceof Error ? error.message : String(error);
  return { said: 'error', words: words.replaceAll(/127\.0\.0\.1:\d+/g, '').trim() };
}

const require = createRequire(import.meta.url);

/** A package of the bench's own; the caller says what it uses of it, since few of them come with types that hold. */
export function load(name: string): unknown {
  return require(name);
}

/** The version of a package as installed. */
export function versionOf(name: string): string {
  const file = join(import.meta.dirname, 'node_modules', name, 'package.json');
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string };
  return version;
}

/** Takes what a library would write to a device. */
export function collector(): { readonly write: (chunk: Uint8Array) => void; readonly bytes: () => Uint8Array } {
  const chunks: Uint8Array[] = [];
  return { write: (chunk) => void chunks.push(chunk), bytes: () => Buffer.concat(chunks) };
}
