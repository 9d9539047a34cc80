import { expect, it } from 'vitest';
import { CATALOGUES } from '../../../renderer/i18n/catalogue.ts';
import { wishFacts } from '../../../renderer/wish-facts.ts';

it('says what a supervisor is asked to allow', () => {
  const { id, en } = CATALOGUES;
  expect(wishFacts(id, { id: 'op-1', as: 'refused', reason: 'tiket 123' })).toEqual([
    ['Operasi', 'op-1'],
    ['Keputusan', 'Pasti tidak terjadi'],
    ['Alasan', 'tiket 123'],
  ]);
  expect(wishFacts(en, { billNumber: '10092081' })).toEqual([['Number', '10092081']]);
  expect(wishFacts(id, { reference: 'ATM1' })).toEqual([['Referensi', 'ATM1']]);
  expect(wishFacts(id, { format: 'csv', state: 'ok' })).toEqual([['Jenis berkas', 'CSV (tabel)']]);
});

it('says nothing of what means nothing to a person', () => {
  expect(wishFacts(CATALOGUES.id, { shift: 3, empty: false, print: true, reason: '', hasOwn: 1 })).toEqual([
    ['Shift', '3'],
  ]);
  expect(wishFacts(CATALOGUES.id, {})).toEqual([]);
});
