/** The window's shifts: the present one, X and Z, and the Zs that were made. */
import type { TillContract } from '../../shared/contract.ts';
import type { Actions } from '../../shared/define-contract.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { ReportLanguage } from '../../shared/shift-slip.ts';
import { closeShift, lookAtShift, openShift, printReport, type Reported } from '../app/shift.ts';
import { listShifts, showShift } from '../app/shift-read.ts';
import type { Till } from '../app/till.ts';
import type { Act, OpenTill } from './act.ts';

export interface ShiftDesk {
  readonly open: OpenTill;
  /** Of the papers: the window's own. */
  readonly language: () => ReportLanguage;
  /** Works off the queue up to this paper, beside whatever the window does. */
  readonly letOut: (till: Till, jobId: string) => void;
}

type Names =
  | 'shifts.now'
  | 'shifts.list'
  | 'shifts.show'
  | 'shifts.open'
  | 'shifts.x'
  | 'shifts.close'
  | 'shifts.print';

/** A report is shown the moment that it is there; what becomes of its paper is shown beside it. */
export function shiftActions(act: Act, { open, language, letOut }: ShiftDesk): Pick<Actions<TillContract>, Names> {
  const wish = (print: boolean) => ({ print, language: language(), untilPrinted: false });

  async function withPaper(run: (till: Till) => Promise<Outcome<Reported>>, till: Till): Promise<Outcome<Reported>> {
    const outcome = await run(till);
    const job = outcome.outcome === 'ok' ? outcome.data.print : undefined;
    if (job !== undefined) letOut(till, job.jobId);
    return outcome;
  }

  return {
    'shifts.now': async () => {
      const till = await open();
      return till.ok ? lookAtShift(till.value, wish(false)) : till.outcome;
    },
    'shifts.list': async ({ limit }) => {
      const till = await open();
      if (!till.ok) return till.outcome;
      const outcome = listShifts(till.value.journal, { limit: String(limit) });
      return outcome.outcome === 'ok' ? { ...outcome, data: { shifts: [...outcome.data.shifts] } } : outcome;
    },
    'shifts.show': async ({ number }) => {
      const till = await open();
      if (!till.ok) return till.outcome;
      const outcome = showShift(till.value.journal, String(number));
      return outcome.outcome === 'ok' ? { ...outcome, data: { report: outcome.data } } : outcome;
    },
    'shifts.open': (input) => act('shifts.open', input, null, async (till) => openShift(till)),
    'shifts.x': (input) => act('shifts.x', input, null, (till) => withPaper((on) => lookAtShift(on, wish(true)), till)),
    'shifts.close': (input) => {
      const { shift, empty, print } = input;
      const closing = { ...wish(print), shift, empty };
      return act('shifts.close', { shift }, null, (till) => withPaper((on) => closeShift(on, closing), till));
    },
    'shifts.print': ({ number }) =>
      act('shifts.print', { number }, null, async (till) => {
        const outcome = await printReport(till, { ...wish(true), number });
        if (outcome.outcome === 'ok') letOut(till, outcome.data.jobId);
        return outcome;
      }),
  };
}
