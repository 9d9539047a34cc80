/** What only the gate between window and main has to say, in both languages. */
import type { Words } from '../../shared/outcome.ts';

export const INVALID_FIELD: Words = {
  key: 'field.misfit',
  id: 'kosong atau tidak sesuai',
  en: 'is empty or does not fit',
  next: null,
};

export const UNKNOWN_FIELD: Words = { key: 'field.unknown', id: 'tidak dikenal', en: 'is not known', next: null };

export const UNTRUSTED_SENDER: Words = {
  key: 'sender.refused',
  id: 'Permintaan ini tidak datang dari layar program ini.',
  en: "This request did not come from this program's own window.",
  next: null,
};
