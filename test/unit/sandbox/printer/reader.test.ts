/** The receive buffer: however a stream is cut into packets, the same commands come out, and real-time ones at once. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReader, type Reader } from '../../../../main/sandbox/printer/reader.ts';
import type { Realtime } from '../../../../main/sandbox/printer/realtime.ts';

function read(chunks: readonly Uint8Array[]) {
  const realtime: Realtime[] = [];
  const reader = createReader(
    () => 'full',
    (command) => realtime.push(command),
  );
  const kept = chunks.reduce((sum, chunk) => sum + reader.push(chunk), 0);
  return { realtime, reader, kept, commands: drain(reader) };
}

function drain(reader: Reader): readonly string[] {
  const said: string[] = [];
  for (let next = reader.peek(); next !== null; next = reader.peek()) {
    const { command } = next;
    if (command.kind === 'command') said.push(`${command.name} ${Buffer.from(command.args).toString('hex')}`);
    else said.push(String.fromCharCode(command.byte));
    reader.drop();
  }
  return said;
}

const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('the receive buffer', () => {
  it('does not care how a stream is cut', () => {
    const piece = fc.constantFrom(
      'Halo\n',
      '\x1b@',
      '\x1dV\x42\0',
      '\x10\x04\x01',
      '\x1dv0\0\x01\0\x02\0\x10\x04',
      '\x10',
    );
    fc.assert(
      fc.property(fc.array(piece), fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (pieces, sizes) => {
        const stream = latin1(pieces.join(''));
        const chunks: Uint8Array[] = [];
        for (let at = 0, turn = 0; at < stream.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          chunks.push(stream.subarray(at, at + size));
          at += size;
        }
        const whole = read([stream]);
        const cut = read(chunks);
        expect(cut.commands).toEqual(whole.commands);
        expect(cut.realtime).toEqual(whole.realtime);
        expect(cut.reader.waiting()).toBe(whole.reader.waiting());
      }),
    );
  });

  it('a real-time command between two others takes no room; inside image data it is data, too', () => {
    const between = read([latin1('a\x10\x04\x01b')]);
    expect([between.kept, between.commands, between.realtime.length]).toEqual([2, ['a', 'b'], 1]);
    const inside = read([latin1('\x1dv0\0\x01\0\x03\0\x10\x04\x02')]);
    expect([inside.kept, inside.commands, inside.realtime]).toEqual([
      11,
      ['GS v 300001000300100402'],
      [{ kind: 'status', question: 2 }],
    ]);
  });

  it.each([
    ['\x10\x05\x01', ['resume']],
    ['\x10\x05\x02', ['recover']],
    ['\x10\x05\x03', []],
    ['\x10\x14\x01\0\x05', ['pulse']],
    ['\x10\x14\x01\x02\x05', []],
    ['\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08', ['clear']],
    ['\x10\x14\x08\x01\x03\x14\x01\x06\x02\x09', []],
    ['\x10\x10\x04\x04', ['status']],
    ['\x10\x04\x05\x10\x04\x01', ['status']],
  ])('finds %j', (stream, kinds) => {
    expect(read([latin1(stream)]).realtime.map((one) => one.kind)).toEqual(kinds);
  });

  it('forgets all when it is cleared in the middle of a packet, and takes what follows', () => {
    const reader: Reader = createReader(
      () => 'full',
      () => reader.clear(),
    );
    reader.push(latin1('old\x1dv0\0\x10\x05\x02new'));
    expect(drain(reader)).toEqual(['n', 'e', 'w']);
  });

  it('keeps its own copy of a command, whatever comes after', () => {
    const { commands } = read([latin1('\x1dv0\0\x01\0\x02\0\xaa'), latin1('\xbb'), latin1('\x1d!\x11'.repeat(2000))]);
    expect(commands[0]).toBe('GS v 300001000200aabb');
    expect(commands).toHaveLength(2001);
  });
});
