/** An ATM QR that this till made, from its own journal: nothing is sent, so it works without a network. */
import type { Outcome } from '../../shared/outcome.ts';
import { words } from '../../shared/words.ts';
import type { AtmQr } from '../providers/paycools.ts';
import { atmQrOf } from './atm-qr.ts';
import { bad, invalid } from './input.ts';
import type { Till } from './till.ts';

/** @returns ok with the QR · invalid when this till never made one under that reference · refused when it was retired */
export function showAtmQr(till: Till, reference: string): Outcome<AtmQr & { readonly reference: string }> {
  const merchantId = till.profile.paycools?.merchantId ?? '';
  const operation = till.journal.operationByReference('generate', merchantId, reference);
  const qr = operation === null ? null : atmQrOf(operation);
  if (operation === null || qr === null) {
    const unknownReference = bad('reference', 'field.reference-unknown');
    return invalid(unknownReference.ok ? [] : [unknownReference.problem]);
  }
  const base = { code: operation.code, operationId: operation.id };
  if (operation.retiredAt !== null) {
    return { outcome: 'refused', ...base, words: words('generate.retired', { reference }) };
  }
  return { outcome: 'ok', ...base, words: words('generate.already'), data: { reference, ...qr } };
}
