import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  codePageBytes,
  codePageOf,
  ENCODINGS,
  type Encoding,
  printableText,
} from '../../../main/printing/code-page.ts';
import { charOf } from '../../../main/sandbox/printer/code-pages.ts';

const TABLES: Readonly<Record<Encoding, number>> = { cp437: 0, cp850: 2, windows1252: 16, cp858: 19 };

/** SHA-256 over the characters of bytes 0x80 to 0xFF (U+FFFD where there is none), made with Python's codecs. */
const UPPER_HALVES: Readonly<Record<Encoding, string>> = {
  cp437: '6395cab87eae09bf6758684afcf3c8ed89423d4805a965c1ff438bbdd71f5816',
  cp850: '4ca3112428df72e8b152b5a552dc82d56b73c1ea8a13b768be5119252027043e',
  cp858: '91d24582be31b95d49490a28de50add24030167c6705b803abb53c31df9f9dc2',
  windows1252: '8df215c206c16c153bc15f2ca1bccab9ff40112f87213d140788c4803fd77d33',
};

describe('the tables', () => {
  it.each(ENCODINGS)("%s: every byte of the upper half is what Python's codecs say", (encoding) => {
    const chars = Array.from({ length: 128 }, () => '\ufffd');
    for (let point = 0x80; point < 0x10000; point += 1) {
      if (point >= 0xd800 && point <= 0xdfff) continue;
      const char = String.fromCharCode(point);
      const [byte = 0] = codePageBytes(char, encoding);
      if (byte >= 0x80) chars[byte - 0x80] = char;
    }
    expect(createHash('sha256').update(chars.join('')).digest('hex')).toBe(UPPER_HALVES[encoding]);
  });

  it.each(ENCODINGS)('%s: the sandbox printer, which has tables of its own, prints the same letters', (encoding) => {
    const letters = Array.from({ length: 128 }, (_, index) => charOf(0x80 + index, TABLES[encoding]));
    for (const letter of letters.filter((one) => !/\p{Cc}/u.test(one))) {
      const [byte = 0] = codePageBytes(letter, encoding);
      expect(charOf(byte, TABLES[encoding])).toBe(letter);
    }
  });

  it('are known by their numbers', () => {
    for (const encoding of ENCODINGS) expect(codePageOf(TABLES[encoding])?.encoding).toBe(encoding);
    expect(codePageOf(3)).toBeNull();
  });
});

describe('printableText', () => {
  it.each([
    ['Café “Ñandú” — 5€', 'Café "Ñandú" - 5€'],
    ['Łódź', 'Lódz'],
    ['Ngọc Ánh', 'Ngoc Ánh'],
    ['日本', 'RiBen'],
    ['Москва', 'Moskva'],
    ['한국', 'HanGug'],
    ['が コーヒー', 'ga ko-hi-'],
    ['ok 👨‍👩‍👧 🧾 ⚠️ 👍🏽 👨🏽‍⚕️', 'ok * * * * *'],
    ['🇮🇩 1️⃣ ★ ™', 'ID 1 * ™'],
    ['ﬁ ①', 'fi 1'],
    ['\u0301 \ufffd \ue000 𘯷', '_ _ _ _'],
    ['← ☺ ► ¶', '< * > ¶'],
    ['a\u001bpb', 'a pb'],
    ['why? ？', 'why? ?'],
  ])('WPC1252: %j → %j', (from, to) => {
    expect(printableText(from, 'windows1252')).toBe(to);
  });

  it('spells by what the table has', () => {
    expect(ENCODINGS.map((encoding) => printableText('àõ€Ž', encoding))).toEqual(['àoEURZ', 'àõEURZ', 'àõ€Z', 'àõ€Ž']);
  });

  it.each(ENCODINGS)('%s: one byte a character, and none of them a command', (encoding) => {
    const wild = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(wild, (text) => {
        const printable = printableText(text, encoding);
        const bytes = codePageBytes(printable, encoding);
        expect(bytes).toHaveLength(printable.length);
        expect(bytes.every((byte) => byte >= 0x20 && byte !== 0x7f)).toBe(true);
      }),
    );
  });

  it('never shows a letter or sign as a question mark', () => {
    for (let point = 0x80; point < 0x20000; point += 1) {
      const char = String.fromCodePoint(point);
      if (/[^\p{P}\p{Cs}\p{Cn}]/u.test(char)) expect(printableText(char, 'cp437'), char).not.toContain('?');
    }
  });

  it.each(ENCODINGS)('%s: even a text that nobody has cleaned holds no control byte', (encoding) => {
    for (let point = 0; point <= 0x2fff; point += 1) {
      for (const byte of codePageBytes(String.fromCodePoint(point), encoding)) {
        expect(byte >= 0x20 && byte !== 0x7f, point.toString(16)).toBe(true);
      }
    }
  });
});
