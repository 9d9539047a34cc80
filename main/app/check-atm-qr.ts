/** Asks PayCools again about an ATM QR whose outcome is open, and settles it where the answer allows. */
import type { Outcome } from '../../shared/outcome.ts';
import { words } from '../../shared/words.ts';
import type { AtmQr } from '../providers/paycools.ts';
import { atmQrOf, atmQrToJson, queryAtmQr } from './atm-qr.ts';
import { allFields, referenceField } from './input.ts';
import { CAUSE_WORDS, sayNotOk } from './say-result.ts';
import { acting, provider, type Till } from './till.ts';

export interface AtmQrChecked extends AtmQr {
  readonly reference: string;
}

/**
 * Sends nothing but a question. ok: the QR, from the provider's answer or, where the answer does not carry it, from this
 * till's journal · refused: PayCools does not know the reference, and this till never got one under it · unknown: still open.
 */
export async function checkAtmQr(
  till: Till,
  input: { readonly reference?: string | undefined },
): Promise<Outcome<AtmQrChecked>> {
  const wanted = await provider(till, 'paycools');
  if (!wanted.ok) return wanted.outcome;
  const checked = allFields({ reference: referenceField('reference', input.reference) });
  if (!checked.ok) return checked.outcome;
  const { reference } = checked.values;
  const paycools = wanted.provider;
  return acting(till, 'qr check', async () => {
    const merchantId = till.profile.paycools?.merchantId ?? '';
    const operation = till.journal.operationByReference('generate', merchantId, reference);
    const around = operation?.createdAt ?? till.clock.now();
    const result = await queryAtmQr(
      till,
      paycools,
      reference,
      around,
      operation === null ? {} : { operationId: operation.id },
    );
    const operationId = operation?.id ?? null;
    const about = { reference, state: operation?.state ?? 'not-in-journal' };

    if (result.outcome === 'ok') {
      const qr = result.data.qr ?? (operation === null ? null : atmQrOf(operation));
      if (qr === null) {
        return {
          outcome: 'unknown',
          code: result.code,
          words: words('check.no-content', { reference }),
          operationId,
          about,
        };
      }
      if (operation !== null && operation.state !== 'ok') {
        till.journal.settle(operation.id, { state: 'ok', by: 'query', code: result.code, result: atmQrToJson(qr) });
      }
      const said = operation?.state === 'unknown' ? words('generate.found') : result.row?.words;
      return {
        outcome: 'ok',
        code: result.code,
        words: said ?? words('generate.found'),
        operationId,
        data: { reference, ...qr },
      };
    }
    const outcome = sayNotOk(result, {
      provider: 'PayCools',
      operationId,
      about,
      unknown: (cause) => words('check.still-unknown', { reference }, CAUSE_WORDS[cause]),
    });
    // "Not known (yet)" does not prove that an unanswered request will never be done.
    if (outcome.outcome === 'refused' && operation?.state === 'unknown') {
      return { outcome: 'unknown', code: outcome.code, words: outcome.words, operationId, about };
    }
    return outcome;
  });
}
