import { describe, expect, it } from 'vitest';
import { modelFacts } from '../../../main/printing/models.ts';
import data from '../../../resources/printers/models.json' with { type: 'json' };

describe('modelFacts', () => {
  it.each([
    ['TM-T88V', 'TM-T88V', true],
    ['TM-T20II', 'TM-T20II', true],
    ['tm-m30III', 'TM-m30III', true],
    ['TM-T20II-042 EU', 'TM-T20II', true],
    ['TM-U220B', 'TM-U220B', false],
    ['TM-U220-230', 'TM-U220', false],
    ['POS-5890', 'POS5890 Series', false],
    ['POS5890', 'POS5890 Series', false],
    ['TH230', 'TH230', false],
    ['TH230+', 'TH230+', true],
    ['mC-Print3', 'Star mcPrint2/mcPrint3', true],
    ['RP-F10', 'RP-F10', true],
  ])('%s is %s', (model, name, nativeQr) => {
    expect(modelFacts(model)).toMatchObject({ name, nativeQr });
  });

  it.each(['', 'TM-T88VI', 'TM-T88', 'TM', 'TM-T20III', 'T-1', 'T1', 'POS-5890K', 'XP-58', 'OCD-100', 'Default'])(
    '%j is not known',
    (model) => {
      expect(modelFacts(model)).toBeNull();
    },
  );

  it('believes a width only where columns and dots agree', () => {
    expect(modelFacts('TM-T88V')?.paper).toEqual({ columns: 42, dots: 512 });
    expect(modelFacts('POS-5890')?.paper).toEqual({ columns: 32, dots: 384 });
    expect(modelFacts('TM-T20II')?.paper).toEqual({ columns: 48, dots: 576 });
    expect(modelFacts('P822D')?.paper).toBeNull();
    expect(modelFacts('80-V-UL')?.paper).toBeNull();
    expect(modelFacts('RP-F10')?.paper).toBeNull();
  });

  it('finds the table with the most letters where this model has it', () => {
    expect(modelFacts('TM-T88V')?.codePage).toEqual({ table: 16, encoding: 'windows1252' });
    expect(modelFacts('KR-306')?.codePage).toEqual({ table: 11, encoding: 'windows1252' });
    expect(modelFacts('ITPP047')?.codePage).toEqual({ table: 6, encoding: 'windows1252' });
    expect(modelFacts('TM-U220')?.codePage).toEqual({ table: 0, encoding: 'cp437' });
    expect(modelFacts('TSP600')?.codePage).toBeNull();
  });

  it('does not believe that the printers before the TM-T88IV draw QRs', () => {
    expect(modelFacts('TM-T88III')?.nativeQr).toBe(false);
    expect(modelFacts('TM-T88IV')?.nativeQr).toBe(true);
  });

  it('names its source', () => {
    expect(data).toMatchObject({ licence: 'CC BY 4.0', commit: expect.stringMatching(/^[0-9a-f]{40}$/) });
    expect(data.models).toHaveLength(34);
  });
});
