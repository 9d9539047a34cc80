import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atmQrSlip, cleanText, maskMobile, type Slip, withMarks } from '../../../shared/slip.ts';
import { FACTS } from '../../integration/printing/rig.ts';

function textsOf(slip: Slip): readonly string[] {
  return slip.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : part.kind === 'pair' ? [part.value] : []));
}

describe('cleanText', () => {
  it.each([
    ['a\u001bp\u0000b', 'a p b'],
    ['  two\r\nlines\u2028three ', 'two lines three'],
    ['a\u009bb\u007fc', 'a b c'],
    ['zero\u200bwidth\u202eturned', 'zerowidthturned'],
    ['\u0010\u0004\u0001', ''],
  ])('%j → %j', (from, to) => {
    expect(cleanText(from)).toBe(to);
  });

  it('leaves no control character, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const clean = cleanText(text);
        expect(/[\p{Cc}\p{Zl}\p{Zp}]/u.test(clean)).toBe(false);
        expect(cleanText(clean)).toBe(clean);
      }),
    );
  });
});

describe('maskMobile', () => {
  it.each([
    ['081234567345', '0812*****345'],
    ['+62 812-3456-7345', '+628*******345'],
    ['0812345', '*****45'],
    ['', ''],
    ['7', '7'],
  ])('%j → %j', (from, to) => {
    expect(maskMobile(from)).toBe(to);
  });
});

describe('atmQrSlip', () => {
  it('survives the journal', () => {
    const slip = atmQrSlip({ ...FACTS, copy: 1, sandbox: true });
    expect(JSON.parse(JSON.stringify(slip))).toEqual(slip);
  });

  it('never shows the whole mobile number', () => {
    expect(JSON.stringify(atmQrSlip(FACTS))).not.toContain(FACTS.courier.mobile);
  });

  it('marks copies and the sandbox, and nothing else', () => {
    const original = textsOf(atmQrSlip(FACTS)).join('\n');
    expect(original).not.toMatch(/SALINAN|SANDBOX/);
    expect(textsOf(atmQrSlip({ ...FACTS, copy: 3 }))).toContain('SALINAN / COPY 3');
    expect(textsOf(atmQrSlip({ ...FACTS, sandbox: true }))).toContain('SANDBOX');
  });

  it("keeps the QR's content to the byte", () => {
    const content = ' \u0007QR\n日本 ';
    const slip = atmQrSlip({ ...FACTS, qr: { ...FACTS.qr, content } });
    expect(slip.parts).toContainEqual({ kind: 'qr', content });
  });

  it('shows a dash for what is not known', () => {
    expect(atmQrSlip({ ...FACTS, regionNo: ' ' }).parts).toContainEqual({ kind: 'pair', label: 'Wilayah', value: '-' });
  });
});

describe('withMarks', () => {
  const DUPLICATE = 'MUNGKIN GANDA / POSSIBLE DUPLICATE';

  it('puts the marks above the store, and leaves the rest as it was', () => {
    const slip = atmQrSlip(FACTS);
    const marked = withMarks(slip, { duplicate: true, backupFrom: 'kasir' });
    expect(textsOf(marked).slice(0, 3)).toEqual([DUPLICATE, 'BACKUP FROM kasir', FACTS.store.name]);
    expect(marked.parts.slice(-slip.parts.length)).toEqual(slip.parts);
    expect(marked.title).toBe(slip.title);
  });

  it('SANDBOX stays on top', () => {
    const marked = withMarks(atmQrSlip({ ...FACTS, sandbox: true }), { duplicate: true });
    expect(textsOf(marked).slice(0, 3)).toEqual(['SANDBOX', DUPLICATE, FACTS.store.name]);
  });

  it('no mark, no change; the same mark once', () => {
    const slip = atmQrSlip({ ...FACTS, sandbox: true });
    expect(withMarks(slip, {})).toEqual(slip);
    const once = withMarks(slip, { duplicate: true });
    expect(withMarks(once, { duplicate: true })).toEqual(once);
    const both = textsOf(withMarks(once, { duplicate: true, backupFrom: 'kasir' }));
    expect(both.filter((text) => text === DUPLICATE)).toHaveLength(1);
    expect(both).toContain('BACKUP FROM kasir');
  });

  it('a printer with a command in its name marks with letters alone', () => {
    expect(textsOf(withMarks(atmQrSlip(FACTS), { backupFrom: 'a\u001bp' }))[0]).toBe('BACKUP FROM a p');
  });
});
