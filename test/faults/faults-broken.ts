/** Faults on an open connection: breaks, silence, drips, and framing that does not hold. */
import type { TLSSocket } from 'node:tls';
import type { Fault } from './faults.ts';
import { SHORT_MS } from './faults-line.ts';
import { type Answer, type Meeting, whole } from './faulty-server.ts';

/** Sends piece after piece, one every `everyMs`, until the client has had enough. */
function drip(socket: TLSSocket, piece: (index: number) => Buffer | null, everyMs: number): void {
  let index = 0;
  const timer = setInterval(() => {
    const next = piece(index);
    index += 1;
    if (next === null || socket.destroyed) clearInterval(timer);
    else socket.write(next);
  }, everyMs);
  socket.on('close', () => clearInterval(timer));
}

/** The provider does it; then the fault says what is sent of its answer. */
function done(send: (meeting: Meeting, answer: Answer) => void): Pick<Fault, 'onRequest'> {
  return {
    onRequest: async (meeting) => {
      const answer = await meeting.serve();
      send(meeting, answer);
    },
  };
}

const bytesOf = (answer: Answer): Buffer => whole(answer);
const upTo = (bytes: Buffer, mark: string, extra: number): Buffer => bytes.subarray(0, bytes.indexOf(mark) + extra);
const halfHead = (answer: Answer): Buffer => upTo(bytesOf(answer), 'Content-Length', 9);
const halfBody = (answer: Answer): Buffer => upTo(bytesOf(answer), '\r\n\r\n', 24);

function raw({ status, body }: Answer, headers: string, text = body): string {
  return `HTTP/1.1 ${status} X\r\nContent-Type: application/json\r\n${headers}\r\n${text}`;
}

const size = ({ body }: Answer): number => Buffer.byteLength(body);
const hex = (body: string): string => Buffer.byteLength(body).toString(16);

export const BROKEN_FAULTS: readonly Fault[] = [
  {
    title: 'reset while the request comes in',
    onFirstBytes: (_socket, line) => void line.resetAndDestroy(),
  },
  {
    title: 'closed while the request comes in',
    onFirstBytes: (_socket, line) => void line.destroy(),
  },
  {
    title: 'the token’s connection was closed a moment ago',
    tokenConnection: 'dropped',
    only: ['generate', 'expire', 'register', 'list', 'status'],
  },
  {
    title: 'a second answer comes late on the token’s connection',
    tokenConnection: 'haunted',
    only: ['generate', 'expire', 'register', 'list', 'status'],
  },
  { title: 'reset after the request, nothing done', onRequest: ({ line }) => void line.resetAndDestroy() },
  { title: 'reset after the request, and it was done', ...done(({ line }) => void line.resetAndDestroy()) },
  { title: 'closed without an answer, and it was done', ...done(({ socket }) => void socket.end()) },
  { title: 'no answer, nothing done', onRequest: () => undefined, timeoutMs: SHORT_MS },
  { title: 'no answer, and it was done', ...done(() => undefined), timeoutMs: SHORT_MS },
  {
    title: 'silent in the middle of the headers',
    ...done(({ socket }, a) => void socket.write(halfHead(a))),
    timeoutMs: SHORT_MS,
  },
  {
    title: 'silent in the middle of the body',
    ...done(({ socket }, a) => void socket.write(halfBody(a))),
    timeoutMs: SHORT_MS,
  },
  { title: 'closed in the middle of the headers', ...done(({ socket }, a) => void socket.end(halfHead(a))) },
  { title: 'closed in the middle of the body', ...done(({ socket }, a) => void socket.end(halfBody(a))) },
  {
    title: 'reset in the middle of the body',
    ...done(({ socket, line }, a) => void socket.write(halfBody(a), () => line.resetAndDestroy())),
  },
  {
    title: 'the answer drips, a byte at a time, for longer than a try may take',
    ...done(({ socket }, a) => drip(socket, (at) => bytesOf(a).subarray(at, at + 1), SHORT_MS / 8)),
    timeoutMs: SHORT_MS,
  },
  {
    title: 'the answer comes in single bytes, in time',
    ...done(({ socket }, a) => {
      const bytes = bytesOf(a);
      let at = 0;
      const next = (): void => {
        if (at < bytes.length) socket.write(bytes.subarray(at, at + 1), next);
        at += 1;
      };
      next();
    }),
  },
  {
    title: '“100 Continue” and nothing more',
    onRequest: ({ socket }) => void socket.write('HTTP/1.1 100 Continue\r\n\r\n'),
    timeoutMs: SHORT_MS,
  },
  {
    title: 'a flood of 1xx answers',
    onRequest: ({ socket }) =>
      drip(socket, () => Buffer.from('HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'.repeat(50)), 10),
    timeoutMs: SHORT_MS,
  },
  {
    title: '“100 Continue” before the answer',
    ...done(({ socket }, a) => void socket.write(`HTTP/1.1 100 Continue\r\n\r\n${bytesOf(a).toString('utf8')}`)),
  },
  {
    title: '“101 Switching Protocols”',
    onRequest: ({ socket }) =>
      void socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'),
  },
  {
    title: 'Content-Length too long, then silence',
    ...done(({ socket }, a) => void socket.write(raw(a, `Content-Length: ${size(a) + 10}\r\n`))),
    timeoutMs: SHORT_MS,
  },
  {
    title: 'Content-Length too long, then closed',
    ...done(({ socket }, a) => void socket.end(raw(a, `Content-Length: ${size(a) + 10}\r\n`))),
  },
  {
    title: 'Content-Length too short',
    ...done(({ socket }, a) => void socket.write(raw(a, `Content-Length: ${size(a) - 10}\r\n`))),
  },
  {
    title: 'two Content-Lengths that differ',
    ...done(({ socket }, a) => void socket.end(raw(a, `Content-Length: ${size(a)}\r\nContent-Length: 5\r\n`))),
  },
  {
    title: 'Content-Length and chunks at once',
    ...done(
      ({ socket }, a) =>
        void socket.end(
          raw(a, 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', `${hex(a.body)}\r\n${a.body}\r\n0\r\n\r\n`),
        ),
    ),
  },
  {
    title: 'a chunk whose size is none',
    ...done(
      ({ socket }, a) => void socket.end(raw(a, 'Transfer-Encoding: chunked\r\n', `zz\r\n${a.body}\r\n0\r\n\r\n`)),
    ),
  },
  {
    title: 'chunks that never end, then closed',
    ...done(
      ({ socket }, a) => void socket.end(raw(a, 'Transfer-Encoding: chunked\r\n', `${hex(a.body)}\r\n${a.body}\r\n`)),
    ),
  },
  {
    title: 'chunks, as they should be, with a trailer',
    ...done(
      ({ socket }, a) =>
        void socket.write(
          raw(a, 'Transfer-Encoding: chunked\r\n', `${hex(a.body)}\r\n${a.body}\r\n0\r\nX-Trailer: 1\r\n\r\n`),
        ),
    ),
  },
  {
    title: 'headers over 16 kB',
    ...done(
      ({ socket }, a) => void socket.end(raw(a, `X-Long: ${'x'.repeat(100_000)}\r\nContent-Length: ${size(a)}\r\n`)),
    ),
  },
  {
    title: 'a NUL in a header',
    ...done(({ socket }, a) => void socket.end(raw(a, `X-Nul: a\0b\r\nContent-Length: ${size(a)}\r\n`))),
  },
  { title: 'something that is not HTTP', onRequest: ({ socket }) => void socket.end('220 hello\r\n') },
  { title: 'a body without a status line (HTTP/0.9)', ...done(({ socket }, a) => void socket.end(a.body)) },
  {
    title: 'HTTP/1.0, closed at the end of the body',
    ...done(
      ({ socket }, a) => void socket.end(`HTTP/1.0 ${a.status} X\r\nContent-Type: application/json\r\n\r\n${a.body}`),
    ),
  },
  {
    title: 'HTTP/1.1 without a length, closed at the end of the body',
    ...done(({ socket }, a) => void socket.end(raw(a, ''))),
  },
  {
    title: 'HTTP/1.0 without a length, cut in the body',
    ...done(
      ({ socket }, a) =>
        void socket.end(`HTTP/1.0 ${a.status} X\r\nContent-Type: application/json\r\n\r\n${a.body.slice(0, 40)}`),
    ),
  },
  {
    title: 'the answer before the whole request was read',
    onFirstBytes: (socket) => void socket.end(whole({ status: 503, body: '' })),
  },
  {
    title: 'two answers at once, the second for nobody',
    ...done(({ socket }, a) => void socket.write(Buffer.concat([bytesOf(a), bytesOf(a)]))),
  },
];
