/** The independent auditor: compares the journal, the providers' books, the paper and what the cashier was told. */
import type { AttemptRow, Books, OperationRow, Paper, Press, PrintRow, ProviderRequest } from './books.ts';

export type Verdict = 'lost' | 'twice' | 'unexplained';

export interface Finding {
  readonly verdict: Verdict;
  readonly says: string;
}

/** Which kind of operation each service does; the others only ask. */
const DEEDS: Readonly<Record<string, readonly string[]>> = {
  'generate-atm-qr': ['generate'],
  'expire-billnumber': ['expire', 'retire'],
  'generate-terminal': ['register'],
};
/** The provider's field that holds an operation's result. */
const MAY_HAVE_HAPPENED = ['ok', 'sent', 'unknown'];
const MOST_ATTEMPTS = 3;

type Say = (verdict: Verdict, says: string) => void;

interface Sheet extends Books {
  readonly byExternalId: ReadonlyMap<string, AttemptRow>;
  readonly byId: ReadonlyMap<string, OperationRow>;
  /** Requests that do something, each with its attempt and operation where the journal has them. */
  readonly deeds: readonly {
    readonly request: ProviderRequest;
    readonly attempt: AttemptRow | null;
    readonly operation: OperationRow | null;
  }[];
}

function layOut(books: Books): Sheet {
  const byExternalId = new Map(books.journal.attempts.map((attempt) => [attempt.external_id, attempt]));
  const byId = new Map(books.journal.operations.map((operation) => [operation.id, operation]));
  const deeds = books.provider.requests
    .filter(({ service }) => service in DEEDS)
    .map((request) => {
      const attempt = byExternalId.get(request.externalId ?? '') ?? null;
      return { request, attempt, operation: byId.get(attempt?.operation_id ?? '') ?? null };
    });
  return { ...books, byExternalId, byId, deeds };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function parsed(json: string | null): Readonly<Record<string, unknown>> {
  const value: unknown = json === null ? null : JSON.parse(json);
  return isRecord(value) ? value : {};
}

/* ── provider against journal ──────────────────────────────────────────────── */

function checkRequests({ deeds, provider, byExternalId }: Sheet, say: Say): void {
  for (const stray of provider.strays) say('unexplained', `${stray} reached the provider, who knows no such service`);
  for (const { request, attempt, operation } of deeds) {
    const what = `${request.service} ${request.reference} (${request.externalId})`;
    if (attempt === null || operation === null) {
      say(request.processed ? 'lost' : 'unexplained', `${what} reached the provider and is not in the journal`);
      continue;
    }
    if (!DEEDS[request.service]?.includes(operation.kind)) {
      say('unexplained', `${what} went out for ${operation.id}, which is a ${operation.kind}`);
    }
    if (request.body !== operation.body) say('twice', `${what} has another body than ${operation.id}`);
    if (request.processed && !MAY_HAVE_HAPPENED.includes(operation.state)) {
      say('lost', `${what} was processed, and ${operation.id} is ${operation.state}`);
    }
    if (operation.state === 'not-sent') say('unexplained', `${what} arrived, and ${operation.id} is not-sent`);
    if (operation.state === 'intended') say('unexplained', `${what} arrived, and ${operation.id} is only intended`);
    if (attempt.outcome === 'not-sent') say('unexplained', `${what} arrived, and its attempt says not-sent`);
  }
  const bodies = new Map<string, string>();
  for (const { service, reference, body } of provider.requests.filter((request) => request.service in DEEDS)) {
    const key = `${service} ${reference}`;
    // A terminal may be registered again under another description; a QR's reference stands for one body for ever.
    if (service !== 'generate-atm-qr') continue;
    if (bodies.has(key) && bodies.get(key) !== body) say('twice', `${key} was sent with two bodies`);
    bodies.set(key, body);
  }
  const seen = new Set<string>();
  for (const { externalId, service } of provider.requests) {
    if (externalId === null || externalId === '') continue;
    if (seen.has(externalId)) say('twice', `external id ${externalId} (${service}) arrived twice`);
    seen.add(externalId);
    if (!byExternalId.has(externalId)) say('lost', `external id ${externalId} (${service}) is not in the journal`);
  }
}

function checkOperations({ journal, deeds, provider }: Sheet, say: Say): void {
  for (const operation of journal.operations) {
    const own = deeds.filter((deed) => deed.operation === operation);
    const { id, kind, state, settled_by: by, body, reference: about } = operation;
    const processed =
      own.some(({ request }) => request.processed) ||
      // The very same request, under another operation.
      (by === 'repeat' && deeds.some(({ request }) => request.processed && request.body === body)) ||
      (by === 'list' && provider.bills.some((bill) => bill.billNumber === about && bill.state === 'expired'));
    if (state === 'ok' && !processed) say('unexplained', `${id} (${kind}) is ok, and the provider never did it`);
    if (kind !== 'generate' || state !== 'ok') continue;
    const qr = provider.atmQrs.find(({ reference }) => reference === operation.reference);
    const result = parsed(operation.result);
    if (qr === undefined) say('unexplained', `${id} is ok, and the provider has no QR ${operation.reference}`);
    else if (result.cdmReferenceId !== qr.cdmReferenceId || result.qrContent !== qr.cdmQrcode) {
      say('unexplained', `${id} holds another QR than the provider gave for ${operation.reference}`);
    }
  }
  const references = journal.operations.filter(({ kind }) => kind === 'generate').map(({ reference }) => reference);
  for (const reference of duplicates(references)) say('twice', `two operations have the reference ${reference}`);
  for (const { attempts, id } of journal.operations) {
    const rows = journal.attempts.filter((attempt) => attempt.operation_id === id && attempt.asks === 0).length;
    if (rows !== attempts) say('unexplained', `${id} counts ${attempts} attempts, and has ${rows}`);
  }
  for (const externalId of duplicates(journal.attempts.map((attempt) => attempt.external_id))) {
    say('twice', `external id ${externalId} is in the journal twice`);
  }
}

function duplicates(items: readonly string[]): readonly string[] {
  return [...new Set(items.filter((item, at) => items.indexOf(item) !== at))];
}

/** A courier stands for one wish: whatever was pressed for him, at most one QR was made. */
function checkWishes({ provider, deeds, journal, presses }: Sheet, say: Say): void {
  const byCourier = new Map<string, string[]>();
  for (const { reference, body } of provider.atmQrs) {
    const info = parsed(body).additionalInfo;
    const courier = isRecord(info) ? String(info.courierNo) : '?';
    byCourier.set(courier, [...(byCourier.get(courier) ?? []), reference]);
  }
  for (const [courier, references] of byCourier) {
    if (references.length > 1)
      say('twice', `courier ${courier} has ${references.length} QRs: ${references.join(', ')}`);
  }
  for (const { billNumber } of provider.bills) {
    const done = deeds.filter(({ request }) => request.processed && request.reference === billNumber);
    const operations = new Set(done.map(({ operation }) => operation?.id ?? '?'));
    const wishes = new Set(
      presses.flatMap(({ action, wish }) => (action.do === 'expire' && action.bill === billNumber ? [wish] : [])),
    );
    if (operations.size > Math.max(1, wishes.size)) {
      say('twice', `bill ${billNumber} was expired by ${[...operations].join(', ')} for ${wishes.size} wish(es)`);
    }
  }
  for (const { terminal_id: id } of journal.registrations) {
    if (!provider.terminals.some((terminal) => terminal.terminalId === id)) {
      say('unexplained', `terminal ${id} is registered in the journal, and not at the provider`);
    }
  }
}

/* ── what the cashier was told ─────────────────────────────────────────────── */

function checkTold(sheet: Sheet, say: Say): void {
  for (const press of sheet.presses) {
    const { action, answer } = press;
    if (answer === null) continue;
    const operation = sheet.byId.get(answer.operationId ?? '') ?? null;
    const what = `${action.do} (${press.wish}) was told ${answer.outcome}`;
    if (answer.operationId !== null && operation === null) {
      say('lost', `${what}, and ${answer.operationId} is not in the journal`);
      continue;
    }
    if (action.do === 'generate' && answer.outcome === 'ok') toldQr(sheet, answer.data, what, say);
    if (action.do === 'expire' && answer.outcome === 'ok') {
      const bill = sheet.provider.bills.find(({ billNumber }) => billNumber === action.bill);
      const done =
        sheet.deeds.some(({ request }) => request.processed && request.reference === action.bill) ||
        // Ended is ended, also by itself.
        (operation?.settled_by === 'list' && bill?.state === 'expired');
      if (!done || operation?.state !== 'ok') say('lost', `${what}, and bill ${action.bill} was not expired`);
    }
    if (action.do === 'register' && answer.outcome === 'ok') {
      const done = sheet.provider.terminals.some(({ terminalId }) => terminalId === action.terminalId);
      const kept = sheet.journal.registrations.some(({ terminal_id: id }) => id === action.terminalId);
      if (!done || !kept) say('lost', `${what}, and terminal ${action.terminalId} is not registered on both sides`);
    }
    if (action.do === 'retire' && answer.outcome === 'ok') {
      const retired = sheet.journal.operations.some(
        ({ reference, retired_at: at }) => reference === action.reference && at !== null,
      );
      if (!retired) say('lost', `${what}, and ${action.reference} is not retired`);
    }
    if (action.do === 'generate' || action.do === 'expire' || action.do === 'register') {
      toldNo(sheet, press, operation, say);
    }
  }
}

function toldQr(sheet: Sheet, data: Readonly<Record<string, unknown>>, what: string, say: Say): void {
  const { reference, qrContent, cdmReferenceId, print } = data;
  const qr = sheet.provider.atmQrs.find((one) => one.reference === reference);
  if (qr === undefined) say('lost', `${what}, and the provider has no QR ${String(reference)}`);
  else if (qr.cdmQrcode !== qrContent || qr.cdmReferenceId !== cdmReferenceId) {
    say('unexplained', `${what} with another QR than the provider's for ${String(reference)}`);
  }
  const operation = sheet.journal.operations.find((one) => one.kind === 'generate' && one.reference === reference);
  if (operation?.state !== 'ok') say('lost', `${what}, and the journal says ${operation?.state ?? 'nothing'} of it`);
  if (isRecord(print)) toldPrint(sheet, print, what, say);
}

function toldPrint(sheet: Sheet, print: Readonly<Record<string, unknown>>, what: string, say: Say): void {
  const job = sheet.journal.prints.find(({ id }) => id === print.jobId);
  if (job === undefined) say('lost', `${what}, and print job ${String(print.jobId)} is not in the journal`);
  else if (print.state === 'done' && (job.state !== 'done' || job.proof !== print.proof)) {
    say('unexplained', `${what}: ${job.id} was told done (${String(print.proof)}), and is ${job.state} (${job.proof})`);
  }
}

/** "Refused" and "not sent" are told of what did not happen, and of nothing else. */
function toldNo(sheet: Sheet, press: Press, operation: OperationRow | null, say: Say): void {
  const outcome = press.answer?.outcome;
  if (outcome !== 'refused' && outcome !== 'not-sent') return;
  const done = sheet.deeds.filter(
    ({ attempt, request }) =>
      request.processed &&
      attempt !== null &&
      attempt.operation_id === operation?.id &&
      attempt.started_at < press.endedAt,
  );
  if (done.length > 0) {
    say(
      'unexplained',
      `${press.action.do} (${press.wish}) was told ${outcome}, and the provider had done ${operation?.id}`,
    );
  }
}

/** A round is what one press sends: three attempts, and one more where only the token was refused at the door. */
function checkRounds({ presses, journal }: Sheet, say: Say): void {
  const deeds = journal.attempts.filter(({ asks, operation_id: id }) => asks === 0 && id !== null);
  const behind = presses.filter(({ action }) => action.do === 'settle' && action.behind);
  for (const { action, askedAt, endedAt, wish, life } of presses) {
    // What settles in the background may send an operation once beside the press that wants it.
    const most = MOST_ATTEMPTS + behind.filter((other) => other.life === life && other.askedAt <= endedAt).length;
    const own = deeds.filter(({ started_at: at }) => at >= askedAt && at <= endedAt);
    for (const id of new Set(own.map((attempt) => attempt.operation_id))) {
      const round = own.filter((attempt) => attempt.operation_id === id);
      const atTheDoor = round.filter(({ code }) => code?.startsWith('401') === true && code.endsWith('01')).length;
      if (round.length - Math.min(atTheDoor, 1) > most) {
        say('twice', `one press (${action.do}, ${wish}) sent ${id} ${round.length} times`);
      }
    }
  }
}

/* ── paper ─────────────────────────────────────────────────────────────────── */

function checkPaper({ paper, journal }: Sheet, say: Say): void {
  const slips = paper.filter((one): one is Paper & { readonly reference: string } => one.reference !== null);
  const jobsOf = (reference: string, copy: number): readonly PrintRow[] =>
    journal.prints.filter((job) => job.reference === reference && job.copy === copy);
  for (const key of new Set(slips.map(({ reference, copy }) => `${reference} ${copy}`))) {
    const [reference = '', copy = '0'] = key.split(' ');
    const out = slips.filter((one) => one.reference === reference && one.copy === Number(copy));
    const jobs = jobsOf(reference, Number(copy));
    const unmarked = out.filter(({ duplicate }) => !duplicate).length;
    if (unmarked > 1) say('twice', `slip ${reference} copy ${copy} came out ${unmarked} times without a mark`);
    const outs = jobs.reduce((sum, job) => sum + job.outs, 0);
    if (out.length > outs)
      say('unexplained', `slip ${reference} copy ${copy} is ${out.length} times on paper, ${outs} in the journal`);
    if (!journal.operations.some((operation) => operation.reference === reference && operation.state === 'ok')) {
      say('unexplained', `slip ${reference} is on paper, and its QR is not ok`);
    }
  }
  for (const job of journal.prints) {
    if (job.state === 'done' && job.proof === 'printed') {
      const found = slips.some(
        ({ reference, copy, duplicate, whole }) =>
          reference === job.reference && copy === job.copy && duplicate === job.outs > 1 && whole,
      );
      if (!found)
        say(
          'unexplained',
          `${job.id} (${job.reference} copy ${job.copy}, ${job.outs} outs) is printed, and no whole slip is there`,
        );
    }
  }
  // A copy that never left and is not wanted any more leaves its number to the next one.
  for (const copies of Map.groupBy(
    journal.prints.filter((job) => job.outs > 0),
    (job) => `${job.reference} copy ${job.copy}`,
  )) {
    const [name, jobs] = copies;
    if (jobs.length > 1) say('twice', `${name} is the name of ${jobs.length} print jobs`);
  }
}

/* ── at the end ────────────────────────────────────────────────────────────── */

/** What may stay open when everything that can be asked was asked: only what may have arrived, and no service tells of. */
function checkSettled({ journal, presses }: Sheet, say: Say): void {
  for (const { id, kind, state, in_doubt: doubt } of journal.operations) {
    if (state === 'intended' || state === 'sent') say('unexplained', `${id} (${kind}) is still ${state}`);
    if (state !== 'unknown') continue;
    if (kind === 'generate') say('unexplained', `${id} (generate) is still unknown, although it could be asked about`);
    if (doubt !== 1) say('unexplained', `${id} (${kind}) is unknown without a doubt`);
  }
  for (const attempt of journal.attempts) {
    if (attempt.ended_at === null) say('unexplained', `attempt ${attempt.id} (${attempt.service}) never ended`);
  }
  for (const job of journal.prints) if (job.state === 'printing') say('unexplained', `${job.id} still prints`);
  const open = new Set(presses.map(({ wish }) => wish));
  const wishOf = (courierNo: unknown): string | undefined =>
    presses.find(({ action }) => action.do === 'generate' && action.courier.courierNo === courierNo)?.wish;
  const byId = new Map(
    journal.operations
      .filter(({ kind }) => kind === 'generate')
      .map(({ id, wish }) => [id, wishOf(parsed(wish).courierNo)]),
  );
  for (const { wish, answer, action } of presses) {
    const final = answer !== null && !['unavailable', 'unknown'].includes(answer.outcome);
    // A check brings the QR, too, and so does its slip.
    const checked =
      answer?.outcome === 'ok' && action.do !== 'drop-job' ? byId.get(answer.operationId ?? '') : undefined;
    if (checked !== undefined) open.delete(checked);
    if (final || (action.do !== 'generate' && action.do !== 'register')) open.delete(wish);
    // An expire that nobody can speak for stays unknown: that was told.
    if (answer?.outcome === 'unknown' && action.do === 'expire') open.delete(wish);
  }
  for (const wish of open) say('lost', `the cashier never got an answer to ${wish}`);
}

/**
 * Compares the books; each finding is a fault of the product (or of this suite).
 * @param settled everything was done that can be done: nothing may be open any more
 */
export function checkBooks(books: Books, settled: boolean): readonly Finding[] {
  const findings: Finding[] = [];
  const say: Say = (verdict, says) => findings.push({ verdict, says });
  const sheet = layOut(books);
  checkRequests(sheet, say);
  checkOperations(sheet, say);
  checkWishes(sheet, say);
  checkTold(sheet, say);
  checkRounds(sheet, say);
  checkPaper(sheet, say);
  if (settled) checkSettled(sheet, say);
  return findings;
}
