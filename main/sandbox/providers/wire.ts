/** Puts an answer on the wire: as it should be, or spoiled in the way that a fault says. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fields, Reply } from './exchange.ts';
import type { FaultName } from './faults.ts';
import { codeOf, SERVICES, type ServiceName } from './services.ts';
import { headerTime } from './time.ts';

export interface Exchange {
  readonly service: ServiceName;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** How long SLOW waits, in milliseconds. */
  readonly slowMs: number;
  /** Runs later unless the sandbox is closed before. */
  after(ms: number, run: () => void): void;
}

/** What the caller could read of the answer. */
export interface Seen {
  readonly httpStatus: number | null;
  readonly code: string | null;
}

const NOTHING: Seen = { httpStatus: null, code: null };
const PAGE = '<!doctype html><title>Sandbox</title><h1>This is not the answer you are looking for</h1>';
const HUGE_BYTES = 1_600_000;

function jsonOf(reply: Reply): string {
  return JSON.stringify({ responseCode: reply.code, responseMessage: reply.message, ...reply.fields });
}

function send(exchange: Exchange, status: number, type: string, text: string): void {
  exchange.response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(text),
    'X-TIMESTAMP': headerTime(exchange.now),
  });
  exchange.response.end(text);
}

/** The ordinary answer: HTTP status = first three digits of the code. */
export function sendReply(exchange: Exchange, reply: Reply, status = Number(reply.code.slice(0, 3))): Seen {
  send(exchange, status, 'application/json', jsonOf(reply));
  return { httpStatus: status, code: reply.code };
}

function sendText(exchange: Exchange, status: number, type: string, text: string): Seen {
  send(exchange, status, type, text);
  return { httpStatus: status, code: null };
}

function coded(exchange: Exchange, status: number, rest: string, message: string, fields: Fields = {}): Seen {
  return sendReply(exchange, { code: codeOf(exchange.service, status, rest), message, fields });
}

function reset(exchange: Exchange): Seen {
  exchange.request.socket.resetAndDestroy();
  return NOTHING;
}

function sendHalfAndClose(exchange: Exchange, text: string): Seen {
  const { response } = exchange;
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
  response.write(text.slice(0, Math.floor(text.length / 2)), () => exchange.request.socket.destroySoon());
  return NOTHING;
}

function drip(exchange: Exchange, text: string): Seen {
  const { response } = exchange;
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
  const bytes = Buffer.from(text);
  const next = (at: number): void => {
    if (response.destroyed) return;
    if (at >= bytes.length) {
      response.end();
      return;
    }
    response.write(bytes.subarray(at, at + 1));
    exchange.after(1000, () => next(at + 1));
  };
  next(0);
  return NOTHING;
}

function huge(exchange: Exchange, reply: Reply): Seen {
  const { response } = exchange;
  const text = jsonOf({ ...reply, fields: { ...reply.fields, padding: 'x'.repeat(HUGE_BYTES) } });
  // Without a length, so that only counting the bytes tells.
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(text);
  return { httpStatus: 200, code: null };
}

/**
 * Answers as a fault says.
 * @param reply the honest answer; null where the fault strikes before anything was done
 * @param finish called once, with what the caller could read
 */
export function sendSpoiled(
  exchange: Exchange,
  fault: FaultName,
  reply: Reply | null,
  finish: (seen: Seen) => void,
): void {
  const honest: Reply = reply ?? { code: codeOf(exchange.service, 200, '00'), message: 'Successful', fields: {} };
  if (fault === 'SLOW') {
    exchange.after(exchange.slowMs, () => finish(sendReply(exchange, honest)));
    return;
  }
  finish(spoil(exchange, fault, honest));
}

function spoil(exchange: Exchange, fault: Exclude<FaultName, 'SLOW'>, honest: Reply): Seen {
  switch (fault) {
    case 'HANG':
    case 'MUTE':
      return NOTHING;
    case 'RESET':
    case 'LOST':
      return reset(exchange);
    case 'CUT':
      return sendHalfAndClose(exchange, jsonOf(honest));
    case 'DRIP':
      return drip(exchange, jsonOf(honest));
    case 'EMPTY':
      return sendText(exchange, 200, 'application/json', '');
    case 'HTML':
      return sendText(exchange, 200, 'text/html', PAGE);
    case 'HALF':
      return sendText(exchange, 200, 'application/json', jsonOf(honest).slice(0, jsonOf(honest).length / 2));
    case 'HUGE':
      return huge(exchange, honest);
    case 'UNDEF':
      return coded(exchange, 200, '77', 'Sandbox', honest.fields);
    case 'UNDEF4':
      return coded(exchange, 400, '77', 'Sandbox');
    case 'FOREIGN':
      return sendReply(exchange, { ...honest, code: '2004700' });
    case 'BARE':
      return sendReply(exchange, { ...honest, fields: {} });
    case 'MISFIT':
      return sendReply(exchange, honest, 500);
    case 'ERR500':
      return coded(exchange, 500, '00', 'General Error');
    case 'ERR503':
      return coded(exchange, 503, '00', 'Service Unavailable');
    case 'GATE':
      return sendText(exchange, 502, 'text/html', PAGE);
    case 'MOVED':
      exchange.response.setHeader('Location', `${SERVICES[exchange.service].paths[0]}-moved`);
      return sendText(exchange, 307, 'text/html', PAGE);
    case 'STALE':
      return coded(exchange, 401, '01', 'Invalid Token (B2B)');
  }
}
