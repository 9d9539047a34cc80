import { describe, expect, it } from 'vitest';
import type { PrinterKnown } from '../../../main/ports/printing.ts';
import { abilityOf } from '../../../main/printing/ability.ts';
import { settings } from '../../integration/printing/rig.ts';

type Asked = NonNullable<PrinterKnown['asked']>;
type Learned = NonNullable<PrinterKnown['learned']>;

function known(asked: Partial<Asked> | null, learned: Partial<Learned> | null = null): PrinterKnown {
  return {
    address: 'tcp://127.0.0.1:1',
    asked: asked && { model: null, nativeQr: null, at: 0, ...asked },
    learned: learned && { columns: null, nativeQr: null, leastDots: null, codePage: null, at: 0, ...learned },
  };
}

describe('who draws QRs', () => {
  it.each([
    ['nothing is known: we do', null, 0],
    ['the printer said yes', known({ nativeQr: true }), 7089],
    ['the printer said no, its model data yes', known({ nativeQr: false, model: 'TM-T88V' }), 0],
    ['its model does', known({ model: 'TM-T88V' }), 7089],
    ['its model does not', known({ model: 'POS-5890' }), 0],
    ['its model does not, a person saw one', known({ model: 'POS-5890' }, { nativeQr: true }), 0],
    ['a person saw one: short ones', known(null, { nativeQr: true }), 255],
    ['a person saw none, whatever is said of it', known({ model: 'TM-T88V', nativeQr: true }, { nativeQr: false }), 0],
  ])('auto, %s', (_what, what, bytes) => {
    expect(abilityOf(settings(1), what).nativeQrBytes).toBe(bytes);
  });

  it('the settings have the last word', () => {
    expect(abilityOf(settings(1, 80, 'raster'), known({ nativeQr: true })).nativeQrBytes).toBe(0);
    expect(abilityOf(settings(1, 80, 'native'), known({ nativeQr: false })).nativeQrBytes).toBe(7089);
  });

  it('knows a model that takes no rasters, either', () => {
    expect(abilityOf(settings(1), known({ model: 'TM-U220' })).raster).toBe(false);
    expect(abilityOf(settings(1), null).raster).toBe(true);
  });
});

describe('paper', () => {
  it.each([
    ['the profile says', 80, null, { columns: 48, dots: 576 }],
    ['a narrower head', 80, known({ model: 'TM-T88V' }), { columns: 42, dots: 512 }],
    ['a wider head', 58, known({ model: 'TM-T88V' }), { columns: 32, dots: 384 }],
    ['what was read off the ruler', 80, known({ model: 'TM-m30III' }, { columns: 42 }), { columns: 42, dots: 512 }],
    ['wider than the profile', 58, known(null, { columns: 48 }), { columns: 48, dots: 576 }],
  ] as const)('%s', (_what, width, what, paper) => {
    expect(abilityOf(settings(1, width), what).paper).toEqual(paper);
  });
});

describe('character table and modules', () => {
  it('learned, else of its model, else 16', () => {
    expect(abilityOf(settings(1), null).codePage).toEqual({ table: 16, encoding: 'windows1252' });
    expect(abilityOf(settings(1), known({ model: 'KR-306' })).codePage.table).toBe(11);
    expect(abilityOf(settings(1), known({ model: 'KR-306' }, { codePage: 2 })).codePage).toEqual({
      table: 2,
      encoding: 'cp850',
    });
    expect(abilityOf(settings(1), known(null, { codePage: 77 })).codePage.table).toBe(16);
  });

  it('four dots, unless somebody read narrower or only wider ones', () => {
    expect(abilityOf(settings(1), null).leastDots).toBe(4);
    expect(abilityOf(settings(1), known(null, { leastDots: 6 })).leastDots).toBe(6);
  });
});
