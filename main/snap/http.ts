/** One HTTPS POST and what is known of it afterwards: answered, never left this machine, or nobody can say. */
import { isUtf8 } from 'node:buffer';
import { Agent, type Dispatcher, fetch } from 'undici';

export interface HttpRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export type Exchange =
  /** No connection was opened for it (refused, DNS, TLS, too slow to open): not a byte of the request has left. */
  | { readonly kind: 'not-sent'; readonly note: string }
  /** It was handed to an open connection and no whole answer came back: it may have arrived. */
  | { readonly kind: 'lost'; readonly note: string }
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** null: longer than the limit, or no UTF-8; `note` says which */
      readonly text: string | null;
      readonly note: string;
      /** The Date header of an answer of the service itself, milliseconds since the epoch; null for a gateway's page. */
      readonly serverTime: number | null;
    };

export interface Http {
  post(request: HttpRequest): Promise<Exchange>;
  close(): Promise<void>;
}

export interface HttpOptions {
  /** For one try, from the first packet to the answer's last byte; milliseconds (both providers' pages: 8 seconds). */
  readonly timeoutMs?: number;
  /** The longest answer that is read, bytes. */
  readonly maxBytes?: number;
  readonly userAgent?: string;
}

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

type ReadText = { readonly text: string | null; readonly note: string };

async function readLimited(body: AsyncIterable<Uint8Array> | null, maxBytes: number): Promise<ReadText> {
  if (body === null) return { text: '', note: '' };
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes) return { text: null, note: `answer over ${maxBytes} bytes` };
    chunks.push(chunk);
  }
  const whole = Buffer.concat(chunks);
  return isUtf8(whole) ? { text: whole.toString('utf8'), note: '' } : { text: null, note: 'answer is not UTF-8' };
}

/** A page that a gateway or a cache answers with says when that was made, not what time it is for the provider. */
function serverTimeOf(headers: Pick<Headers, 'get'>): number | null {
  const isJson = /^application\/json\s*(;|$)/i.test(headers.get('content-type') ?? '');
  const date = Date.parse(headers.get('date') ?? '');
  return !isJson || headers.get('age') !== null || Number.isNaN(date) ? null : date;
}

/**
 * Connections are kept and used again; TLS is verified whatever the environment says; redirects are answers, not
 * directions; nothing is ever repeated here.
 */
export function createHttp(options: HttpOptions = {}): Http {
  const { timeoutMs = 8_000, maxBytes = 1_048_576, userAgent = 'qris-terminal' } = options;
  const agent = new Agent({
    connect: { rejectUnauthorized: true, minVersion: 'TLSv1.2', timeout: timeoutMs },
    // Calls come one after another (one process acts at a time), so one connection per provider is enough and is kept.
    connections: 1,
    pipelining: 1,
    allowH2: false,
  });

  async function post(request: HttpRequest): Promise<Exchange> {
    let handedOver = false;
    try {
      const response = await fetch(request.url, {
        method: 'POST',
        headers: {
          accept: 'application/json',
          'accept-encoding': 'identity',
          'user-agent': userAgent,
          ...request.headers,
        },
        body: request.body,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
        dispatcher: watched(agent, () => {
          handedOver = true;
        }),
      });
      return {
        kind: 'answered',
        status: response.status,
        ...(await readLimited(response.body, maxBytes)),
        serverTime: serverTimeOf(response.headers),
      };
    } catch (error) {
      return { kind: handedOver ? 'lost' : 'not-sent', note: errorNote(error) };
    }
  }

  return { post, close: () => agent.destroy() };
}
