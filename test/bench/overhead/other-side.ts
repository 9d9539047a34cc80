/** Provider and printer as fast as sockets can be, in a process of their own; tells what arrived when. */
import { createServer, type Server, type Socket } from 'node:net';
import { type Ports, type Seen, sharedMs, TOKEN, TOKEN_PATH } from './shapes.ts';

const HEAD_END = Buffer.from('\r\n\r\n');
const EMPTY = Buffer.alloc(0);

function answer(fields: Readonly<Record<string, string>>): Buffer {
  const body = JSON.stringify(fields);
  const head = [
    'HTTP/1.1 200 OK',
    'content-type: application/json',
    `date: ${new Date().toUTCString()}`,
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

const TOKEN_ANSWER = answer({
  responseCode: '2007300',
  responseMessage: 'Successful',
  accessToken: TOKEN,
  tokenType: 'Bearer',
  expiresIn: '86400',
});
const QR_ANSWER = answer({
  responseCode: '2009000',
  responseMessage: 'Successful',
  cdmReferenceId: '2026112100000001',
  cdmQrcode: 'userid123456789',
  status: 'ACTIVE',
});

let seen: { requestAt?: number; connectedAt?: number; firstAt?: number; slipAt?: number } = {};

function talkAsProvider(socket: Socket): void {
  socket.setNoDelay(true);
  let waiting: Buffer = EMPTY;
  socket.on('data', (chunk) => {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
    for (let end = waiting.indexOf(HEAD_END); end >= 0; end = waiting.indexOf(HEAD_END)) {
      const head = waiting.toString('latin1', 0, end);
      const whole = end + 4 + Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? 0);
      if (waiting.length < whole) return;
      waiting = waiting.subarray(whole);
      if (head.includes(TOKEN_PATH)) socket.write(TOKEN_ANSWER);
      else {
        seen.requestAt = sharedMs();
        socket.write(QR_ANSWER);
      }
    }
  });
  socket.on('error', () => socket.destroy());
}

const WELL = Buffer.from([0x12]);
const IN_ORDER = Buffer.from([0]);
const MODEL = Buffer.from('\x5fTM-BENCH\0', 'latin1');
/** GS ( k fn 82: 300 × 300 dots, and it can be printed. */
const QR_SIZE = Buffer.from('\x37\x36300\x1f300\x1f1\x1f0\0', 'latin1');

interface Question {
  readonly bytes: Buffer;
  /** @param rest what follows the question */
  readonly answer: (rest: Buffer) => Buffer;
}

const QUESTIONS: readonly Question[] = [
  ...[1, 2, 3, 4].map((n) => ({ bytes: Buffer.from([0x10, 0x04, n]), answer: () => WELL })),
  // GS ( H fn 48, which brings its four characters back
  {
    bytes: Buffer.from('\x1d(H\x06\x0000', 'latin1'),
    answer: (rest) => Buffer.concat([Buffer.from([0x37, 0x22]), rest.subarray(0, 4), Buffer.from([0])]),
  },
  { bytes: Buffer.from('\x1dr\x01', 'latin1'), answer: () => IN_ORDER },
  { bytes: Buffer.from('\x1dIC', 'latin1'), answer: () => MODEL },
  { bytes: Buffer.from('\x1d(k\x03\x001R0', 'latin1'), answer: () => QR_SIZE },
];

/** Every question in there with its answer. One that is cut in two by the network is not understood: on loopback none is. */
function answersTo(bytes: Buffer): readonly Buffer[] {
  const found: { at: number; answer: Buffer }[] = [];
  for (const { bytes: asked, answer } of QUESTIONS) {
    for (let at = bytes.indexOf(asked); at >= 0; at = bytes.indexOf(asked, at + 1)) {
      found.push({ at, answer: answer(bytes.subarray(at + asked.length)) });
    }
  }
  return found.sort((a, b) => a.at - b.at).map(({ answer }) => answer);
}

function talkAsPrinter(socket: Socket): void {
  const connectedAt = sharedMs();
  socket.setNoDelay(true);
  let firstAt: number | null = null;
  let slipAt: number | null = null;
  socket.on('data', (chunk) => {
    const now = sharedMs();
    firstAt ??= now;
    if (slipAt === null && chunk.includes('\x1b@', 0, 'latin1')) slipAt = now;
    const answers = answersTo(chunk);
    if (answers.length > 0) socket.write(Buffer.concat(answers));
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    if (firstAt === null || slipAt === null || seen.requestAt === undefined) return;
    process.send?.({ requestAt: seen.requestAt, connectedAt, firstAt, slipAt } satisfies Seen);
    seen = {};
  });
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

process.once('disconnect', () => process.exit(0));
const ports: Ports = {
  provider: await listen(createServer(talkAsProvider)),
  printer: await listen(createServer(talkAsPrinter)),
};
process.send?.(ports);
