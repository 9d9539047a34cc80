/** The durable queue of every printer: in order, one job at a time, and never twice what may be on paper already. */
import { jakartaDate } from '../../shared/jakarta-time.ts';
import type { PrinterSettings, PrinterTrouble, PrintResult } from '../../shared/printing.ts';
import { withMarks } from '../../shared/slip.ts';
import type { Clock, Journal, NewPrintJob, PrinterLocks, Printing, PrintJob, PrintStep } from '../ports.ts';

export interface QueueNeeds {
  readonly journal: Journal;
  readonly printing: Printing;
  readonly locks: PrinterLocks;
  readonly clock: Clock;
  readonly printers: readonly PrinterSettings[];
}

export interface PrintQueue {
  /** Puts a job at the end of its printer's queue, on disk. */
  add(job: NewPrintJob): PrintJob;
  /**
   * A person wants it out (again), on this printer. One that may be on paper already is marked as a possible duplicate.
   * @returns null for one that is printing now, is done, was dropped, or can never be printed
   */
  putBack(jobId: string, printer: string): PrintJob | null;
  /** A person wants no more of it. @returns null for one that is printing now or has ended */
  drop(jobId: string): PrintJob | null;
  /**
   * Works off what waits before this job, and the job.
   * @returns the job as it is when it has ended, waits for its printer or for a person
   */
  finish(jobId: string): Promise<PrintJob>;
  /** Works off whatever may go out without a person, at every printer of the profile; the printers side by side. */
  workAll(): Promise<void>;
}

/** How long a job waits for its printer unless the profile says otherwise, minutes. */
const WAIT_MINUTES = 10;
/** A clock that was set back makes a job look younger than new. */
const CLOCK_SLACK_MS = 60_000;
/** Between two looks whether another process is done with our printer's queue. */
const OTHERS_MS = 250;
/** How long another process may work at it before we tell our caller that the job waits. */
const PATIENCE_MS = 30_000;

/** What no patience mends: the job, not the printer, is the matter. */
const HOPELESS: readonly PrinterTrouble[] = ['too-long', 'transport-unsupported'];

function stepAfter(result: PrintResult): PrintStep {
  if (result.kind === 'done') return { state: 'done', proof: result.proof };
  if (result.kind === 'possibly-printed') return { state: 'possibly-printed', reason: result.trouble };
  return { state: HOPELESS.includes(result.trouble) ? 'not-printed' : 'paused', reason: result.trouble };
}

function mayGoElsewhere(result: PrintResult): boolean {
  return result.kind === 'not-printed' && !HOPELESS.includes(result.trouble);
}

/** Nothing of it is leaving, and no person is asked. */
function isFree(job: PrintJob): boolean {
  return job.state === 'queued' || job.state === 'paused';
}

/** What a person may still decide about. */
function isOpen(job: PrintJob | null): job is PrintJob {
  return job !== null && (isFree(job) || job.state === 'possibly-printed' || job.state === 'expired');
}

export function createPrintQueue({ journal, printing, locks, clock, printers }: QueueNeeds): PrintQueue {
  /** Jobs that a person asked for while this process ran: for them no restart lies between. */
  const ours = new Set<string>();
  const printerNamed = (name: string): PrinterSettings | null => printers.find((one) => one.name === name) ?? null;

  /** Waited too long, or over a restart into another day: whoever wanted it may be gone. */
  function isStale(job: PrintJob, printer: PrinterSettings): boolean {
    const now = clock.now();
    const age = now - job.queuedAt;
    if (age > (printer.waitMinutes ?? WAIT_MINUTES) * 60_000 || age < -CLOCK_SLACK_MS) return true;
    return !ours.has(job.id) && jakartaDate(now) !== jakartaDate(job.queuedAt);
  }

  /** An ATM QR that was retired meanwhile must not come out on paper. */
  function isUnwanted(job: PrintJob): boolean {
    return job.operationId !== null && journal.operation(job.operationId)?.retiredAt != null;
  }

  /** @returns null when a person dropped or moved it while its printer was asked how it is */
  async function print(job: PrintJob, on: PrinterSettings): Promise<PrintResult | null> {
    const backupFrom = on.name === job.printer ? {} : { backupFrom: job.printer };
    const slip = withMarks(job.slip, { duplicate: job.outs > 0, ...backupFrom });
    let withdrawn = false;
    const onSend = (): void => {
      const now = journal.printJob(job.id);
      withdrawn = now === null || !isFree(now) || now.queuedAt !== job.queuedAt || now.printer !== job.printer;
      if (withdrawn) throw new Error(`${job.id} was withdrawn.`);
      journal.updatePrint(job.id, { state: 'printing', on: on.name });
    };
    try {
      return await printing.print(slip, on, { onSend });
    } catch (error) {
      if (withdrawn) return null;
      throw error;
    }
  }

  /** On its printer, or where that cannot print now and nothing has left, on the substitute. */
  async function printSomewhere(job: PrintJob, printer: PrinterSettings): Promise<PrintResult | null> {
    const result = await print(job, printer);
    const substitute = printer.substitute === undefined ? null : printerNamed(printer.substitute);
    if (result === null || substitute === null || substitute === printer || !mayGoElsewhere(result)) return result;
    const now = journal.printJob(job.id);
    // It was about to leave before the printer refused: back to waiting before it is tried elsewhere.
    if (now?.state === 'printing') journal.updatePrint(job.id, stepAfter(result));
    const second = await print(job, substitute);
    // Neither can: the trouble to see to is that of its own printer.
    return second?.kind === 'not-printed' ? result : second;
  }

  /** @returns whether the printer may be given the next job */
  async function handle(job: PrintJob, printer: PrinterSettings): Promise<boolean> {
    if (isUnwanted(job)) journal.updatePrint(job.id, { state: 'dropped' });
    else if (job.slip.parts.length === 0) journal.updatePrint(job.id, { state: 'not-printed', reason: 'damaged' });
    else if (isStale(job, printer)) journal.updatePrint(job.id, { state: 'expired' });
    else return settle(job, await printSomewhere(job, printer));
    return true;
  }

  function settle(job: PrintJob, result: PrintResult | null): boolean {
    const now = journal.printJob(job.id);
    // Where a person has had a word meanwhile, that stands; a printer that is still out of paper makes no news.
    if (result === null || now === null || !(isFree(now) || now.state === 'printing')) return true;
    const step = stepAfter(result);
    if (step.state !== 'paused' || now.state !== 'paused' || now.reason !== step.reason) {
      journal.updatePrint(job.id, step);
    }
    return step.state !== 'paused';
  }

  /** @returns false when another process works at this queue */
  async function work(name: string): Promise<boolean> {
    const lock = await locks.acquire(`queue ${name}`, 0);
    if (!lock.held) return false;
    try {
      journal.recoverPrints(name);
      const printer = printerNamed(name);
      for (let job = journal.nextPrint(name); job !== null && printer !== null; job = journal.nextPrint(name)) {
        if (!(await handle(job, printer))) break;
      }
      return true;
    } finally {
      lock.release();
    }
  }

  async function finish(jobId: string): Promise<PrintJob> {
    const until = clock.monotonic() + PATIENCE_MS;
    for (;;) {
      const job = journal.printJob(jobId);
      if (job === null) throw new Error(`${jobId} is not in the journal.`);
      const worked = await work(job.printer);
      const now = journal.printJob(jobId) ?? job;
      if (worked || (now.state !== 'queued' && now.state !== 'printing')) return now;
      // Whoever works there takes ours, too.
      if (clock.monotonic() >= until) return now;
      await clock.sleep(OTHERS_MS);
    }
  }

  return {
    add: (job) => {
      const added = journal.beginPrint(job);
      ours.add(added.id);
      return added;
    },
    putBack: (jobId, printer) => {
      const job = journal.printJob(jobId);
      if (!isOpen(job)) return null;
      ours.add(jobId);
      return journal.updatePrint(jobId, { state: 'queued', printer });
    },
    drop: (jobId) => {
      const job = journal.printJob(jobId);
      if (!isOpen(job)) return null;
      return journal.updatePrint(jobId, { state: 'dropped' });
    },
    finish,
    workAll: async () => {
      const names = new Set([...printers.map((one) => one.name), ...journal.waitingPrints().map((job) => job.printer)]);
      await Promise.all(Array.from(names, (name) => work(name)));
    },
  };
}
