/** The sandbox's code tables, the extracted data and the documentation are one and the same. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { CODE_PAGES } from '../../../../main/sandbox/providers/codes.ts';
import { FAULTS } from '../../../../main/sandbox/providers/faults.ts';
import { magicMerchantStatus, readMagic } from '../../../../main/sandbox/providers/magic.ts';
import { magicTables, magicValueOf } from '../../../../main/sandbox/providers/magic-docs.ts';
import tables from '../../../data/code-tables.json' with { type: 'json' };

const pages = CODE_PAGES.map((page) => [page.page, page] as const);
const DOC = fileURLToPath(new URL('../../../../docs/sandbox.md', import.meta.url));

test('the five pages have 50 rows, 48 of them with a code', () => {
  expect(tables).toHaveLength(50);
  expect(tables.filter((row) => row.code !== null)).toHaveLength(48);
});

test('the server answers from the rows that were extracted from the pages', () => {
  const own = CODE_PAGES.flatMap(({ page, provider, service, rows }) =>
    rows.map((row) => ({ page, provider, service, ...row })),
  );
  expect(own).toEqual(tables);
});

describe.each(pages)('%s', (_name, page) => {
  test('every code carries the page’s own service', () => {
    for (const { code } of page.rows) if (code !== null) expect(code.slice(3, 5)).toBe(page.service);
  });

  test('every answerable row has a magic value that leads back to it', () => {
    for (const row of page.rows) {
      const value = magicValueOf(page.serviceName, page.rows, row);
      expect(value === null).toBe(row.code === null);
      if (value !== null) expect(readMagic(page.serviceName, value)).toMatchObject({ kind: 'row', row });
    }
  });

  test('no two rows share a magic value', () => {
    const values = page.rows.map((row) => magicValueOf(page.serviceName, page.rows, row)).filter((v) => v !== null);
    expect(new Set(values).size).toBe(values.length);
  });
});

test('names, numbers and the once-variants of faults are all different', () => {
  const words = FAULTS.flatMap(({ name }) => [name, `${name}1`]);
  expect(new Set(words).size).toBe(words.length);
  expect(new Set(FAULTS.map(({ number }) => number)).size).toBe(FAULTS.length);
  for (const word of words) expect(word).toMatch(/^[A-Za-z0-9_-]{3,16}$/);
});

test.each(FAULTS.map((fault) => [fault.name, fault] as const))('%s can be asked for everywhere', (name, fault) => {
  const nn = String(fault.number).padStart(2, '0');
  const always = { kind: 'fault', fault, once: false };
  const once = { kind: 'fault', fault, once: true };
  expect(readMagic('generate-terminal', name)).toEqual(always);
  expect(readMagic('generate-atm-qr', `${name}1`)).toEqual(once);
  expect(readMagic('expire-billnumber', `99000${nn}`)).toEqual(always);
  expect(readMagic('merchant-status', `6299100${nn}`)).toEqual(once);
  expect(readMagic('generate-list', `2001-01-${nn}`)).toEqual(always);
  expect(readMagic('generate-list', `2001-02-${nn}`)).toEqual(once);
});

test('ordinary values are not magic', () => {
  expect(readMagic('generate-terminal', 'KASIR-01')).toBeNull();
  expect(readMagic('generate-atm-qr', '1234567')).toBeNull();
  expect(readMagic('expire-billnumber', '10092081')).toBeNull();
  expect(readMagic('expire-billnumber', '40493013')).toBeNull();
  expect(readMagic('generate-list', '2026-06-10')).toBeNull();
  expect(readMagic('generate-list', '2000-01-09')).toBeNull();
  expect(readMagic('merchant-status', '6281200001111')).toBeNull();
  expect(readMagic('generate-atm-qr', '4049301')).toBeNull();
  expect(readMagic('query-atm-qr', 'LOST')).toBeNull();
});

test('three phones stand for the three states of a merchant', () => {
  expect([0, 1, 2].map((status) => magicMerchantStatus(`622002300${status}`))).toEqual([0, 1, 2]);
  expect(magicMerchantStatus('6220023003')).toBeNull();
});

test('docs/sandbox.md holds the tables as they are (vitest -u writes them)', async () => {
  const { codes, faults } = magicTables();
  const fill = (text: string, name: string, table: string): string =>
    text.replace(
      new RegExp(`(<!-- ${name}:start -->)[\\s\\S]*(<!-- ${name}:end -->)`),
      (_all, start: string, end: string) => `${start}\n\n${table}\n\n${end}`,
    );
  const current = readFileSync(DOC, 'utf8');
  expect(current).toContain('<!-- codes:start -->');
  expect(current).toContain('<!-- faults:start -->');
  await expect(fill(fill(current, 'codes', codes), 'faults', faults)).toMatchFileSnapshot(DOC);
});
