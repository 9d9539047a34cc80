/** One request and its answer inside the sandbox, and the two halves every service has: check first, then act. */
import { codeOf, type ServiceName } from './services.ts';

export type Fields = Readonly<Record<string, unknown>>;

export interface Incoming {
  readonly service: ServiceName;
  readonly method: string;
  /** As it stood in the request line. */
  readonly path: string;
  /** Lower-case names; '' where a header is missing. */
  header(name: string): string;
  /** The body's own bytes: signatures cover these and nothing re-serialised. */
  readonly bytes: Buffer;
}

export interface Reply {
  /** Seven digits; the first three are the HTTP status. */
  readonly code: string;
  readonly message: string;
  /** Everything of the answer but responseCode and responseMessage. */
  readonly fields: Fields;
}

/** A request that is in order, and what doing it means. */
export interface Wish {
  /** What the request is about: partner reference, terminal id, bill number, phone or day. */
  readonly reference: string;
  /** The value that may be magic, null where the service has none. */
  readonly magic: string | null;
  /** The access token it came with. */
  readonly token: string | null;
  /** Does it. @param asked a magic value asks for this answer, so that the thing need not exist */
  act(asked: boolean): Reply;
}

export type Checked = { readonly ok: true; readonly wish: Wish } | { readonly ok: false; readonly reply: Reply };

export function refuse(service: ServiceName, status: number, rest: string, message: string): Checked & { ok: false } {
  return { ok: false, reply: { code: codeOf(service, status, rest), message, fields: {} } };
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The body as a JSON object, or null: not UTF-8, not JSON, or another JSON value. */
export function bodyOf(request: Incoming): Fields | null {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(request.bytes));
    return isObject(parsed) ? parsed : null;
  } catch {
    // What cannot be read is a bad request; the caller of this function says so.
    return null;
  }
}

/** Whether a Content-Type is JSON; a charset may follow. */
export function isJson(contentType: string): boolean {
  return /^application\/json\s*(;|$)/i.test(contentType);
}
