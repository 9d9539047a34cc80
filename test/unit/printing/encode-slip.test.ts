import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { abilityOf } from '../../../main/printing/ability.ts';
import { encodeSlip } from '../../../main/printing/encode-slip.ts';
import { realTimeAt } from '../../../main/printing/escpos.ts';
import { cutFirst } from '../../../main/sandbox/printer/commands.ts';
import type { Slip, SlipPart } from '../../../shared/slip.ts';
import { atmQrSlip } from '../../../shared/slip.ts';
import { FACTS, SLIP, settings } from '../../integration/printing/rig.ts';

/** All that a slip may ever say to a printer. */
const OURS = new Set(['ESC @', 'FS .', 'ESC t', 'ESC a', 'ESC E', 'GS !', 'GS B', 'GS (', 'GS v', 'GS V']);

function commandsOf(bytes: Uint8Array): readonly string[] {
  const names: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const cut = cutFirst(bytes.subarray(at));
    if (cut === null) throw new Error('an unfinished command');
    if (cut.command.kind === 'command') names.push(cut.command.name);
    if (cut.command.kind === 'control') names.push(cut.command.byte === 0x0a ? 'LF' : 'another control byte');
    at += cut.length;
  }
  return names;
}

function encoded(slip: Slip, qr: 'native' | 'raster' = 'native'): Uint8Array {
  const job = encodeSlip(slip, abilityOf(settings(1, 80, qr), null));
  if (!job.ok) throw new Error(job.detail);
  return job.bytes;
}

describe('encodeSlip', () => {
  it('begins with a reset out of Kanji mode and ends with a cut', () => {
    const names = commandsOf(encoded(SLIP));
    expect(names.slice(0, 3)).toEqual(['ESC @', 'FS .', 'ESC t']);
    expect(names.at(-1)).toBe('GS V');
    expect(Array.from(encoded(SLIP).slice(-4))).toEqual([0x1d, 0x56, 66, 0]);
  });

  it('says only what changes: one command before a bold line, one after it', () => {
    const line = { kind: 'text', text: 'x', align: 'left', size: 'normal', bold: false, inverted: false } as const;
    const parts: readonly SlipPart[] = [line, { ...line, bold: true }, { ...line, bold: true }, line];
    const lines = ['LF', 'ESC E', 'LF', 'LF', 'ESC E', 'LF'];
    expect(commandsOf(encoded({ title: 't', parts }))).toEqual([
      'ESC @',
      'FS .',
      'ESC t',
      ...lines,
      'LF',
      'LF',
      'LF',
      'GS V',
    ]);
  });

  it('a long job is whole, and the next one has nothing of it', () => {
    const parts: readonly SlipPart[] = Array.from({ length: 3000 }, (_, at) => ({
      kind: 'pair',
      label: 'No',
      value: `${at}`,
    }));
    const before = encoded(SLIP);
    const long = Buffer.from(encoded({ title: 't', parts })).toString('latin1');
    expect(long.length).toBeGreaterThan(16_384);
    for (const at of parts.keys()) expect(long).toContain(`No : ${at}\n`);
    expect(encoded(SLIP)).toEqual(before);
  });

  it('stores exactly the bytes of the QR, then prints it', () => {
    const content = 'é€日本';
    const data = Buffer.from(content);
    const bytes = Buffer.from(encoded(atmQrSlip({ ...FACTS, qr: { ...FACTS.qr, content } })));
    const store = Buffer.from([0x1d, 0x28, 0x6b, data.length + 3, 0, 49, 80, 48]);
    expect(bytes.includes(Buffer.concat([store, data, Buffer.from([0x1d, 0x28, 0x6b, 3, 0, 49, 81, 48])]))).toBe(true);
  });

  it('refuses a slip whose QR no paper can hold', () => {
    const slip = atmQrSlip({ ...FACTS, qr: { ...FACTS.qr, content: 'x'.repeat(3000) } });
    expect(encodeSlip(slip, abilityOf(settings(1), null))).toMatchObject({ ok: false, trouble: 'too-long' });
  });

  it('tells of small modules', () => {
    const slip = atmQrSlip({ ...FACTS, qr: { ...FACTS.qr, content: 'x'.repeat(1000) } });
    expect(encodeSlip(slip, abilityOf(settings(1, 58), null))).toMatchObject({
      notes: ['QR modules of 3 dots on 32 columns'],
    });
  });

  it('switches to the table of this printer, and for a line of letters to its own and back', () => {
    const ability = { ...abilityOf(settings(1), null), codePage: { table: 6, encoding: 'windows1252' } } as const;
    const job = encodeSlip({ title: 't', parts: [{ kind: 'code-page', table: 2, text: 'õ' }] }, ability);
    if (!job.ok) throw new Error(job.detail);
    const sent = Buffer.from(job.bytes);
    expect(sent.subarray(0, 8)).toEqual(Buffer.from([0x1b, 0x40, 0x1c, 0x2e, 0x1b, 0x74, 6, 0x1b]));
    expect(sent.includes(Buffer.from([0x1b, 0x74, 2, 0xe4, 0x1b, 0x74, 6, 0x0a]))).toBe(true);
  });

  it('draws the A of a test page by the printer itself, whatever the settings', () => {
    const part: SlipPart = { kind: 'qr', content: 'TES A', dots: 6, drawn: 'native' };
    const names = commandsOf(encoded({ title: 't', parts: [part] }, 'raster'));
    expect(names).toContain('GS (');
    expect(names).not.toContain('GS v');
  });

  it('sends no raster to a model that takes none: a test page goes without, a slip does not go at all', () => {
    const ability = { ...abilityOf(settings(1), null), raster: false };
    const tried = encodeSlip({ title: 't', parts: [{ kind: 'qr', content: 'TES B', drawn: 'raster' }] }, ability);
    expect(tried).toMatchObject({ ok: true, notes: [expect.stringContaining('left out')] });
    expect(tried.ok && commandsOf(tried.bytes)).not.toContain('GS v');
    expect(encodeSlip(SLIP, ability)).toMatchObject({ ok: false, detail: expect.stringContaining('rasters') });
  });

  it.each(['native', 'raster'] as const)('%s: no text, however it came into the slip, becomes a command', (qr) => {
    const wild = fc.string({ unit: 'binary', maxLength: 60 });
    const nasty = fc.constantFrom('\u001bp\u0000\u0019\u00fa', '\u0010\u0014\u0001\u0000\u0001', '\u009bp', '\u001d(k');
    const text = fc.oneof(wild, nasty);
    const part: fc.Arbitrary<SlipPart> = fc.oneof(
      fc.record({
        kind: fc.constant('text' as const),
        text,
        align: fc.constantFrom('left' as const, 'center' as const),
        size: fc.constantFrom('normal' as const, 'large' as const),
        bold: fc.boolean(),
        inverted: fc.boolean(),
      }),
      fc.record({ kind: fc.constant('pair' as const), label: text, value: text }),
      fc.record({ kind: fc.constant('qr' as const), content: fc.string({ minLength: 1, maxLength: 40 }) }),
      fc.record({ kind: fc.constant('ruler' as const), marks: text }),
      fc.record({ kind: fc.constant('code-page' as const), table: fc.integer(), text }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const bytes = encoded({ title: 't', parts }, qr);
        expect(realTimeAt(bytes)).toBe(-1);
        for (const name of commandsOf(bytes)) {
          expect(name === 'LF' || OURS.has(name), name).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});
