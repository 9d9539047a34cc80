import { describe, expect, it } from 'vitest';
import {
  afterCheck,
  afterGenerate,
  afterPrint,
  afterRetire,
  type Doubt,
  EMPTY,
  type Made,
  wishOf,
} from '../../../renderer/home-flow.ts';
import type { AtmQrMade } from '../../../renderer/till.ts';
import type { NotOk, Ok } from '../../../shared/outcome.ts';

const words = { key: 'k', id: 'i', en: 'e', next: null };
const said = { code: null, words, operationId: null };
const WISH = { courierNo: 'K-1', courierName: 'Budi', courierMobile: '0812345678', print: true };
const QR = { reference: 'R-1', cdmReferenceId: 'C-1', qrContent: 'x', qrStatus: 'ACTIVE' } as const;
const ok = <T>(data: T): Ok<T> => ({ outcome: 'ok', ...said, data });
const printed = (proof: 'printed' | 'accepted'): AtmQrMade => ({
  ...QR,
  print: { jobId: 'J', proof, copy: 0, state: 'done' },
});
const about = { reference: 'R-1' };

function made(): Made {
  const home = afterGenerate(WISH, ok(QR));
  if (home.at !== 'made') throw new Error('not made');
  return home;
}

function doubt(): Doubt {
  const home = afterGenerate(WISH, { outcome: 'unknown', ...said, about });
  if (home.at !== 'unknown') throw new Error('no doubt');
  return home;
}

describe('a wish', () => {
  it('leaves region and branch to main until somebody types them', () => {
    expect(wishOf(EMPTY, true)).toEqual({ courierNo: '', courierName: '', courierMobile: '', print: true });
    expect(wishOf({ ...EMPTY, branchNo: '' }, true)).toMatchObject({ branchNo: '' });
  });

  it('asks for no slip where there is no printer', () => {
    expect(wishOf(EMPTY, false).print).toBe(false);
  });
});

describe('after Generate', () => {
  it('only an ok outcome is a QR, and only a proved slip is good', () => {
    expect(afterGenerate(WISH, ok(printed('printed')))).toMatchObject({ at: 'made', last: { good: true } });
    expect(afterGenerate(WISH, ok(printed('accepted')))).toMatchObject({
      at: 'made',
      last: { good: false },
      slip: { proof: 'accepted' },
    });
  });

  it('keeps the reference of what was not sent, so that sending again is the same request', () => {
    const home = afterGenerate(WISH, { outcome: 'not-sent', ...said, about });
    expect(home).toMatchObject({ at: 'form', again: { ...WISH, reference: 'R-1' } });
  });

  it.each<NotOk>([
    { outcome: 'refused', ...said, about },
    { outcome: 'invalid', ...said, fields: [] },
    { outcome: 'unavailable', ...said },
  ])('offers nothing to send again when it is $outcome', (outcome) => {
    expect(afterGenerate(WISH, outcome)).toEqual({ at: 'form', trouble: outcome, again: null });
  });

  it('is in doubt under its reference, also where main could not name it again', () => {
    expect(doubt().reference).toBe('R-1');
    const again = afterGenerate({ ...WISH, reference: 'R-2' }, { outcome: 'unknown', ...said });
    expect(again).toMatchObject({ at: 'unknown', reference: 'R-2' });
  });
});

describe('doubt', () => {
  it('ends with a QR or a refusal', () => {
    expect(afterCheck(doubt(), ok(QR), 5)).toMatchObject({ at: 'made', courier: 'Budi', slip: null });
    expect(afterCheck(doubt(), { outcome: 'refused', ...said }, 5)).toMatchObject({ at: 'form', again: null });
  });

  it.each(['unknown', 'not-sent', 'unavailable'] as const)('stays when the answer is %s', (outcome) => {
    const home = afterCheck({ ...doubt(), busy: true }, { outcome, ...said }, 5);
    expect(home).toMatchObject({ at: 'unknown', reference: 'R-1', wish: WISH, busy: false, checked: { at: 5 } });
  });
});

describe('a print again', () => {
  it('tells the proof of the new slip', () => {
    const next = afterPrint(made(), ok({ jobId: 'J', proof: 'printed', copy: 1 }));
    expect(next).toMatchObject({ slip: { proof: 'printed', copy: 1 }, last: { good: true }, busy: null });
  });

  it('tells of the slip that waits or is in doubt by that slip, and of a refusal in words', () => {
    const waits = { jobId: 'J', proof: 'unconfirmed', copy: 1, state: 'paused', trouble: 'paper-out' };
    const next = afterPrint(made(), { outcome: 'not-sent', ...said, about: waits });
    expect(next).toMatchObject({ slip: { jobId: 'J', proof: null, trouble: 'paper-out' }, last: { words: null } });
    const maybe = afterPrint(made(), { outcome: 'unknown', ...said, about: { ...waits, state: 'possibly-printed' } });
    expect(maybe).toMatchObject({ slip: { state: 'possibly-printed', proof: null }, last: { good: false } });
    const refused = afterPrint(next, { outcome: 'refused', ...said });
    expect(refused).toMatchObject({ slip: next.slip, last: { good: false, words } });
  });
});

describe('a retirement', () => {
  it('is one only when main said so', () => {
    const data = { billNumber: 'C-1', reference: 'R-1', retired: 'local' } as const;
    expect(afterRetire(made(), ok(data)).retired).toBe('local');
    expect(afterRetire(made(), { outcome: 'unknown', ...said }).retired).toBeNull();
  });
});
