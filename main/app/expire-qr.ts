/** Ends a QR: a SpeedCash bill (service 93) by its number or its whole QRIS, or an ATM QR that this till made. */
import type { Outcome } from '../../shared/outcome.ts';
import { endsLikeQris, looksLikeQris, readQris, withoutScannerPrefix } from '../../shared/qris.ts';
import { words } from '../../shared/words.ts';
import type { Operation } from '../ports/operations.ts';
import { atmQrOf } from './atm-qr.ts';
import { bad, type Field, invalid } from './input.ts';
import { finishExpire, judgeBill } from './judge-bill.ts';
import { resumeOrBegin, runOperation } from './run-call.ts';
import { CAUSE_WORDS, sayResult } from './say-result.ts';
import { acting, provider, type Till, terminalOf } from './till.ts';

export interface QrExpired {
  readonly billNumber: string;
  /** For an ATM QR of this till: its reference, and whether the provider was told or only this till knows. */
  readonly reference?: string;
  readonly retired?: 'local' | 'provider';
}

const BILL_NUMBER = /^[A-Za-z0-9_.-]{1,64}$/;

/** A typed or scanned bill number, or tag 62-01 of a whole QRIS. */
export function billNumberField(path: string, raw: string | undefined): Field<string> {
  const text = withoutScannerPrefix((raw ?? '').trim());
  if (text === '') return bad(path, 'field.required');
  if (endsLikeQris(text) && !looksLikeQris(text)) return bad(path, 'field.qris-broken', { why: 'cut-short' });
  if (!looksLikeQris(text)) return BILL_NUMBER.test(text) ? { ok: true, value: text } : bad(path, 'field.bill-number');
  const qris = readQris(text);
  if (!qris.ok) return bad(path, 'field.qris-broken', { why: qris.why });
  const bill = qris.billNumber?.trim() ?? '';
  return BILL_NUMBER.test(bill) ? { ok: true, value: bill } : bad(path, 'field.qris-no-bill');
}

/** An ATM QR of this till, by its reference, PayCools' id or the scanned text of its QR. */
export function ownAtmQr(till: Till, raw: string): Operation | null {
  const merchantId = till.profile.paycools?.merchantId;
  if (merchantId === undefined) return null;
  const text = raw.trim();
  return till.journal.operationByReference('generate', merchantId, text) ?? till.journal.atmQrMade(text);
}

export async function expireQr(
  till: Till,
  input: { readonly billNumber?: string | undefined },
): Promise<Outcome<QrExpired>> {
  const own = ownAtmQr(till, input.billNumber ?? '');
  if (own !== null) return retireAtmQr(till, own);
  const checked = billNumberField('billNumber', input.billNumber);
  if (!checked.ok) return invalid([checked.problem]);
  return acting(till, 'qr expire', () => expireBill(till, checked.value));
}

async function expireBill(till: Till, billNumber: string, retires?: Operation): Promise<Outcome<QrExpired>> {
  const wanted = await provider(till, 'speedcash');
  if (!wanted.ok) return wanted.outcome;
  const speedcash = wanted.provider;
  const merchantId = till.profile.speedcash?.merchantId ?? '';
  const kind = retires === undefined ? 'expire' : 'retire';
  const before = till.journal.operationByReference(kind, merchantId, billNumber);
  // Done, and its answer was lost with its process: sent again, the provider may well refuse what is over.
  if (before?.state === 'ok' && before.toldAt === null) {
    const said = words('expire.already', { reference: billNumber });
    return { outcome: 'ok', code: before.code, words: said, operationId: before.id, data: { billNumber } };
  }
  const { operation, result } = await runOperation(till, {
    from: speedcash,
    service: speedcash.expire,
    operation: resumeOrBegin(till, {
      kind,
      provider: 'speedcash',
      merchantId,
      reference: billNumber,
      wish: { billNumber, ...(retires === undefined ? {} : { reference: retires.reference }) },
      body: speedcash.expire.body({ billNumber }),
      terminalId: terminalOf(till),
      operator: till.operator,
    }),
    toResult: (data) => ({ billNumber: data.billNumber }),
    onOk: (settled) => finishExpire(till, settled),
    // What ended needs no second request, and what nobody answered for is looked up before it is repeated.
    asks: 'list',
    ask: async (open) => ((await judgeBill(till, speedcash, open)).is === 'ended' ? { billNumber } : null),
  });
  return sayResult(result, {
    provider: 'SpeedCash',
    operationId: operation.id,
    about: { billNumber },
    okWithoutCode: 'expire.ended',
    unknown: (cause) => words('expire.unknown', { reference: billNumber }, CAUSE_WORDS[cause]),
  });
}

/**
 * No service ends an ATM QR for certain: by default it is retired in this till's journal only; where the profile's
 * `expireAtmQr` names the field to send, SpeedCash is asked as well. The words say which of the two happened.
 */
async function retireAtmQr(till: Till, found: Operation): Promise<Outcome<QrExpired>> {
  return acting<QrExpired>(till, 'qr expire', () => retireKept(till, till.journal.operation(found.id) ?? found));
}

async function retireKept(till: Till, own: Operation): Promise<Outcome<QrExpired>> {
  const { reference } = own;
  const qr = atmQrOf(own);
  if (qr === null) {
    return { outcome: 'refused', code: null, words: words('retire.not-ok', { reference }), operationId: own.id };
  }
  const field = till.profile.paycools?.expireAtmQr ?? 'off';
  const billNumber = field === 'partnerReferenceNo' ? reference : qr.cdmReferenceId;
  const said = (
    key: 'retire.local' | 'retire.provider' | 'retire.already',
    retired: 'local' | 'provider',
  ): Outcome<QrExpired> => ({
    outcome: 'ok',
    code: null,
    words: words(key, { reference }),
    operationId: own.id,
    data: { billNumber, reference, retired },
  });
  if (field === 'off') {
    if (own.retiredAt !== null) return said('retire.already', 'local');
    till.journal.retire(own.id);
    return said('retire.local', 'local');
  }
  const outcome = await expireBill(till, billNumber, own);
  if (outcome.outcome !== 'ok') return outcome;
  return { ...said('retire.provider', 'provider'), code: outcome.code };
}
