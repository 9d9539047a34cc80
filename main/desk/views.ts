/** The till's facts as the window's contract has them: what is shown, and nothing else. */
import { jakartaMillis } from '../../shared/jakarta-time.ts';
import { PRINTER_TROUBLES, type PrinterSettings } from '../../shared/printing.ts';
import { SECRET_NAMES, type StoreProfile } from '../../shared/profile.ts';
import { sayPrinted } from '../app/print-words.ts';
import type { Journal } from '../ports/journal.ts';
import type { AttemptRow, Operation, OperationEvent, SettledBy } from '../ports/operations.ts';
import type { PrintJob } from '../ports/printing.ts';
import { qrMatrix } from '../printing/qr.ts';

function connection(printer: PrinterSettings): string {
  const { transport } = printer;
  switch (transport.kind) {
    case 'tcp':
      return `${transport.host}:${transport.port}`;
    case 'serial':
      return `${transport.path}, ${transport.baudRate}`;
    case 'usb':
      return 'path' in transport ? transport.path : `USB ${transport.vendorId}:${transport.productId}`;
    case 'spooler':
      return transport.queue;
    case 'file':
      return transport.path;
  }
}

export function profileView(profile: StoreProfile) {
  const { speedcash, paycools, fingerprints } = profile;
  return {
    store: profile.store,
    speedcash:
      speedcash === null
        ? null
        : {
            baseUrl: speedcash.baseUrl,
            clientId: speedcash.clientId,
            merchantId: speedcash.merchantId,
            ownerPhone: speedcash.ownerPhone,
          },
    paycools:
      paycools === null
        ? null
        : {
            baseUrl: paycools.baseUrl,
            clientId: paycools.clientId,
            merchantId: paycools.merchantId,
            regionNo: paycools.regionNo,
            branchNo: paycools.branchNo,
            expireAtmQr: paycools.expireAtmQr,
          },
    printers: profile.printers.map((printer) => ({
      name: printer.name,
      connection: connection(printer),
      paper: printer.paper,
      qr: printer.qr,
    })),
    fingerprints: SECRET_NAMES.flatMap((name) => {
      const fingerprint = fingerprints[name];
      return fingerprint === undefined ? [] : [{ name, fingerprint }];
    }),
  };
}

export function courierName({ wish }: Operation): string | null {
  return typeof wish.courierName === 'string' ? wish.courierName : null;
}

const timeOrNull = (ms: number | null): string | null => (ms === null ? null : jakartaMillis(ms));

export function operationView(operation: Operation) {
  const { id, kind, reference, state, code, attempts, operator, terminalId } = operation;
  return {
    id,
    kind,
    reference,
    state,
    code,
    attempts,
    courier: courierName(operation),
    operator,
    terminalId,
    createdAt: jakartaMillis(operation.createdAt),
    updatedAt: jakartaMillis(operation.updatedAt),
    retiredAt: timeOrNull(operation.retiredAt),
  };
}

export function attemptView(row: AttemptRow) {
  const { service, externalId, outcome, code, note } = row;
  return {
    service,
    externalId,
    outcome,
    code,
    note,
    startedAt: jakartaMillis(row.startedAt),
    endedAt: timeOrNull(row.endedAt),
  };
}

const SETTLING: readonly SettledBy[] = ['answer', 'query', 'list', 'repeat', 'person'];

/** How the outcome of an operation is known: by the last of its steps that settled it. */
export function settledView({ state }: Operation, events: readonly OperationEvent[]) {
  if (state !== 'ok' && state !== 'refused') return null;
  const last = events.findLast(({ event }) => SETTLING.some((by) => by === event));
  const by = SETTLING.find((name) => name === last?.event);
  return by === undefined || last === undefined ? null : { by, operator: last.operator, reason: last.reason };
}

export function printView(job: PrintJob) {
  const { printer, copy, state, proof, reason, printedOn, outs } = job;
  const createdAt = jakartaMillis(job.createdAt);
  return { jobId: job.id, printer, copy, state, proof, reason, printedOn, outs, createdAt };
}

/** A slip with what keeps it from going out. */
export function slipView(journal: Journal, job: PrintJob) {
  const operation = job.operationId === null ? null : journal.operation(job.operationId);
  const { kind, reference } = job;
  const courier = operation === null ? null : courierName(operation);
  return { ...printView(job), kind, reference, courier, trouble: sayPrinted(journal, job).trouble };
}

/** A printer in trouble, as the window shows it. */
export function printerTrouble(printer: string, trouble: unknown) {
  const known = PRINTER_TROUBLES.find((name) => name === trouble) ?? 'error';
  return { printer, state: 'trouble' as const, paper: null, trouble: known };
}

/** A QR's modules to draw on a screen, row by row, `1` is dark; null when the content is too long for any QR. */
export function screenQr(content: string): string[] | null {
  const matrix = qrMatrix(content, 'M');
  if (matrix === null) return null;
  const { size } = matrix;
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (__, column) => (matrix.isDark(row, column) ? '1' : '0')).join(''),
  );
}
