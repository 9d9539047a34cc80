/** QRIS payloads: EMVCo merchant-presented TLV with its checksum, as far as a till reads them. */

export type QrisReading =
  | {
      readonly ok: true;
      /** 01: a static QR carries no bill. */
      readonly type: 'static' | 'dynamic';
      /** 62-01 */
      readonly billNumber: string | null;
      /** 62-07 */
      readonly terminalId: string | null;
      /** 51-02 */
      readonly nmid: string | null;
      /** 54, the text as it stands */
      readonly amount: string | null;
      /** 59 */
      readonly merchantName: string | null;
    }
  | { readonly ok: false; readonly why: 'not-emv' | 'cut-short' | 'checksum' };

/** CRC-16/CCITT-FALSE (poly 1021, init FFFF) over UTF-8 bytes, as four upper-case hex digits. `123456789` gives 29B1. */
export function crc16(text: string): string {
  let crc = 0xffff;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021;
    crc &= 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

/** Tag → value; lengths count characters. null when it does not add up. */
function readTlv(text: string): ReadonlyMap<string, string> | null {
  const characters = Array.from(text);
  const values = new Map<string, string>();
  let at = 0;
  while (at < characters.length) {
    const head = characters.slice(at, at + 4).join('');
    if (!/^[0-9]{4}$/.test(head)) return null;
    const length = Number(head.slice(2));
    const value = characters.slice(at + 4, at + 4 + length);
    if (value.length !== length) return null;
    values.set(head.slice(0, 2), value.join(''));
    at += 4 + length;
  }
  return values;
}

/** Whether a typed or scanned text means to be a QRIS rather than a bill number: tag 00 ("01") comes first. */
export function looksLikeQris(text: string): boolean {
  return text.startsWith('000201');
}

/** Whether the text ends in a QRIS's checksum without beginning like one: the rest of a scan that was cut. */
export function endsLikeQris(text: string): boolean {
  return text.length > 12 && /6304[0-9A-F]{4}$/i.test(text);
}

/** Some scanners tell the kind of code before its content (`]Q3`, AIM symbology identifiers). */
export function withoutScannerPrefix(text: string): string {
  return text.replace(/^\][A-Za-z][0-9]/, '');
}

/** Reads a whole scanned payload: 00 first, 63 last and right, every length true (EMVCo QR code specification, merchant-presented). */
export function readQris(text: string): QrisReading {
  if (!looksLikeQris(text)) return { ok: false, why: 'not-emv' };
  const tags = readTlv(text);
  if (tags === null || !/6304[0-9A-Fa-f]{4}$/.test(text)) return { ok: false, why: 'cut-short' };
  if (crc16(text.slice(0, -4)) !== text.slice(-4).toUpperCase()) return { ok: false, why: 'checksum' };
  const additional = readTlv(tags.get('62') ?? '');
  const national = readTlv(tags.get('51') ?? '');
  return {
    ok: true,
    type: tags.get('01') === '12' ? 'dynamic' : 'static',
    billNumber: additional?.get('01') ?? null,
    terminalId: additional?.get('07') ?? null,
    nmid: national?.get('02') ?? null,
    amount: tags.get('54') ?? null,
    merchantName: tags.get('59') ?? null,
  };
}
