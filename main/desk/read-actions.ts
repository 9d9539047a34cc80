/** The window's questions that send nothing: this till's journal, a scanned text, the modules of a QR. */
import type { TillContract } from '../../shared/contract.ts';
import type { Actions } from '../../shared/define-contract.ts';
import type { Ok } from '../../shared/outcome.ts';
import { readQris, withoutScannerPrefix } from '../../shared/qris.ts';
import { words } from '../../shared/words.ts';
import type { App } from '../app/app.ts';
import { billNumberField, ownAtmQr } from '../app/expire-qr.ts';
import { bad, invalid } from '../app/input.ts';
import { showAtmQr } from '../app/show-atm-qr.ts';
import { findCouriers, findOperations } from './search.ts';
import { attemptView, operationView, printView, screenQr, settledView } from './views.ts';

export function ok<T>(data: T): Ok<T> {
  return { outcome: 'ok', code: null, words: words('desk.ok'), operationId: null, data };
}

type Names = 'couriers.search' | 'qr.show' | 'qr.read' | 'qr.matrix' | 'operations.list' | 'operations.detail';

/** @param open the till as it is now: another one after a sandbox was begun or a profile installed */
export function readActions(open: () => ReturnType<App['till']>): Pick<Actions<TillContract>, Names> {
  return {
    'couriers.search': async ({ search }) => {
      const till = await open();
      return till.ok ? ok({ couriers: findCouriers(till.value.journal, search) }) : till.outcome;
    },
    'qr.show': async ({ reference }) => {
      const till = await open();
      return till.ok ? showAtmQr(till.value, reference) : till.outcome;
    },
    'qr.read': async ({ scanned }) => {
      const till = await open();
      const own = till.ok ? ownAtmQr(till.value, scanned) : null;
      if (own !== null) {
        const { reference } = own;
        return ok({ billNumber: reference, reference, merchantName: null, amount: null });
      }
      const bill = billNumberField('scanned', scanned);
      if (!bill.ok) return invalid([bill.problem]);
      const qris = readQris(withoutScannerPrefix(scanned.trim()));
      const { merchantName, amount } = qris.ok ? qris : { merchantName: null, amount: null };
      return ok({ billNumber: bill.value, reference: null, merchantName, amount });
    },
    'qr.matrix': ({ content }) => {
      const rows = screenQr(content);
      if (rows !== null) return Promise.resolve(ok({ rows }));
      const tooLong = bad('content', 'field.too-long', { max: 2_953 });
      return Promise.resolve(invalid(tooLong.ok ? [] : [tooLong.problem]));
    },
    'operations.list': async (input) => {
      const till = await open();
      if (!till.ok) return till.outcome;
      const { operations, next } = findOperations(till.value.journal, input);
      return ok({ operations: operations.map(operationView), next });
    },
    'operations.detail': async ({ id }) => {
      const till = await open();
      if (!till.ok) return till.outcome;
      const { journal } = till.value;
      const operation = journal.operation(id);
      if (operation === null) {
        const gone = bad('id', 'field.operation');
        return invalid(gone.ok ? [] : [gone.problem]);
      }
      return ok({
        operation: operationView(operation),
        attempts: journal.attemptsOf(id).map(attemptView),
        prints: journal.printJobsOf(id).map(printView),
        settled: settledView(operation, journal.eventsOf(id)),
      });
    },
  };
}
