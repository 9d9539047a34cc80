/** A report on paper: every width and language, nothing cut, nothing invented, and a copy that says the same. */
import { describe, expect, it } from 'vitest';
import { codePageOf } from '../../../main/printing/code-page.ts';
import { layOut, paperOfColumns } from '../../../main/printing/layout.ts';
import type { ShiftReport } from '../../../shared/shift-report.ts';
import { type ReportLanguage, shiftSlip } from '../../../shared/shift-slip.ts';
import { isEmpty, paperTotals, totalsByKind, totalsByOperator, totalsOf } from '../../../shared/shift-sums.ts';

const AT = Date.parse('2026-11-21T08:03:04Z');

function open(count: number): ShiftReport['open'] {
  return Array.from({ length: count }, (_, index) => ({
    id: `OP-${index}`,
    kind: 'generate' as const,
    reference: `ATM26112116565${index}`,
    courier: 'Budi Santoso',
    operator: 'siti',
    state: 'unknown' as const,
    at: AT - 3_600_000,
    shift: 12,
  }));
}

const REPORT: ShiftReport = {
  version: 1,
  report: 'Z',
  number: 12,
  store: { name: 'Toko Kita', address: 'Jl. Melati 1' },
  terminalId: 'T-3F9A1C22',
  sandbox: false,
  opened: { by: 'siti', at: AT - 28_800_000 },
  made: { by: 'siti', at: AT },
  operations: {
    total: 21,
    beforeOpening: 2,
    retired: 3,
    first: 'OP-261121-00120-7KQ',
    last: 'OP-261121-00140-9XB',
    cells: [
      { operator: 'siti', kind: 'generate', state: 'ok', count: 14 },
      { operator: 'siti', kind: 'generate', state: 'unknown', count: 1 },
      { operator: 'siti', kind: 'expire', state: 'refused', count: 2 },
      { operator: 'TOKO\\budi.santoso', kind: 'register', state: 'not-sent', count: 1 },
      { operator: 'TOKO\\budi.santoso', kind: 'retire', state: 'sent', count: 3 },
    ],
  },
  open: open(1),
  settledSince: [
    { id: 'OP-9', kind: 'expire', reference: '10092081', courier: null, shift: 11, was: 'open', now: 'not-sent' },
  ],
  papers: {
    total: 8,
    cells: [
      { kind: 'slip', copy: false, duplicate: false, state: 'done', proof: 'printed', count: 2 },
      { kind: 'slip', copy: true, duplicate: true, state: 'done', proof: 'accepted', count: 1 },
      { kind: 'slip', copy: false, duplicate: false, state: 'possibly-printed', proof: null, count: 1 },
      { kind: 'test', copy: false, duplicate: false, state: 'dropped', proof: null, count: 1 },
      { kind: 'test', copy: false, duplicate: false, state: 'not-printed', proof: null, count: 1 },
      { kind: 'report', copy: false, duplicate: false, state: 'expired', proof: null, count: 2 },
    ],
    open: [{ jobId: 'PJ-1', kind: 'report', reference: 'X-12', printer: 'kasir', state: 'expired', at: AT, shift: 12 }],
    settledSince: [{ jobId: 'PJ-0', kind: 'slip', reference: 'A', shift: 11, state: 'dropped', proof: null }],
  },
  chain: { events: 4211, link: '0a1b2c3d4e5f6071'.repeat(4) },
};

function lines(report: ShiftReport, columns: 32 | 42 | 48, language: ReportLanguage, copy = 0, at = AT) {
  const page = codePageOf(0);
  if (page === null) throw new Error('no table 0');
  const laid = layOut(shiftSlip(report, { language, copy, at }), paperOfColumns(columns), page);
  return laid.flatMap((item) => (item.kind === 'line' ? [{ ...item, whole: item.head + item.text }] : []));
}

describe.each(['id', 'en'] as const)('in %s', (language) => {
  it.each([32, 42, 48] as const)('fits on %i columns, with every label and every id on one line', (columns) => {
    const found = lines(REPORT, columns, language);
    for (const { whole, style } of found) expect(whole.length * style.size).toBeLessThanOrEqual(columns);
    const labels = shiftSlip(REPORT, { language, copy: 0, at: AT }).parts.flatMap((part) =>
      part.kind === 'pair' ? [part.label] : [],
    );
    const heads = found.filter(({ head }) => head !== '').map(({ head }) => head.split(':')[0]?.trim());
    expect(heads).toEqual(labels);
    const all = found.map(({ whole }) => whole).join('\n');
    for (const whole of ['ATM261121165650', '10092081', 'OP-261121-00120-7KQ', '4211 0a1b2c3d4e5f6071']) {
      expect(all).toContain(whole);
    }
    expect(all).toMatch(/21\/11\/2026 15:03, siti/);
  });

  it('a copy says what the original said, whenever it is printed', () => {
    const content = (copy: number, at: number) =>
      lines(REPORT, 32, language, copy, at)
        .map(({ whole }) => whole)
        .filter((line) => !/COPY|Dicetak|Printed 2/.test(line));
    expect(content(3, AT + 86_400_000)).toEqual(content(0, AT));
    expect(lines(REPORT, 32, language, 3).map(({ whole }) => whole)).toContain(' SALINAN / COPY 3 ');
  });

  it('names as many open operations as can be read, and how many more there are', () => {
    const all = lines({ ...REPORT, open: open(55) }, 32, language)
      .map(({ whole }) => whole)
      .join('\n');
    expect(all).toContain('ATM2611211656539');
    expect(all).not.toContain('ATM2611211656540');
    expect(all).toMatch(/(dan|and) 15 (lagi|more)/);
  });
});

it('adds up', () => {
  expect(totalsOf(REPORT)).toEqual({ total: 21, ok: 14, refused: 2, notSent: 1, unknown: 1, underWay: 3 });
  expect(totalsByKind(REPORT).map(([kind, { total }]) => [kind, total])).toEqual([
    ['register', 1],
    ['generate', 15],
    ['expire', 2],
    ['retire', 3],
  ]);
  expect(totalsByOperator(REPORT).map(([name, { total }]) => [name, total])).toEqual([
    ['TOKO\\budi.santoso', 4],
    ['siti', 17],
  ]);
  const papers = paperTotals(REPORT);
  expect(papers).toEqual({
    total: 8,
    originals: 3,
    copies: 1,
    duplicates: 1,
    tests: 2,
    reports: 2,
    printed: 2,
    unproved: 1,
    maybe: 1,
    waiting: 2,
    ended: 2,
  });
  expect(papers.originals + papers.copies + papers.tests + papers.reports).toBe(papers.total);
  expect(papers.printed + papers.unproved + papers.maybe + papers.waiting + papers.ended).toBe(papers.total);
  expect(isEmpty(REPORT)).toBe(false);
});
