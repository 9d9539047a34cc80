/** Every row of the response code tables on the five provider pages, as the sandbox answers them. */
import type { ServiceName } from './services.ts';

/** What a row means for the caller; `unknown-…` rows leave open whether anything happened. */
export type RowCase =
  | 'success'
  | 'refused-request'
  | 'refused-field'
  | 'refused-mandatory'
  | 'refused-unauthorized'
  | 'refused-token'
  | 'refused-limit'
  | 'refused-account'
  | 'refused-not-permitted'
  | 'refused-external-id'
  | 'refused-header'
  | 'refused-access'
  | 'refused-blacklisted'
  | 'refused-merchant'
  | 'refused-not-found'
  | 'refused-inconsistent'
  | 'refused-rate'
  | 'unknown-general'
  | 'unknown-internal'
  | 'unknown-timeout'
  | 'unknown-answer';

/** One row of a page's table. PayCools numbers its rows itself (there is no 2); SpeedCash's are counted from 1. */
export interface CodeRow {
  readonly row: number;
  /** Seven digits; null for what is not an answer at all (PayCools rows 16 and 17). */
  readonly code: string | null;
  readonly case: RowCase;
  readonly message: string;
}

export interface CodePage {
  readonly page: string;
  readonly provider: 'speedcash' | 'paycools';
  /** SNAP service code, two digits. */
  readonly service: string;
  readonly serviceName: ServiceName;
  readonly rows: readonly CodeRow[];
}

const row = (number: number, code: string | null, rowCase: RowCase, message: string): CodeRow => ({
  row: number,
  code,
  case: rowCase,
  message,
});

const SIGNATURE = 'Unauthorized. Invalid Signature';
const EXTERNAL_ID = 'Cannot use same X-EXTERNAL-ID in same day';
const FORBIDDEN = 'Unauthorized. Client Forbidden Access API';
const FIELD = 'Invalid field format { field name }';

export const CODE_PAGES: readonly CodePage[] = [
  {
    page: 'speedcash-generate-terminal',
    provider: 'speedcash',
    service: '92',
    serviceName: 'generate-terminal',
    rows: [
      row(1, '2009200', 'success', 'Success'),
      row(2, '4009201', 'refused-field', FIELD),
      row(3, '4019200', 'refused-unauthorized', SIGNATURE),
      row(4, '4099200', 'refused-external-id', EXTERNAL_ID),
      row(5, '4049201', 'refused-header', 'Bad Request'),
      row(6, '4049200', 'refused-access', FORBIDDEN),
      row(7, '4039219', 'refused-blacklisted', 'Merchant Blacklisted'),
      row(8, '4049208', 'refused-merchant', 'Invalid Merchant'),
      row(9, '5009201', 'unknown-internal', 'Internal Server Error'),
    ],
  },
  {
    page: 'speedcash-expire-billnumber',
    provider: 'speedcash',
    service: '93',
    serviceName: 'expire-billnumber',
    rows: [
      row(1, '2009300', 'success', 'Success'),
      row(2, '4009301', 'refused-field', FIELD),
      row(3, '4019300', 'refused-unauthorized', SIGNATURE),
      row(4, '4099300', 'refused-external-id', EXTERNAL_ID),
      row(5, '4049301', 'refused-header', 'Bad Request'),
      row(6, '4049300', 'refused-access', FORBIDDEN),
      row(7, '4039319', 'refused-blacklisted', 'Merchant Blacklisted'),
      row(8, '4049308', 'refused-merchant', 'Invalid Merchant'),
      row(9, '4049301', 'refused-not-found', 'QR not Found'),
      row(10, '5009300', 'unknown-general', 'General Error'),
    ],
  },
  {
    page: 'speedcash-generate-list',
    provider: 'speedcash',
    service: '90',
    serviceName: 'generate-list',
    rows: [
      row(1, '2009000', 'success', 'Success'),
      row(2, '4009001', 'refused-field', FIELD),
      row(3, '4019000', 'refused-unauthorized', SIGNATURE),
      row(4, '4099000', 'refused-external-id', EXTERNAL_ID),
      row(5, '4049001', 'refused-header', 'Bad Request'),
      row(6, '4049000', 'refused-access', FORBIDDEN),
      row(7, '4039019', 'refused-blacklisted', 'Merchant Blacklisted'),
      row(8, '4049001', 'refused-not-found', 'Transaction Not Found'),
    ],
  },
  {
    page: 'speedcash-merchant-status',
    provider: 'speedcash',
    service: '23',
    serviceName: 'merchant-status',
    rows: [
      row(1, '2002300', 'success', 'Success'),
      row(2, '4002301', 'refused-field', FIELD),
      row(3, '4012300', 'refused-unauthorized', SIGNATURE),
      row(4, '4092300', 'refused-external-id', EXTERNAL_ID),
      row(5, '4042301', 'refused-header', 'Bad Request'),
      row(6, '4042300', 'refused-access', FORBIDDEN),
      row(7, '5002301', 'unknown-general', 'General Error'),
    ],
  },
  {
    page: 'paycools-generate-atm-qr',
    provider: 'paycools',
    service: '90',
    serviceName: 'generate-atm-qr',
    rows: [
      row(1, '2009000', 'success', 'Successful'),
      row(3, '4009000', 'refused-request', 'Bad Request'),
      row(4, '4009001', 'refused-field', 'Invalid Field Format'),
      row(5, '4009002', 'refused-mandatory', 'Invalid Mandatory Field'),
      row(6, '4019000', 'refused-unauthorized', 'Unauthorized. [reason]'),
      row(7, '4019001', 'refused-token', 'Invalid Token (B2B)'),
      row(8, '4039002', 'refused-limit', 'Exceeds Transaction Amount Limit'),
      row(9, '4039005', 'refused-account', 'Do Not Honor'),
      row(10, '4039015', 'refused-not-permitted', 'Transaction Not Permitted.[reason]'),
      row(11, '4049008', 'refused-merchant', 'Invalid Merchant'),
      row(12, '4049018', 'refused-inconsistent', 'Inconsistent Request'),
      row(13, '4299000', 'refused-rate', 'Too Many Requests'),
      row(14, '5009000', 'unknown-general', 'General Error'),
      row(15, '5009001', 'unknown-internal', 'Internal Server Error'),
      row(16, null, 'unknown-timeout', 'Total Timeout'),
      row(17, null, 'unknown-answer', 'Unexpected response'),
    ],
  },
];

/** The rows of a service's own page; empty for services without one (tokens, query). */
export function rowsOf(service: ServiceName): readonly CodeRow[] {
  return CODE_PAGES.find((page) => page.serviceName === service)?.rows ?? [];
}
