/** The window's printers: how they are, what waits for them, and the watch that lets slips out as soon as they can go. */
import type { TillContract } from '../../shared/contract.ts';
import type { Actions } from '../../shared/define-contract.ts';
import { jakartaMillis } from '../../shared/jakarta-time.ts';
import { learnPrinter } from '../app/learn-printer.ts';
import { dropPrint, resumePrint } from '../app/print-queue.ts';
import { printTest } from '../app/print-slip.ts';
import { printerStatus } from '../app/printers.ts';
import type { Till } from '../app/till.ts';
import type { Journal } from '../ports/journal.ts';
import type { PrintJob } from '../ports/printing.ts';
import type { Act } from './act.ts';
import { journalTroubleOf } from './journal-faults.ts';
import { ok } from './read-actions.ts';
import type { DeskState } from './state.ts';
import { printerTrouble, slipView } from './views.ts';

/** How many of the newest slips the window is told of, besides those that wait. */
const NEWEST = 20;
/** What goes on without a person. */
const MOVING: readonly PrintJob['state'][] = ['queued', 'paused', 'printing'];
/** How often a printer that keeps slips waiting is asked again. */
const WATCH_MS = 2_000;
/** How often the window is told anew while something prints. */
const GLANCE_MS = 250;
/** How often the first printer is asked how it is while nothing waits. */
const LOOK_MS = 10_000;

/** What waits, oldest first, then the newest that left the queue. */
function slipsOf(journal: Journal): readonly PrintJob[] {
  const waiting = journal.waitingPrints();
  const ended = journal
    .printJobs({ limit: NEWEST })
    .filter((job) => job.state === 'done' || job.state === 'dropped' || job.state === 'not-printed');
  return [...waiting, ...ended];
}

export interface DeskPrinters {
  /** Takes over what the journal says of the slips. */
  showSlips(till: Till): void;
  /** Shows the slips while work moves them, so that one that is printing is seen to be; as the work ends, this does. */
  shownWhile<T>(till: Till, work: Promise<T>): Promise<T>;
  /** Works off the queue up to this slip. */
  finish(till: Till, jobId: string): Promise<void>;
  /** Asks a printer how it is; the first one's answer goes into the status bar. */
  shownStatus(till: Till, printer: string): ReturnType<Actions<TillContract>['printers.status']>;
  /** Lets slips out as soon as their printers can take them, until it is stopped. */
  watch(till: Till): Watch;
}

export interface Watch {
  /** Resolves when nothing is printing on its behalf any more. */
  stop(): Promise<void>;
}

/** @param onBug told of a fault of the program in what nobody waits for */
export function createDeskPrinters(state: DeskState, onBug: (error: unknown) => void): DeskPrinters {
  /** The journal, and the moment of it, whose slips the window has: each of them costs several reads. */
  let shown: { readonly journal: Journal; readonly mark: string } | null = null;

  const showSlips = ({ journal }: Till): void => {
    const mark = journal.changeMark();
    if (shown?.journal === journal && shown.mark === mark) return;
    state.set({ slips: slipsOf(journal).map((job) => slipView(journal, job)) });
    shown = { journal, mark };
  };

  async function shownStatus(till: Till, printer: string) {
    const outcome = await printerStatus(till, { printer });
    const shown =
      outcome.outcome === 'ok'
        ? outcome.data
        : outcome.outcome === 'unavailable' && outcome.about?.state === 'trouble'
          ? printerTrouble(printer, outcome.about.trouble)
          : null;
    if (shown !== null && printer === till.profile.printers[0]?.name) {
      state.set({ printer: { ...shown, at: jakartaMillis(till.clock.now()) } });
    }
    // The window shows a printer in trouble as what it is: an answer to "how are you", not a failed question.
    return shown === null ? outcome : { ...ok(shown), words: outcome.words };
  }

  /** One showing for all that prints at the same time, however many there are. */
  let showing: { readonly ended: Promise<void>; readonly stop: () => void; works: number } | null = null;

  function startShowing(till: Till): NonNullable<typeof showing> {
    const worked = new AbortController();
    const ended = (async () => {
      while (!worked.signal.aborted) {
        showSlips(till);
        // A sleep that is cut short is how the showing ends.
        await till.clock.sleep(GLANCE_MS, worked.signal).catch(() => undefined);
      }
    })();
    return { ended, stop: () => worked.abort(), works: 0 };
  }

  async function shownWhile<T>(till: Till, work: Promise<T>): Promise<T> {
    showing ??= startShowing(till);
    const mine = showing;
    mine.works += 1;
    try {
      return await work;
    } finally {
      mine.works -= 1;
      if (mine.works === 0) {
        if (showing === mine) showing = null;
        mine.stop();
        await mine.ended;
      }
    }
  }

  async function finish(till: Till, jobId: string): Promise<void> {
    await shownWhile(till, till.queue.finish(jobId));
  }

  async function turn(till: Till, first: string | undefined, askedAt: number): Promise<number> {
    // A data folder that was taken away has no printer's lock to take; that it is gone is what the window is told already.
    if (till.journal.ready()?.trouble === 'moved') return askedAt;
    // One that prints may be a dead process's: whoever holds its queue finds out.
    const waits = till.journal.waitingPrints().some(({ state }) => MOVING.includes(state));
    const now = till.clock.monotonic();
    if (!waits && now < askedAt + LOOK_MS) return askedAt;
    if (waits) await shownWhile(till, till.queue.workAll());
    if (first !== undefined) await shownStatus(till, first);
    return now;
  }

  function watch(till: Till): Watch {
    const stopping = new AbortController();
    const first = till.profile.printers[0]?.name;
    const watching = (async () => {
      let askedAt = till.clock.monotonic();
      while (!stopping.signal.aborted) {
        try {
          // A disk fills, and is freed again, while nobody presses anything.
          state.set({ journalTrouble: journalTroubleOf({ ok: true, value: till }) });
          askedAt = await turn(till, first, askedAt);
          showSlips(till);
        } catch (error) {
          onBug(error);
        }
        // A sleep that is cut short is how the watch ends.
        await till.clock.sleep(WATCH_MS, stopping.signal).catch(() => undefined);
      }
    })();
    return {
      stop: async () => {
        stopping.abort();
        await watching;
      },
    };
  }

  return { showSlips, shownWhile, finish, shownStatus, watch };
}

type Names = 'printers.status' | 'printers.test' | 'printers.learn' | 'slips.resume' | 'slips.drop';

/** @param askPrinter looks at the printer again after something was sent to it */
export function printerActions(
  act: Act,
  printers: DeskPrinters,
  askPrinter: (printer?: string) => Promise<void>,
): Pick<Actions<TillContract>, Names> {
  return {
    'printers.status': (input) =>
      act('printers.status', input, null, (till) => printers.shownStatus(till, input.printer)),
    'printers.test': async (input) => {
      const outcome = await act('printers.test', input, null, (till) =>
        printers.shownWhile(till, printTest(till, input)),
      );
      await askPrinter(input.printer);
      return outcome;
    },
    'printers.learn': (input) => act('printers.learn', input, null, (till) => learnPrinter(till, input)),
    'slips.resume': async (input) => {
      const outcome = await act('slips.resume', input, null, (till) =>
        printers.shownWhile(till, resumePrint(till, { job: input.jobId, printer: input.printer })),
      );
      await askPrinter(input.printer);
      return outcome;
    },
    'slips.drop': (input) =>
      act('slips.drop', input, null, async (till) => {
        const outcome = await dropPrint(till, { job: input.jobId });
        return outcome.outcome === 'ok' ? { ...outcome, data: {} } : outcome;
      }),
  };
}
