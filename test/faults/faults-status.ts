/** Answers that are decided by their status line: redirects, refusals, gateways' pages, refused tokens. */
import { coded, codeOf } from './codes.ts';
import type { Fault } from './faults.ts';
import { whole } from './faulty-server.ts';

type Headers = Readonly<Record<string, string>>;

const page = (status: number): string => `<html><head><title>${status}</title></head><body><hr>nginx</body></html>`;
const HTML = { 'Content-Type': 'text/html' };

function gateway(status: number, done: boolean, headers: Headers = {}): Pick<Fault, 'onRequest'> {
  return {
    onRequest: async ({ socket, serve }) => {
      if (done) await serve();
      socket.write(whole({ status, body: page(status) }, { ...HTML, ...headers }));
    },
  };
}

/** What a redirect points at must never be asked. */
export const TRAP = '/trap';

function redirect(status: number): Fault {
  return { title: `HTTP ${status}, redirected`, ...gateway(status, false, { Location: TRAP }) };
}

function refusal(status: number, rest: string, headers: Headers = {}): Pick<Fault, 'onRequest'> {
  return {
    onRequest: ({ socket, service }) =>
      void socket.write(whole({ status, body: coded(service, status, rest) }, headers)),
  };
}

const inAnHour = (): string => new Date(Date.now() + 3_600_000).toUTCString();

export const STATUS_FAULTS: readonly Fault[] = [
  {
    title: 'HTTP 302 to a login page (a wifi that wants a click)',
    ...gateway(302, false, { Location: 'https://127.0.0.1/login' }),
  },
  ...[301, 302, 303, 307, 308].map(redirect),
  { title: 'HTTP 400 with a code that no table has', ...refusal(400, '77') },
  { title: 'HTTP 401, token refused (stays: whatever token; once: it ended meanwhile)', ...refusal(401, '01') },
  {
    title: 'HTTP 403, a firewall’s page',
    ...gateway(403, false),
  },
  { title: 'HTTP 404, a web server’s page', ...gateway(404, false) },
  { title: 'HTTP 407, a proxy wants a password', ...gateway(407, false, { 'Proxy-Authenticate': 'Basic realm="x"' }) },
  { title: 'HTTP 408, closed', ...gateway(408, false, { Connection: 'close' }) },
  { title: 'HTTP 421, misdirected', ...gateway(421, true) },
  { title: 'HTTP 425, too early', ...gateway(425, false) },
  { title: 'HTTP 429', ...refusal(429, '00') },
  { title: 'HTTP 429, Retry-After: 5', ...refusal(429, '00', { 'Retry-After': '5' }) },
  { title: 'HTTP 429, Retry-After: 86400', ...refusal(429, '00', { 'Retry-After': '86400' }) },
  {
    title: 'HTTP 429, Retry-After: a date in an hour',
    onRequest: ({ socket, service }) =>
      void socket.write(whole({ status: 429, body: coded(service, 429, '00') }, { 'Retry-After': inAnHour() })),
  },
  { title: 'HTTP 429, Retry-After: soon', ...refusal(429, '00', { 'Retry-After': 'soon' }) },
  { title: 'HTTP 429, a gateway’s page', ...gateway(429, false, { 'Retry-After': '5' }) },
  { title: 'HTTP 500 with its code', ...refusal(500, '00') },
  {
    title: 'HTTP 500 with a success in it, and it was done',
    onRequest: async ({ socket, serve }) => void socket.write(whole({ ...(await serve()), status: 500 })),
  },
  { title: 'HTTP 500, a page, and it was done', ...gateway(500, true) },
  { title: 'HTTP 501, a page', ...gateway(501, false) },
  { title: 'HTTP 502, a gateway’s page, and it was done', ...gateway(502, true) },
  { title: 'HTTP 503, a page', ...gateway(503, false, { 'Retry-After': '5' }) },
  {
    title: 'HTTP 503 with a code that no table has, and it was done',
    onRequest: async ({ socket, service, serve }) => {
      await serve();
      socket.write(whole({ status: 503, body: coded(service, 503, '00') }));
    },
  },
  {
    title: 'HTTP 504 with its code, and it was done',
    onRequest: async ({ socket, service, serve }) => {
      await serve();
      socket.write(whole({ status: 504, body: coded(service, 504, '00', 'Timeout') }));
    },
  },
  { title: 'HTTP 504, a gateway’s page, and it was done', ...gateway(504, true) },
  {
    title: 'HTTP 200 with a refusal in it',
    onRequest: ({ socket, service }) => void socket.write(whole({ status: 200, body: coded(service, 400, '00') })),
  },
  {
    title: 'HTTP 200 with a 500 in it',
    onRequest: ({ socket, service }) =>
      void socket.write(
        whole({
          status: 200,
          body: JSON.stringify({ responseCode: codeOf(service, 500, '00'), responseMessage: 'General Error' }),
        }),
      ),
  },
];
