import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterAsb,
  afterRealtime,
  blockMeaning,
  createDemultiplexer,
  type PrinterEvent,
  troubleOf,
  WELL,
} from '../../../main/printing/status.ts';

function read(chunks: readonly Uint8Array[]): readonly PrinterEvent[] {
  const demultiplex = createDemultiplexer();
  return chunks.flatMap((chunk) => demultiplex(chunk));
}

const anyByte = fc.integer({ min: 0, max: 255 });
const realtime = anyByte.map((byte) => (byte & 0x6c) | 0x12);
const asbStart = anyByte.map((byte) => (byte & 0x6c) | 0x10);
const plain = anyByte.map((byte) => byte & 0x6f);
/** Another host's id may hold any byte, 00 and the printer's own status bytes among them. */
const id = fc.uint8Array({ minLength: 4, maxLength: 4 });
const digits = fc.stringMatching(/^[0-9]{1,4}$/);
const model = fc.stringMatching(/^[ -~]{0,30}$/);

/** What a printer may send in one piece, with what must be read from it. */
const message: fc.Arbitrary<{ readonly bytes: readonly number[]; readonly event: PrinterEvent }> = fc.oneof(
  realtime.map((value) => ({ bytes: [value], event: { kind: 'realtime' as const, value } })),
  plain.map((value) => ({ bytes: [value], event: { kind: 'in-order' as const, value } })),
  fc.tuple(asbStart, plain, plain, plain).map((bytes) => ({ bytes, event: { kind: 'asb' as const, bytes } })),
  id.map((bytes) => ({
    bytes: [0x37, 0x22, ...bytes, 0],
    event: { kind: 'block' as const, start: 0x37, body: `"${String.fromCharCode(...bytes)}` },
  })),
  fc.tuple(digits, digits, fc.constantFrom('0', '1')).map(([width, height, said]) => {
    const body = `6${width}\x1f${height}\x1f1\x1f${said}`;
    return { bytes: [0x37, ...Buffer.from(body), 0], event: { kind: 'block' as const, start: 0x37, body } };
  }),
  model.map((body) => ({
    bytes: [0x5f, ...Buffer.from(body), 0],
    event: { kind: 'block' as const, start: 0x5f, body },
  })),
);

describe('createDemultiplexer', () => {
  it('reads any mixture of answers, wherever the network splits it', () => {
    fc.assert(
      fc.property(fc.array(message), fc.array(fc.integer({ min: 1, max: 9 })), (messages, sizes) => {
        const bytes = Uint8Array.from(messages.flatMap((one) => one.bytes));
        const chunks: Uint8Array[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = sizes.length === 0 ? 3 : (sizes[turn % sizes.length] ?? 1);
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(read(chunks)).toEqual(messages.map((one) => one.event));
      }),
    );
  });

  it('reads the same wherever one split falls', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 12 }), (messages) => {
        const bytes = Uint8Array.from(messages.flatMap((one) => one.bytes));
        const whole = read([bytes]);
        for (let at = 0; at <= bytes.length; at += 1) {
          expect(read([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
        }
        expect(read(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });

  it('takes a real-time answer out of the middle of an automatic status', () => {
    expect(read([Uint8Array.of(0x10, 0x00, 0x16, 0x03, 0x0f)])).toEqual([
      { kind: 'realtime', value: 0x16 },
      { kind: 'asb', bytes: [0x10, 0x00, 0x03, 0x0f] },
    ]);
  });

  it('does not take letters of a block for answers', () => {
    const [event] = read([Uint8Array.of(0x37, 0x22, 0x32, 0x32, 0x30, 0x5f, 0x00)]);
    expect(event?.kind === 'block' ? blockMeaning(event) : null).toEqual({ kind: 'printed', id: '220_' });
  });

  it('takes flow control and other bytes for noise, not for the start of something', () => {
    expect(read([Uint8Array.of(0x11, 0x00, 0x13, 0x80, 0x12)]).map((event) => event.kind)).toEqual([
      'noise',
      'in-order',
      'noise',
      'noise',
      'realtime',
    ]);
  });

  it('gives up a block that never ends', () => {
    const events = read([new Uint8Array(200).fill(0x41).with(0, 0x37), Uint8Array.of(0x12)]);
    expect(events.at(-1)).toEqual({ kind: 'realtime', value: 0x12 });
  });
});

describe('blockMeaning', () => {
  it.each([
    [0x37, '"abcd', { kind: 'printed', id: 'abcd' }],
    [0x37, '"abc', null],
    [0x37, '6126\x1f126\x1f1\x1f0', { kind: 'qr-size', printable: true }],
    [0x37, '60\x1f0\x1f1\x1f1', { kind: 'qr-size', printable: false }],
    [0x37, '6126\x1f126\x1f1\x1f2', null],
    [0x37, '6126\x1f126\x1f1', null],
    [0x37, '6\x1f\x1f1\x1f0', null],
    [0x37, '', null],
    [0x5f, 'TM-T88VI', { kind: 'identity', text: 'TM-T88VI' }],
    [0x5f, '"abcd', { kind: 'identity', text: '"abcd' }],
  ] as const)('%s %j', (start, body, meaning) => {
    expect(blockMeaning({ kind: 'block', start, body })).toEqual(meaning);
  });
});

describe('conditions', () => {
  it.each([
    [1, 0x12, null],
    [1, 0x1a, 'offline'],
    [2, 0x16, 'cover-open'],
    [2, 0x32, 'paper-out'],
    [2, 0x52, 'error'],
    [3, 0x1a, 'error'],
    [3, 0x32, 'error'],
    [3, 0x52, 'error'],
    [4, 0x72, 'paper-out'],
    [4, 0x7e, 'paper-out'],
    [4, 0x1e, null],
  ] as const)('DLE EOT %s answered with %s: %s', (question, value, trouble) => {
    expect(troubleOf(afterRealtime(WELL, question, value))).toBe(trouble);
  });

  it.each([
    [[0x10, 0, 0, 0x0f], null],
    [[0x18, 0, 0, 0x0f], 'offline'],
    [[0x38, 0, 0, 0x0f], 'cover-open'],
    [[0x18, 0, 0x0c, 0x0f], 'paper-out'],
    [[0x18, 0x40, 0, 0x0f], 'error'],
    [[0x10, 0, 0x03, 0x0f], null],
  ] as const)('automatic status %j: %s', (bytes, trouble) => {
    const [first, second, third, fourth] = bytes;
    expect(troubleOf(afterAsb([first, second, third, fourth]))).toBe(trouble);
  });

  it('near end is not out', () => {
    expect(afterRealtime(WELL, 4, 0x1e).nearEnd).toBe(true);
    expect(afterAsb([0x10, 0, 0x03, 0x0f]).nearEnd).toBe(true);
  });
});
