/** Every row of the five pages' response code tables has an entry of ours, in words, with the right outcome. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { GENERATE_ROWS, GENERATE_SILENCE, QUERY_ROWS } from '../../../main/providers/paycools-codes.ts';
import { EXPIRE_ROWS, LIST_ROWS, REGISTER_ROWS, STATUS_ROWS } from '../../../main/providers/speedcash-codes.ts';
import { findRow } from '../../../main/snap/codes.ts';

const pageRow = z.object({
  page: z.string(),
  provider: z.enum(['speedcash', 'paycools']),
  service: z.string(),
  row: z.number(),
  code: z.string().nullable(),
  message: z.string(),
});
const PAGE_ROWS = z
  .array(pageRow)
  .parse(JSON.parse(readFileSync(new URL('../../data/code-tables.json', import.meta.url), 'utf8')));

const TABLES = {
  'speedcash-generate-terminal': REGISTER_ROWS,
  'speedcash-expire-billnumber': EXPIRE_ROWS,
  'speedcash-generate-list': LIST_ROWS,
  'speedcash-merchant-status': STATUS_ROWS,
  'paycools-generate-atm-qr': GENERATE_ROWS,
} as const;

function tableOf(page: string) {
  const name = Object.keys(TABLES).find((key): key is keyof typeof TABLES => key === page);
  if (name === undefined) throw new Error(`no table for page ${page}`);
  return TABLES[name];
}

describe.each(PAGE_ROWS.filter((row) => row.code !== null))('$page row $row: $code $message', (pageRow) => {
  const code = pageRow.code ?? '';
  const row = findRow(tableOf(pageRow.page), code, pageRow.message);

  it('has an entry whose official name is the page’s', () => {
    expect(row).not.toBeNull();
    const letters = (text: string) => text.toLowerCase().replace(/\{.*?\}|\[.*?\]|[^a-z]/g, '');
    expect(letters(pageRow.message)).toContain(letters(row?.official ?? 'missing').slice(0, 12));
  });

  it('says it in both languages and says what to do, unless all is well', () => {
    expect(row?.words.id).toMatch(/\S/);
    expect(row?.words.en).toMatch(/\S/);
    expect(row?.words.id).not.toBe(row?.words.en);
    if (row?.outcome === 'refused' || row?.outcome === 'unknown') {
      expect(row.words.next?.id).toMatch(/\S/);
      expect(row.words.next?.en).toMatch(/\S/);
      expect(row.action).not.toBe('none');
    }
  });

  it('is unknown exactly when the digits say 5xx, and never refused then', () => {
    expect(row?.outcome === 'unknown').toBe(code.startsWith('5'));
    if (code.startsWith('2')) expect(row?.outcome).toBe('ok');
  });
});

describe('the rows without a code (no answer, unusable answer)', () => {
  it('are on the page and have their words', () => {
    const silent = PAGE_ROWS.filter((row) => row.code === null);
    expect(silent.map((row) => row.row)).toEqual([16, 17]);
    for (const words of [GENERATE_SILENCE.timeout, GENERATE_SILENCE.unexpected]) {
      expect(words.id).toMatch(/^Belum pasti/);
      expect(words.next?.id).toMatch(/Jangan membuat QR baru/);
    }
  });
});

describe('codes that stand twice are told apart by their message', () => {
  it.each([
    [LIST_ROWS, '4049001', 'Transaction Not Found', 'none'],
    [LIST_ROWS, '4049001', 'Bad Request', 'refused'],
    [LIST_ROWS, '4049001', '', 'none'],
    [EXPIRE_ROWS, '4049301', 'QR not Found', 'refused'],
    [EXPIRE_ROWS, '4049301', 'Bad Request', 'refused'],
  ] as const)('%#', (rows, code, message, outcome) => {
    expect(findRow(rows, code, message)?.outcome).toBe(outcome);
  });
});

it('no two entries share a key', () => {
  const keys = [...Object.values(TABLES).flat(), ...QUERY_ROWS].map((row) => row.words.key);
  expect(new Set(keys).size).toBe(keys.length);
});
