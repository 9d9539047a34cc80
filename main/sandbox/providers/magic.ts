/** Magic values: inputs a cashier can enter that make the sandbox answer with a chosen row or misbehave in a chosen way. */
import { type CodeRow, rowsOf } from './codes.ts';
import { FAULTS, type NamedFault } from './faults.ts';
import type { ServiceName } from './services.ts';

export type Magic =
  | { readonly kind: 'row'; readonly row: CodeRow & { readonly code: string } }
  /** `once`: only the first request of a reference meets the fault, the next one is served. */
  | { readonly kind: 'fault'; readonly fault: NamedFault; readonly once: boolean };

/** Where each service takes its magic value from, for the docs. */
export const MAGIC_FIELDS: Readonly<Partial<Record<ServiceName, string>>> = {
  'generate-terminal': 'terminalId',
  'expire-billnumber': 'bill number',
  'generate-list': 'date',
  'merchant-status': 'phone',
  'generate-atm-qr': 'courierNo',
};

/** Expire's page answers its own sample with the code of another service: on request the sandbox does too. */
const EXPIRE_SAMPLE_ROW = { row: 0, code: '2009100', case: 'success', message: 'Successful' } as const;

const ALWAYS = /^99000(\d{2})$/;
const ONCE = /^99100(\d{2})$/;
const CODE = /^(\d{7})(\d)?$/;

function faultFrom(text: string): Magic | null {
  const name = FAULTS.find((fault) => fault.name === text);
  if (name !== undefined) return { kind: 'fault', fault: name, once: false };
  const first = FAULTS.find((fault) => `${fault.name}1` === text);
  if (first !== undefined) return { kind: 'fault', fault: first, once: true };
  const digits = ALWAYS.exec(text)?.[1] ?? ONCE.exec(text)?.[1];
  const numbered = FAULTS.find((fault) => fault.number === Number(digits));
  return numbered === undefined ? null : { kind: 'fault', fault: numbered, once: ONCE.test(text) };
}

function answerable(row: CodeRow | undefined): Magic | null {
  if (row === undefined || row.code === null) return null;
  return { kind: 'row', row: { ...row, code: row.code } };
}

function rowFrom(service: ServiceName, text: string): Magic | null {
  const [, code, nth = '1'] = CODE.exec(text) ?? [];
  if (code === undefined) return null;
  if (service === 'expire-billnumber' && text === EXPIRE_SAMPLE_ROW.code) return answerable(EXPIRE_SAMPLE_ROW);
  return answerable(rowsOf(service).filter((row) => row.code === code)[Number(nth) - 1]);
}

/** A list has no field but its date: 2000-01-DD is row DD, 2001-01-NN fault NN, 2001-02-NN fault NN once. */
function fromDate(day: string): Magic | null {
  const last = Number(day.slice(8));
  if (day.startsWith('2000-01-')) return answerable(rowsOf('generate-list').find((row) => row.row === last));
  const fault = FAULTS.find((candidate) => candidate.number === last);
  if (fault === undefined) return null;
  if (day.startsWith('2001-01-')) return { kind: 'fault', fault, once: false };
  return day.startsWith('2001-02-') ? { kind: 'fault', fault, once: true } : null;
}

/**
 * What a valid request asks the sandbox to do, or null for an ordinary one.
 * @param text the service's magic field: terminalId, bill number, phone (`62…`), day (`YYYY-MM-DD`) or courierNo
 */
export function readMagic(service: ServiceName, text: string): Magic | null {
  switch (service) {
    case 'generate-list':
      return fromDate(text);
    case 'merchant-status':
      return text.startsWith('62') ? (faultFrom(text.slice(2)) ?? rowFrom(service, text.slice(2))) : null;
    case 'generate-terminal':
    case 'expire-billnumber':
    case 'generate-atm-qr':
      return faultFrom(text) ?? rowFrom(service, text);
    case 'speedcash-token':
    case 'paycools-token':
    case 'query-atm-qr':
      return null;
  }
}

const STATUS_PHONE = /^622002300([012])$/;

/** Phones `622002300` + 0, 1 or 2: a merchant that is pending, accepted or rejected. */
export function magicMerchantStatus(phone: string): 0 | 1 | 2 | null {
  const digit = STATUS_PHONE.exec(phone)?.[1];
  if (digit === undefined) return null;
  return digit === '0' ? 0 : digit === '1' ? 1 : 2;
}
