/** One HTTPS POST and what is known of it afterwards: answered, never left this machine, or nobody can say. */

import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { Agent, type Dispatcher, request as send } from 'undici';
import { createConnector, type Route, STRAIGHT } from './connect.ts';

export interface HttpRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export type Exchange =
  /** No connection was opened for it (refused, DNS, proxy, TLS, pins, too slow to open): not a byte of it has left. */
  | { readonly kind: 'not-sent'; readonly note: string }
  /** It was handed to an open connection and no whole answer came back: it may have arrived. */
  | { readonly kind: 'lost'; readonly note: string }
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** null: longer than the limit, cannot be unpacked, or no UTF-8; `note` says which */
      readonly text: string | null;
      readonly note: string;
      /** The Date header of an answer of the service itself, milliseconds since the epoch; null for a gateway's page. */
      readonly serverTime: number | null;
      /** Retry-After, whole seconds from now on; at most a day. */
      readonly retryAfter?: number;
    };

export interface Http {
  post(request: HttpRequest): Promise<Exchange>;
  close(): Promise<void>;
}

/** What the till reaches its providers over; each is reached in its own way. */
export interface Network {
  /** Closed with the network. */
  to(route: Route): Http;
  close(): Promise<void>;
}

export interface HttpOptions {
  /** For one try, from the first packet to the answer's last byte; milliseconds (both providers' pages: 8 seconds). */
  readonly timeoutMs?: number;
  /** The longest answer that is read, bytes, packed or not. */
  readonly maxBytes?: number;
  readonly userAgent?: string;
}

/**
 * Of a try's time, how much may pass until its connection stands; the rest is for the answer. Nobody at a till waits
 * longer for a network that is not there.
 */
const CONNECT_SHARE = 5 / 8;

const DAY_S = 86_400;

/**
 * Passes everything on, and tells when undici hands the request to a connected (and, for https, verified) socket: the
 * last moment before its first byte.
 */
function watchHandler(handler: Dispatcher.DispatchHandler, onHandedOver: () => void): Dispatcher.DispatchHandler {
  return {
    onRequestStart(controller, context) {
      onHandedOver();
      handler.onRequestStart?.(controller, context);
    },
    onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
    onResponseStart: (...args) => handler.onResponseStart?.(...args),
    onResponseData: (...args) => handler.onResponseData?.(...args),
    onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
    onResponseError: (...args) => handler.onResponseError?.(...args),
  };
}

function watched(agent: Agent, onHandedOver: () => void): Dispatcher {
  return agent.compose((dispatch) => (options, handler) => dispatch(options, watchHandler(handler, onHandedOver)));
}

/** An error's innermost code (`ECONNREFUSED`, `UND_ERR_SOCKET`, `CERT_HAS_EXPIRED`): to show, never to decide by. */
function errorNote(error: unknown): string {
  let current = error;
  let note = 'error';
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if ('code' in current && typeof current.code === 'string') note = current.code;
    else if (current.name !== 'Error' && current.name !== 'TypeError') note = current.name;
    current = current instanceof AggregateError ? current.errors[0] : current.cause;
  }
  return note;
}

type ReadBytes = { readonly bytes: Buffer } | { readonly bytes: null; readonly note: string };
type ReadText = { readonly text: string | null; readonly note: string };

/** Leaving the loop early ends the connection: the rest is neither read nor taken for the next request's answer. */
async function readLimited(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<ReadBytes> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes) return { bytes: null, note: `answer over ${maxBytes} bytes` };
    chunks.push(chunk);
  }
  return { bytes: Buffer.concat(chunks) };
}

const UNPACKERS = { gzip: gunzipSync, 'x-gzip': gunzipSync, deflate: inflateSync, br: brotliDecompressSync } as const;

function isPacking(name: string): name is keyof typeof UNPACKERS {
  return name in UNPACKERS;
}

/** Some gateways pack although `identity` was asked for. What is cut short or fails its checksum is not unpacked. */
function unpack(bytes: Buffer, encoding: string, maxBytes: number): ReadBytes {
  const name = encoding.trim().toLowerCase();
  if (name === '' || name === 'identity' || bytes.length === 0) return { bytes };
  if (!isPacking(name)) return { bytes: null, note: 'answer in an unknown encoding' };
  try {
    return { bytes: UNPACKERS[name](bytes, { maxOutputLength: maxBytes }) };
  } catch (error) {
    const tooLong = error instanceof RangeError;
    return { bytes: null, note: tooLong ? `answer over ${maxBytes} bytes` : `answer is no whole ${name}` };
  }
}

function toText(read: ReadBytes): ReadText {
  if (read.bytes === null) return { text: null, note: read.note };
  return isUtf8(read.bytes)
    ? { text: read.bytes.toString('utf8'), note: '' }
    : { text: null, note: 'answer is not UTF-8' };
}

function headerText(value: string | readonly string[] | undefined): string {
  return typeof value === 'string' ? value : (value ?? []).join(', ');
}

/** Seconds, or a date by the server's own clock (RFC 9110, 10.2.3); anything else is not there. */
function retryAfterOf(text: string, serverTime: number | null): number | null {
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text), DAY_S);
  const date = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(date)) return null;
  return Math.min(Math.max(Math.ceil((date - (serverTime ?? Date.now())) / 1000), 0), DAY_S);
}

/** A page that a gateway or a cache answers with says when that was made, not what time it is for the provider. */
function isOfTheService(headers: IncomingHttpHeaders): boolean {
  return /^application\/json\s*(;|$)/i.test(headerText(headers['content-type'])) && headers.age === undefined;
}

/**
 * Every request has a connection of its own: what is sent on a kept one that has died meanwhile is in doubt for nothing,
 * and a late answer on it would be taken for the next request's. A wish is one call, seldom two, so little is lost.
 * TLS is verified and proxies are the profile's, whatever the environment says; redirects are answers, not directions;
 * nothing is ever repeated here. (undici's `fetch` would: it sends a POST that was answered 421 once more.)
 */
export function createHttp(options: HttpOptions = {}, route: Route = STRAIGHT): Http {
  const { timeoutMs = 8_000, maxBytes = 1_048_576, userAgent = 'qris-terminal' } = options;
  const connector = createConnector(route, Math.ceil(timeoutMs * CONNECT_SHARE));
  const agent = new Agent({
    connect: connector.connect,
    // None is kept: one connection, one request.
    pipelining: 0,
    allowH2: false,
  });

  async function answerOf(response: Dispatcher.ResponseData): Promise<Exchange> {
    const { headers, statusCode: status, body } = response;
    // What ends the reading is told by the loop that reads; without a listener Node would take it for a crash.
    body.on('error', () => undefined);
    const date = Date.parse(headerText(headers.date));
    const said = Number.isNaN(date) ? null : date;
    const retryAfter = retryAfterOf(headerText(headers['retry-after']).trim(), said);
    const read = await readLimited(body, maxBytes);
    const whole = read.bytes === null ? read : unpack(read.bytes, headerText(headers['content-encoding']), maxBytes);
    return {
      kind: 'answered',
      status,
      ...toText(whole),
      serverTime: isOfTheService(headers) ? said : null,
      ...(retryAfter === null ? {} : { retryAfter }),
    };
  }

  async function post(request: HttpRequest): Promise<Exchange> {
    let handedOver = false;
    try {
      const response = await send(request.url, {
        method: 'POST',
        headers: {
          accept: 'application/json',
          'accept-encoding': 'identity',
          'user-agent': userAgent,
          ...request.headers,
        },
        body: request.body,
        signal: AbortSignal.timeout(timeoutMs),
        dispatcher: watched(agent, () => {
          handedOver = true;
        }),
      });
      return await answerOf(response);
    } catch (error) {
      return { kind: handedOver ? 'lost' : 'not-sent', note: errorNote(error) };
    }
  }

  return {
    post,
    async close() {
      connector.close();
      await agent.destroy();
    },
  };
}

/** @param options for every route alike */
export function createNetwork(options: HttpOptions = {}): Network {
  const https = new Map<string, Http>();
  return {
    to(route) {
      const key = JSON.stringify([route.pins, route.proxy]);
      const http = https.get(key) ?? createHttp(options, route);
      https.set(key, http);
      return http;
    },
    async close() {
      await Promise.all([...https.values()].map((http) => http.close()));
    },
  };
}
