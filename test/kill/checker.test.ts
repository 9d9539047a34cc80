/** The auditor sees what is wrong: books that agree pass, and each way to cook them is found. */
import { expect, it } from 'vitest';
import type { AttemptRow, Books, OperationRow, Paper, Press, PrintRow, ProviderRequest } from './books.ts';
import { papersOf } from './books.ts';
import { checkBooks } from './checker.ts';

const BODY = JSON.stringify({ partnerReferenceNo: 'R1', additionalInfo: { courierNo: 'K1' } });

const operation: OperationRow = {
  id: 'OP-1',
  kind: 'generate',
  reference: 'R1',
  wish: JSON.stringify({ courierNo: 'K1' }),
  body: BODY,
  state: 'ok',
  settled_from: 'sent',
  in_doubt: 0,
  result: JSON.stringify({ cdmReferenceId: 'C1', qrContent: 'Q1' }),
  attempts: 1,
  retired_at: null,
  told_at: 30,
  settled_by: 'answer',
};
const attempt: AttemptRow = {
  id: 1,
  operation_id: 'OP-1',
  service: '90',
  asks: 0,
  external_id: '111',
  started_at: 15,
  ended_at: 20,
  outcome: 'ok',
  code: '2009000',
};
const request: ProviderRequest = {
  service: 'generate-atm-qr',
  externalId: '111',
  reference: 'R1',
  body: BODY,
  code: '2009000',
  processed: true,
};
const job: PrintRow = {
  id: 'PJ-1',
  operation_id: 'OP-1',
  reference: 'R1',
  copy: 0,
  state: 'done',
  proof: 'printed',
  reason: null,
  outs: 1,
  queued_at: 21,
};
const slip: Paper = { reference: 'R1', copy: 0, duplicate: false, whole: true };
const courier = { courierNo: 'K1', courierName: 'Budi', courierMobile: '081200000345' };
const press: Press = {
  action: { do: 'generate', courier, print: true, until: true },
  askedAt: 10,
  endedAt: 30,
  wish: 'generate-1',
  life: 1,
  answer: {
    outcome: 'ok',
    code: '2009000',
    operationId: 'OP-1',
    data: {
      reference: 'R1',
      cdmReferenceId: 'C1',
      qrContent: 'Q1',
      print: { jobId: 'PJ-1', proof: 'printed', copy: 0, state: 'done' },
    },
  },
};
const qr = { reference: 'R1', body: BODY, cdmReferenceId: 'C1', cdmQrcode: 'Q1' };

const HONEST: Books = {
  journal: { operations: [operation], attempts: [attempt], prints: [job], registrations: [] },
  provider: { strays: [], requests: [request], atmQrs: [qr], bills: [], terminals: [] },
  paper: [slip],
  presses: [press],
};

type Cook = (books: Books) => Books;
const journal =
  (change: Partial<Books['journal']>): Cook =>
  (books) => ({ ...books, journal: { ...books.journal, ...change } });
const provider =
  (change: Partial<Books['provider']>): Cook =>
  (books) => ({ ...books, provider: { ...books.provider, ...change } });

const again: Press = { ...press, answer: null, askedAt: 40, endedAt: 60 };
const second = { ...operation, id: 'OP-2', reference: 'R2' };
const expire: Press = { ...press, action: { do: 'expire', bill: 'B1' }, wish: 'expire-1', answer: null };
const expireBody = '{"billnumber":"B1"}';
const expireOf = (id: string): OperationRow => ({
  ...operation,
  id,
  kind: 'expire',
  reference: 'B1',
  body: expireBody,
});
const expireRequest = (externalId: string): ProviderRequest => ({
  ...request,
  service: 'expire-billnumber',
  externalId,
  reference: 'B1',
  body: expireBody,
});

const COOKED: readonly (readonly [string, 'lost' | 'twice' | 'unexplained', Cook])[] = [
  ['a request that the journal knows nothing of', 'lost', journal({ operations: [], attempts: [] })],
  ['done, and called refused', 'lost', journal({ operations: [{ ...operation, state: 'refused', result: null }] })],
  ['arrived, and called not-sent', 'unexplained', journal({ operations: [{ ...operation, state: 'not-sent' }] })],
  ['arrived before it was sent', 'unexplained', journal({ operations: [{ ...operation, state: 'intended' }] })],
  [
    'arrived, and its attempt says not-sent',
    'unexplained',
    journal({ attempts: [{ ...attempt, outcome: 'not-sent' }] }),
  ],
  ['ok, and never done', 'unexplained', provider({ requests: [{ ...request, processed: false }] })],
  ['another QR than the provider gave', 'unexplained', journal({ operations: [{ ...operation, result: '{}' }] })],
  ['told ok, and the provider has no QR', 'lost', provider({ atmQrs: [] })],
  ['told ok, and the journal does not say so', 'lost', journal({ operations: [{ ...operation, state: 'unknown' }] })],
  [
    'told not-sent, and it was done',
    'unexplained',
    (books) => ({
      ...books,
      presses: [{ ...press, answer: { outcome: 'not-sent', code: null, operationId: 'OP-1', data: {} } }],
    }),
  ],
  ['two QRs for one courier', 'twice', provider({ atmQrs: [qr, { ...qr, reference: 'R2' }] })],
  [
    'one reference, two bodies',
    'twice',
    provider({ requests: [request, { ...request, externalId: '112', body: '{}' }] }),
  ],
  ['another body than the journal holds', 'twice', journal({ operations: [{ ...operation, body: '{}' }] })],
  ['a request for no service', 'unexplained', provider({ strays: ['POST /v1.0/qr'] })],
  ['an external id twice at the provider', 'twice', provider({ requests: [request, request] })],
  ['an external id twice in the journal', 'twice', journal({ attempts: [attempt, { ...attempt, id: 2 }] })],
  ['two operations under one reference', 'twice', journal({ operations: [operation, { ...operation, id: 'OP-2' }] })],
  [
    'four attempts in one press',
    'twice',
    journal({ attempts: [1, 2, 3, 4].map((id) => ({ ...attempt, id, external_id: `11${id}` })) }),
  ],
  ['attempts that are not counted', 'unexplained', journal({ operations: [{ ...operation, attempts: 2 }] })],
  ['a slip twice without a mark', 'twice', (books) => ({ ...books, paper: [slip, slip] })],
  [
    'more paper than the journal knows of',
    'unexplained',
    (books) => ({ ...books, paper: [slip, { ...slip, duplicate: true }] }),
  ],
  ['printed, and no paper', 'unexplained', (books) => ({ ...books, paper: [] })],
  ['printed, and the slip broke off', 'unexplained', (books) => ({ ...books, paper: [{ ...slip, whole: false }] })],
  ['a slip of a QR that is not ok', 'unexplained', journal({ operations: [{ ...operation, reference: 'R9' }] })],
  [
    'told printed, and the journal does not say so',
    'unexplained',
    journal({ prints: [{ ...job, state: 'possibly-printed', proof: null }] }),
  ],
  ['two slips with one name', 'twice', journal({ prints: [job, { ...job, id: 'PJ-2' }] })],
  [
    'a terminal that the provider does not have',
    'unexplained',
    journal({ registrations: [{ terminal_id: 'T-1', description: '' }] }),
  ],
  ['still sent at the end', 'unexplained', journal({ operations: [{ ...operation, state: 'sent' }] })],
  ['an attempt without an end', 'unexplained', journal({ attempts: [{ ...attempt, ended_at: null }] })],
  ['a wish that was never answered', 'lost', (books) => ({ ...books, presses: [{ ...again, wish: 'generate-2' }] })],
  [
    'a bill expired by two operations for one wish',
    'twice',
    (books) => ({
      ...books,
      journal: {
        ...books.journal,
        operations: [expireOf('OP-1'), expireOf('OP-2')],
        attempts: [attempt, { ...attempt, id: 2, operation_id: 'OP-2', external_id: '112' }],
      },
      provider: {
        ...books.provider,
        bills: [{ billNumber: 'B1', expired: 2, state: 'expired' }],
        requests: [expireRequest('111'), expireRequest('112')],
      },
      presses: [expire],
    }),
  ],
];

it('honest books pass', () => {
  expect(checkBooks(HONEST, true)).toEqual([]);
});

it('a press that the till died under is no fault, when another was answered', () => {
  expect(checkBooks({ ...HONEST, presses: [again, press] }, true)).toEqual([]);
});

it.each(COOKED)('%s: %s', (_name, verdict, cook) => {
  const findings = checkBooks(cook(HONEST), true);
  expect(findings.map((finding) => finding.verdict)).toContain(verdict);
});

it('an operation that nobody knows of is none', () => {
  const { operations } = HONEST.journal;
  expect(
    checkBooks(
      journal({ operations: [...operations, { ...second, state: 'not-sent', result: null, attempts: 0 }] })(HONEST),
      true,
    ),
  ).toEqual([]);
});

it('reads a broken slip with the next one behind it as two', () => {
  const lines = [
    'SANDBOX',
    'Toko',
    'SANDBOX',
    'MUNGKIN GANDA / POSSIBLE',
    'DUPLICATE',
    'No. Ref: R1',
    'Uji coba, bukan transaksi',
  ];
  expect(papersOf(lines)).toEqual([
    { reference: null, copy: 0, duplicate: false, whole: false },
    { reference: 'R1', copy: 0, duplicate: true, whole: true },
  ]);
});
