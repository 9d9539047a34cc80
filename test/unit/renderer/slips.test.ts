import { describe, expect, it } from 'vitest';
import { CATALOGUES } from '../../../renderer/i18n/catalogue.ts';
import {
  countSlips,
  isFirst,
  isPrintingAnother,
  lookOf,
  newestPrint,
  type SlipNow,
  slipAfter,
  slipNow,
} from '../../../renderer/slips.ts';
import type { SlipShown } from '../../../renderer/till.ts';
import { PRINT_JOB_STATES, PROOFS } from '../../../shared/printing.ts';

const SLIP: SlipShown = {
  jobId: 'P-1',
  printer: 'kasir',
  kind: 'slip',
  reference: 'R-1',
  courier: 'Budi',
  copy: 0,
  state: 'paused',
  proof: null,
  reason: 'paper-out',
  trouble: 'paper-out',
  printedOn: null,
  outs: 0,
  createdAt: '2026-11-21T10:00:00+07:00',
};

describe('a slip looks out', () => {
  it('only when its print is done and the printer proved it', () => {
    const out = PRINT_JOB_STATES.flatMap((state) =>
      [null, ...PROOFS].filter((proof) => lookOf({ state, proof, outs: 1 }) === 'out').map((proof) => [state, proof]),
    );
    expect(out).toEqual([['done', 'printed']]);
  });

  it.each(['id', 'en'] as const)('and says so in %s only then', (language) => {
    const { out, ...others } = CATALOGUES[language].slip.looks;
    expect(Object.values(others)).not.toContain(out);
    expect(Object.values(others).join()).not.toMatch(/sudah keluar|is out|\btercetak:|\bprinted:/i);
  });
});

describe('a slip that was taken out', () => {
  it('is settled where it may have been on paper, else dropped', () => {
    expect(lookOf({ state: 'dropped', proof: null, outs: 1 })).toBe('settled');
    expect(lookOf({ state: 'dropped', proof: null, outs: 0 })).toBe('dropped');
  });
});

describe('the count', () => {
  it('tells those that go out by themselves from those that need a person', () => {
    const slips = PRINT_JOB_STATES.map((state) => ({ ...SLIP, state }));
    expect(countSlips(slips)).toEqual({ waiting: 3, person: 2 });
    expect(countSlips([])).toEqual({ waiting: 0, person: 0 });
  });
});

describe('another print of the same slip', () => {
  const shown: SlipNow = { jobId: 'P-1', state: 'done', proof: 'printed', copy: 0, trouble: null, outs: 1 };
  const copy: SlipShown = { ...SLIP, jobId: 'P-2', state: 'printing', trouble: null, copy: 1 };

  it('is under way only once main tells of it', () => {
    expect(isPrintingAnother([SLIP], 'R-1', shown)).toBe(false);
    expect(isPrintingAnother([SLIP, copy], 'R-1', shown)).toBe(true);
    expect(isPrintingAnother([copy], 'R-1', null)).toBe(true);
    expect(isPrintingAnother([{ ...copy, state: 'done', proof: 'printed' }], 'R-1', shown)).toBe(false);
    expect(isPrintingAnother([{ ...copy, reference: 'R-2' }], 'R-1', shown)).toBe(false);
    expect(isPrintingAnother([{ ...copy, jobId: 'P-1' }], 'R-1', shown)).toBe(false);
  });
});

describe('the slip of a QR', () => {
  const told: SlipNow = { jobId: 'P-1', state: 'paused', proof: null, copy: 0, trouble: 'paper-out', outs: 0 };

  it('is what the snapshot says of the job that was told, whatever else there is', () => {
    const now = { ...SLIP, state: 'done', proof: 'printed' } as const;
    const later = { ...SLIP, jobId: 'P-2', createdAt: '2026-11-21T11:00:00+07:00' };
    expect(slipNow([later, now], 'R-1', told)).toBe(now);
  });

  it('is what was told where the snapshot does not have it any more', () => {
    expect(slipNow([{ ...SLIP, jobId: 'P-2' }], 'R-1', told)).toBe(told);
  });

  it('is the newest of its reference where nothing was told', () => {
    const older = { ...SLIP, jobId: 'P-0', createdAt: '2026-11-21T09:00:00+07:00' };
    expect(slipNow([older, SLIP, { ...SLIP, reference: 'R-2', jobId: 'P-9' }], 'R-1', null)).toBe(SLIP);
    expect(slipNow([SLIP], 'R-2', null)).toBeNull();
  });
});

describe('a print', () => {
  const { kind: _kind, courier: _courier, reference: _reference, trouble: _trouble, ...PRINT } = SLIP;

  it('is a first one only where nothing can be on paper', () => {
    expect(isFirst(null)).toBe(true);
    expect(isFirst({ ...SLIP, state: 'dropped' })).toBe(true);
    expect(isFirst({ ...SLIP, state: 'dropped', outs: 1 })).toBe(false);
    expect(isFirst({ ...SLIP, state: 'dropped', copy: 1 })).toBe(false);
    expect(isFirst({ ...SLIP, state: 'done', proof: 'printed' })).toBe(false);
  });

  it('of an operation is the newest, of two of one moment the later', () => {
    const later = { ...PRINT, jobId: 'P-2', state: 'done', proof: 'printed' } as const;
    expect(newestPrint([])).toBeNull();
    expect(newestPrint([PRINT])).toMatchObject({ jobId: 'P-1', trouble: 'paper-out' });
    expect(newestPrint([PRINT, later])).toMatchObject({ jobId: 'P-2', trouble: null });
    expect(newestPrint([{ ...later, createdAt: '2026-11-21T11:00:00+07:00' }, PRINT])?.jobId).toBe('P-2');
  });
});

describe('the answer to a print', () => {
  const words = { key: 'k', id: 'i', en: 'e', next: null };
  const said = { code: null, words, operationId: null };

  it('names its slip, proved only by the proof of an ok', () => {
    const data = { jobId: 'P-1', proof: 'delivered', copy: 1 } as const;
    expect(slipAfter({ outcome: 'ok', ...said, data })).toMatchObject({ state: 'done', proof: 'delivered', copy: 1 });
    const about = { jobId: 'P-1', state: 'paused', trouble: 'cover-open', copy: 1, proof: 'unconfirmed' };
    expect(slipAfter({ outcome: 'not-sent', ...said, about })).toMatchObject({
      state: 'paused',
      proof: null,
      trouble: 'cover-open',
    });
  });

  it('names none where no job was made, or in words that nobody knows', () => {
    expect(slipAfter({ outcome: 'refused', ...said })).toBeNull();
    expect(slipAfter({ outcome: 'unknown', ...said, about: { jobId: 'P-1', state: 'elsewhere' } })).toBeNull();
    expect(slipAfter({ outcome: 'invalid', ...said, fields: [] })).toBeNull();
  });
});
