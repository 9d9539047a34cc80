/** Answers that came whole and cannot be what was asked for, or only nearly. */
import { gzipSync } from 'node:zlib';
import { coded, codeOf } from './codes.ts';
import type { Fault } from './faults.ts';
import { type Answer, type Meeting, whole } from './faulty-server.ts';

type Body = string | Buffer;

/** The provider does it, and this is sent instead of its answer. */
function instead(
  make: (answer: Answer, meeting: Meeting) => Body,
  headers: Readonly<Record<string, string>> = {},
): Pick<Fault, 'onRequest'> {
  return {
    onRequest: async (meeting) => {
      const answer = await meeting.serve();
      const body = Buffer.from(make(answer, meeting));
      const head = whole({ status: answer.status, body: '' }, { ...headers, 'Content-Length': String(body.length) });
      meeting.socket.write(Buffer.concat([head, body]));
    },
  };
}

const PAGE = '<!DOCTYPE html><html><body><h1>Selamat datang di WiFi</h1></body></html>';
const HTML = { 'Content-Type': 'text/html; charset=utf-8' };
const GZIP = { 'Content-Encoding': 'gzip' };

/** Puts a member in front of all others. */
function withMember(answer: Answer, name: string, value: string): string {
  return `{"${name}":${JSON.stringify(value)},${answer.body.slice(1)}`;
}

/** A field that this service's success stands on. */
function fieldOf({ service }: Meeting): string {
  if (service === 'generate') return 'cdmQrcode';
  if (service === 'token') return 'accessToken';
  return service === 'register' ? 'terminalId' : 'responseMessage';
}

export const ANSWER_FAULTS: readonly Fault[] = [
  { title: 'JSON under another content type', ...instead((a) => a.body, HTML) },
  { title: 'HTTP 200 with a web page', ...instead(() => PAGE, HTML) },
  { title: 'HTTP 200 without a body', ...instead(() => '') },
  {
    title: 'HTTP 204',
    onRequest: async ({ socket, serve }) => {
      await serve();
      socket.write('HTTP/1.1 204 No Content\r\n\r\n');
    },
  },
  { title: 'half the JSON', ...instead((a) => a.body.slice(0, a.body.length / 2)) },
  { title: 'two JSON texts', ...instead((a) => `${a.body}${a.body}`) },
  { title: 'a JSON list around it', ...instead((a) => `[${a.body}]`) },
  { title: 'a JSON string around it', ...instead((a) => JSON.stringify(a.body)) },
  {
    title: 'JSON nested 100,000 deep',
    ...instead((a) => withMember(a, 'deep', '').replace('""', `${'['.repeat(1e5)}${']'.repeat(1e5)}`)),
  },
  {
    title: 'responseCode twice, not alike (success last)',
    ...instead((a, m) => withMember(a, 'responseCode', codeOf(m.service, 400, '00'))),
  },
  {
    title: 'responseCode twice, not alike (refusal last)',
    ...instead((a, m) => `${a.body.slice(0, -1)},"responseCode":"${codeOf(m.service, 400, '00')}"}`),
  },
  {
    title: 'responseCode twice, the second name written with \\u',
    ...instead((a, m) => `${a.body.slice(0, -1)},"response\\u0043ode":"${codeOf(m.service, 400, '00')}"}`),
  },
  {
    title: 'responseCode twice, alike',
    ...instead((a, m) => withMember(a, 'responseCode', codeOf(m.service, 200, '00'))),
  },
  { title: 'another field twice, not alike', ...instead((a, m) => withMember(a, fieldOf(m), 'another')) },
  { title: 'a byte order mark before the JSON', ...instead((a) => `\uFEFF${a.body}`) },
  { title: 'UTF-16', ...instead((a) => Buffer.from(`\uFEFF${a.body}`, 'utf16le')) },
  {
    title: 'bytes that are no UTF-8',
    ...instead((a) => Buffer.concat([Buffer.from(withMember(a, 'x', '')), Buffer.from([0xc3, 0x28])])),
  },
  { title: 'a NUL after the JSON', ...instead((a) => `${a.body}\0`) },
  {
    title: 'control characters in the message',
    ...instead((a) => withMember(a, 'responseNote', '\u0000\u001b[31m\u202e')),
  },
  {
    title: 'responseCode as a number',
    ...instead((a) => a.body.replace(/"responseCode":"(\d+)"/, '"responseCode":$1')),
  },
  {
    title: 'responseCode with a space',
    ...instead((a) => a.body.replace(/"responseCode":"(\d+)"/, '"responseCode":"$1 "')),
  },
  { title: 'a code that no table has (200)', ...instead((_a, m) => coded(m.service, 200, '77')) },
  {
    title: 'the success code of another service',
    ...instead(() => '{"responseCode":"2004700","responseMessage":"Successful"}'),
  },
  {
    title: 'a success without its fields',
    ...instead((_a, m) => coded(m.service, 200, '00', 'Successful')),
    only: ['token', 'generate', 'register', 'list', 'status'],
  },
  { title: 'gzip, although none was asked for', ...instead((a) => gzipSync(a.body), GZIP) },
  { title: 'gzip, cut in the middle', ...instead((a) => gzipSync(a.body).subarray(0, -24), GZIP) },
  { title: 'gzip, cut before its checksum', ...instead((a) => gzipSync(a.body).subarray(0, -8), GZIP) },
  { title: 'called gzip, and is not', ...instead((a) => a.body, GZIP) },
  { title: 'an encoding that nobody knows', ...instead((a) => a.body, { 'Content-Encoding': 'x-own' }) },
  { title: 'gzip that unpacks to 64 MB', ...instead((a) => gzipSync(`${a.body}${' '.repeat(64 << 20)}`), GZIP) },
  { title: '20 MB of spaces behind the JSON', ...instead((a) => `${a.body}${' '.repeat(20 << 20)}`) },
  {
    title: 'the token echoed in the message',
    onRequest: ({ socket, headers, service }) =>
      void socket.write(
        whole({
          status: 400,
          body: coded(service, 400, '00', `bad: ${headers.authorization ?? headers['x-signature'] ?? ''}`),
        }),
      ),
  },
];
