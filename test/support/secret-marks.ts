/** Finds a secret in bytes whatever it was written in: as it is, base64, hex, UTF-16, JSON, a PEM's lines, or a part of it. */

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
  const asText = [...readable, hex, hex.toUpperCase(), ...inBase64(piece, 'base64'), ...inBase64(piece, 'base64url')];
  return [piece, ...asText.flatMap((one) => [Buffer.from(one), Buffer.from(one, 'utf16le')])];
}

/** A search that is prepared once and run over many files. */
export function secretSearch(marks: readonly Mark[]): (bytes: Buffer) => readonly string[] {
  const wanted = marks.map(({ name, bytes }) => {
    const forms = piecesOf(bytes).flatMap(writings);
    const unique = new Map(forms.filter((form) => form.length >= 6).map((form) => [form.toString('latin1'), form]));
    return { name, forms: [...unique.values()] };
  });
  return (bytes) => wanted.filter(({ forms }) => forms.some((form) => bytes.includes(form))).map(({ name }) => name);
}

/** A private key as its DER and as the text between a PEM's lines. */
export function keyMarks(name: string, pem: string): readonly Mark[] {
  const body = pem.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
  const der = Buffer.from(body.join(''), 'base64');
  // The first bytes are the same in every key, and the next are the public half's.
  const secret = der.subarray(Math.floor(der.length / 2), der.length - 8);
  return [
    { name: `${name} (DER)`, bytes: secret },
    ...body
      .slice(Math.ceil(body.length / 2), -1)
      .map((line, index) => ({ name: `${name} (PEM line ${index})`, bytes: Buffer.from(line) })),
  ];
}
