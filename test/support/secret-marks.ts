/** Finds a secret in bytes whatever it was written in: as it is, base64, hex, UTF-16, JSON, numbers, a PEM's lines, or a part of it. */
import { createPrivateKey } from 'node:crypto';

/** What must not be found, by a name that may be told. */
export interface Mark {
  readonly name: string;
  readonly bytes: Buffer;
}

/** As long a piece as still proves that it is the secret and nothing else. */
const PIECE = 24;

/** Pieces from the middle of a long secret, so that one that was cut is found too; a short one as a whole. */
function piecesOf(bytes: Buffer): readonly Buffer[] {
  if (bytes.length <= PIECE) return [bytes];
  const step = Math.max(1, Math.floor((bytes.length - PIECE) / 4));
  return Array.from({ length: 5 }, (_, index) => bytes.subarray(index * step, index * step + PIECE));
}

/** Base64 in each of the three places at which it can begin inside something longer; the edge letters depend on neighbours. */
function inBase64(piece: Buffer, encoding: 'base64' | 'base64url'): readonly string[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), piece])
      .toString(encoding)
      .replace(/=+$/, '');
    return text.slice(shift === 0 ? 0 : shift + 1, -2);
  });
}

function writings(piece: Buffer): readonly Buffer[] {
  const hex = piece.toString('hex');
  const text = piece.toString('utf8');
  const readable = /^[\x20-\x7e]+$/.test(text)
    ? [text, encodeURIComponent(text), JSON.stringify(text).slice(1, -1)]
    : [];
  const wide = Buffer.from(piece.toString('latin1'), 'utf16le');
  const based = [piece, wide].flatMap((one) => [...inBase64(one, 'base64'), ...inBase64(one, 'base64url')]);
  const asText = [...readable, hex, hex.toUpperCase(), [...piece].join(','), ...based];
  return [piece, ...asText.flatMap((one) => [Buffer.from(one), Buffer.from(one, 'utf16le')])];
}

/** So many bytes at the front of a form say whether it is worth comparing; no form is shorter than `SHORTEST`. */
const FRONT = 4;
const SHORTEST = 6;

interface Form {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * A search that is prepared once and run over many files or texts, each of which it reads once, however many forms.
 * @returns the names of the marks that are in there, each once
 */
export function secretSearch(marks: readonly Mark[]): (bytes: Buffer) => readonly string[] {
  const byFront = new Map<number, Form[]>();
  for (const { name, bytes } of marks) {
    for (const form of piecesOf(bytes).flatMap(writings)) {
      if (form.length < SHORTEST) continue;
      const front = form.readUInt32BE(0);
      byFront.set(front, [...(byFront.get(front) ?? []), { name, bytes: form }]);
    }
  }
  return (bytes) => {
    const found = new Set<string>();
    let front = 0;
    for (let end = 0; end < bytes.length; end += 1) {
      front = ((front << 8) | (bytes[end] ?? 0)) >>> 0;
      const forms = end + 1 < FRONT ? undefined : byFront.get(front);
      const from = end + 1 - FRONT;
      for (const form of forms ?? []) {
        if (bytes.subarray(from, from + form.bytes.length).equals(form.bytes)) found.add(form.name);
      }
    }
    return [...found];
  };
}

/** A private key as its DER and as the text of a PEM's lines, from the first that is not of the public half. */
export function keyMarks(name: string, pem: string): readonly Mark[] {
  const body = pem.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
  const der = Buffer.from(body.join(''), 'base64');
  // The first bytes are the same in every key, and the next are the public half's.
  const secret = der.subarray(Math.floor(der.length / 2), der.length - 8);
  return [
    { name: `${name} (DER)`, bytes: secret },
    ...body
      .slice(Math.floor(body.length / 4), -1)
      .map((line, index) => ({ name: `${name} (PEM line ${index})`, bytes: Buffer.from(line) })),
  ];
}

/** Each of the numbers that make a private key private, as bytes and as a decimal number. */
export function numberMarks(name: string, pem: string): readonly Mark[] {
  const jwk = createPrivateKey(pem).export({ format: 'jwk' });
  return (['d', 'p', 'q', 'dp', 'dq', 'qi'] as const).flatMap((part) => {
    const text = jwk[part];
    if (text === undefined) return [];
    const bytes = Buffer.from(text, 'base64url');
    const decimal = BigInt(`0x${bytes.toString('hex')}`).toString();
    return [
      { name: `${name} (${part})`, bytes },
      { name: `${name} (${part}, decimal)`, bytes: Buffer.from(decimal) },
    ];
  });
}
