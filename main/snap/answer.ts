/** What a SNAP answer says, before anybody asks what it means: the seven digits, the message, the fields. */
import { z } from 'zod';
import type { Exchange } from './http.ts';
import { readJson } from './json.ts';

const envelope = z.looseObject({
  responseCode: z
    .union([z.string(), z.number().int()])
    .transform(String)
    .pipe(z.string().regex(/^\d{7}$/)),
  responseMessage: z.string().catch(''),
});

export type SnapAnswer =
  | {
      readonly kind: 'code';
      readonly httpStatus: number;
      readonly code: string;
      readonly message: string;
      readonly body: unknown;
      /** Seconds to wait before the next request, where the answer names them (Retry-After). */
      readonly retryAfter?: number;
    }
  | { readonly kind: 'unreadable'; readonly httpStatus: number; readonly note: string };

/** A provider's text made safe to show and to keep: no control characters, at most 150 characters (the pages' limit). */
function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, 150);
}

/**
 * Reads the envelope; anything that is not a JSON object with seven digits is unreadable, whatever its HTTP status.
 * @param redact takes secrets out of the message, before it is cut to its length
 */
export function readAnswer(
  answered: Extract<Exchange, { kind: 'answered' }>,
  redact: (text: string) => string = (text) => text,
): SnapAnswer {
  const httpStatus = answered.status;
  const unreadable = (note: string): SnapAnswer => ({ kind: 'unreadable', httpStatus, note });
  if (answered.text === null) return unreadable(`HTTP ${httpStatus}, ${answered.note}`);
  if (answered.text.trim() === '') return unreadable(`HTTP ${httpStatus}, empty`);
  const json = readJson(answered.text);
  if (!json.ok) return unreadable(`HTTP ${httpStatus}, ${json.why}`);
  const parsed = envelope.safeParse(json.value);
  if (!parsed.success) return unreadable(`HTTP ${httpStatus}, no responseCode`);
  return {
    kind: 'code',
    httpStatus,
    code: parsed.data.responseCode,
    message: plain(redact(parsed.data.responseMessage)),
    body: json.value,
    ...(answered.retryAfter === undefined ? {} : { retryAfter: answered.retryAfter }),
  };
}

/**
 * Whether the answer's HTTP status and its own digits tell the same story. A gateway that wraps a refusal in HTTP 200 is
 * believed; a success inside an error, or anything inside a 5xx that is not itself a 5xx, is not.
 */
export function statusAgrees(httpStatus: number, code: string): boolean {
  const said = Number(code.slice(0, 3));
  if (said === httpStatus) return true;
  const success = httpStatus >= 200 && httpStatus < 300;
  if (said >= 200 && said < 300) return success;
  return success || Math.floor(httpStatus / 100) === Math.floor(said / 100);
}
