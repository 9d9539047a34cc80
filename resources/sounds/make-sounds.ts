/** Writes the two sounds beside itself, the same bytes every time: two rising tones for success, two falling for failure. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Samples a second; 8 bits each, one channel. */
const RATE = 11_025;

/** @param ms milliseconds */
function tone(hertz: number, ms: number): number[] {
  const count = Math.round((RATE * ms) / 1_000);
  return Array.from({ length: count }, (_, at) => {
    // Fades in and out, so that nothing clicks.
    const loudness = Math.sin((Math.PI * at) / count) ** 0.5;
    return Math.round(128 + 70 * loudness * Math.sin((2 * Math.PI * hertz * at) / RATE));
  });
}

/** RIFF WAVE, PCM. */
function wav(samples: readonly number[]): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'ascii');
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8, 'ascii');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36, 'ascii');
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, Buffer.from(samples)]);
}

const here = import.meta.dirname;
writeFileSync(join(here, 'success.wav'), wav([...tone(880, 90), ...tone(1_318.5, 160)]));
writeFileSync(join(here, 'failure.wav'), wav([...tone(392, 160), ...tone(261.6, 260)]));
