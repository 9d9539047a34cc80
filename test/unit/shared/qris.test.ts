/** QRIS payloads: the checksum, the lengths, and where the bill number is. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc16, looksLikeQris, readQris } from '../../../shared/qris.ts';

const STATIC =
  '00020101021126670018ID.CO.EXAMPLE2.WWW01159360001404567890215MIDCONTOH1234560303UMI51370014ID.CO.QRIS.WWW0215ID10191234567815204123453033605802ID5914NamaMerchantC16009NamaKota16110123456789062070703K196304B22E';
const DYNAMIC =
  '00020101021226700018ID.CO.EXAMPLE2.WWW01189360001404567890210215MIDCONTOH1234560303UMI51440014ID.CO.QRIS.WWW0215ID10191234567810303UMI52045812530336054079000.005802ID5913WARUNG CONTOH6011KOTA CONTOH61051234562460117202501010000000010509D100000010708KASIR-016304BDA7';
const ZERO_CRC =
  '00020101021226700018ID.CO.EXAMPLE2.WWW01189360001404567890210215MIDCONTOH1234560303UMI51440014ID.CO.QRIS.WWW0215ID10191234567810303UMI52045812530336054071430.005802ID5913WARUNG CONTOH6011KOTA CONTOH61051234562120708KASIR-01630400AF';

describe('the checksum', () => {
  it.each([
    ['123456789', '29B1'],
    [STATIC.slice(0, -4), 'B22E'],
    [ZERO_CRC.slice(0, -4), '00AF'],
  ])('%#', (text, crc) => expect(crc16(text)).toBe(crc));
});

describe('reading', () => {
  it('takes bill, terminal, amount and NMID out of a dynamic QRIS', () => {
    expect(readQris(DYNAMIC)).toEqual({
      ok: true,
      type: 'dynamic',
      billNumber: '20250101000000001',
      terminalId: 'KASIR-01',
      nmid: 'ID1019123456781',
      amount: '9000.00',
      merchantName: 'WARUNG CONTOH',
    });
  });

  it('finds no bill in a static QRIS', () => {
    expect(readQris(STATIC)).toMatchObject({ ok: true, type: 'static', billNumber: null, terminalId: 'K19' });
  });

  it('tells a bill number from a QRIS', () => {
    expect(looksLikeQris('10092081')).toBe(false);
    expect(readQris('10092081')).toEqual({ ok: false, why: 'not-emv' });
  });

  it('refuses every payload that was cut short or has one character wrong', () => {
    fc.assert(
      fc.property(fc.nat(DYNAMIC.length - 1), fc.constantFrom('0', '9', 'Z'), (at, character) => {
        expect(readQris(DYNAMIC.slice(0, at)).ok).toBe(false);
        const changed = DYNAMIC.slice(0, at) + character + DYNAMIC.slice(at + 1);
        if (changed !== DYNAMIC) expect(readQris(changed).ok).toBe(false);
      }),
    );
  });
});
