/** The window's presses at the providers: the terminal, the merchant, ATM QRs and the day's QRs. */
import type { TillContract } from '../../shared/contract.ts';
import type { Actions } from '../../shared/define-contract.ts';
import { jakartaMillis } from '../../shared/jakarta-time.ts';
import type { App } from '../app/app.ts';
import { checkAtmQr } from '../app/check-atm-qr.ts';
import { expireQr } from '../app/expire-qr.ts';
import { generateAtmQr } from '../app/generate-atm-qr.ts';
import { merchantStatus } from '../app/merchant-status.ts';
import { printAgain } from '../app/print-slip.ts';
import { registerTerminal } from '../app/register-terminal.ts';
import type { Till } from '../app/till.ts';
import type { ProviderName } from '../ports/operations.ts';
import type { Act, OpenTill } from './act.ts';
import { qrsOfDay } from './day.ts';
import type { DeskPrinters } from './printers.ts';
import { ok } from './read-actions.ts';
import type { DeskState } from './state.ts';

export interface QrDesk {
  readonly state: DeskState;
  readonly printers: DeskPrinters;
  readonly open: OpenTill;
  readonly app: () => App;
  /** Looks at the printer again after something was sent to it. */
  readonly askPrinter: (printer?: string) => Promise<void>;
  /** An answer, or none, was had from a provider. */
  readonly reached: (provider: ProviderName, reach: 'reachable' | 'unreachable') => void;
  /** Work that nobody waits for, until the program quits. */
  readonly alongside: (work: Promise<void>) => void;
  readonly faults: (error: unknown) => void;
}

type Names =
  | 'terminal.register'
  | 'merchant.status'
  | 'qr.generate'
  | 'qr.check'
  | 'qr.seen'
  | 'qr.print'
  | 'qr.list'
  | 'qr.expire';

type Pressed = Pick<Actions<TillContract>, Names>;

function atmQrActions(act: Act, desk: QrDesk): Pick<Pressed, 'qr.generate' | 'qr.check' | 'qr.seen' | 'qr.print'> {
  const { printers, open, askPrinter } = desk;

  function letOut(till: Till, jobId: string): void {
    desk.alongside(
      printers
        .finish(till, jobId)
        .then(() => askPrinter())
        .catch(desk.faults),
    );
  }

  return {
    'qr.generate': async (input) => {
      // The QR is shown the moment that it is made; what becomes of its slip is shown beside it.
      const wish = { ...input, untilPrinted: false };
      const outcome = await act('qr.generate', input, 'paycools', (till) => generateAtmQr(till, wish));
      if (outcome.outcome === 'ok' && outcome.data.print !== undefined) {
        const till = await open();
        if (till.ok) letOut(till.value, outcome.data.print.jobId);
      }
      return outcome;
    },
    'qr.check': (input) => act('qr.check', input, 'paycools', (till) => checkAtmQr(till, input)),
    'qr.seen': async ({ reference }) => {
      const till = await open();
      if (!till.ok) return till.outcome;
      const merchantId = till.value.profile.paycools?.merchantId ?? '';
      const seen = till.value.journal.operationByReference('generate', merchantId, reference);
      if (seen !== null) await desk.app().told(seen.id);
      return ok({});
    },
    'qr.print': async (input) => {
      const outcome = await act('qr.print', input, null, (till) => printers.shownWhile(till, printAgain(till, input)));
      await askPrinter(input.printer);
      return outcome;
    },
  };
}

export function qrActions(act: Act, desk: QrDesk): Pressed {
  const { state } = desk;
  return {
    ...atmQrActions(act, desk),
    'terminal.register': (input) =>
      act('terminal.register', input, 'speedcash', (till) => {
        // In the window "register again" means the terminal that this till is, whatever it was named.
        const { registered, terminalId } = state.get().terminal;
        const own = registered && terminalId !== null ? { terminalId } : {};
        return registerTerminal(till, { ...own, ...input });
      }),
    'merchant.status': (input) =>
      act('merchant.status', input, 'speedcash', async (till) => {
        const outcome = await merchantStatus(till, {});
        if (outcome.outcome === 'ok') {
          state.set({ merchant: { ...outcome.data, at: jakartaMillis(till.clock.now()) } });
        }
        return outcome;
      }),
    'qr.list': (input) =>
      act('qr.list', input, null, async (till) => {
        const outcome = await qrsOfDay(till, input.date, desk.app().clockOffset() ?? 0);
        if (outcome.outcome === 'ok') {
          const reach = outcome.data.trouble === null ? 'reachable' : 'unreachable';
          if (till.profile.speedcash !== null) desk.reached('speedcash', reach);
        }
        return outcome;
      }),
    'qr.expire': (input) => act('qr.expire', input, 'speedcash', (till) => expireQr(till, input)),
  };
}
