/** The durable queue of every printer: in order, one job at a time, and never twice what may be on paper already. */
import { jakartaDate } from '../../shared/jakarta-time.ts';
import type { PrinterSettings, PrinterTrouble, PrintResult } from '../../shared/printing.ts';
import { withMarks } from '../../shared/slip.ts';
import type { Journal } from '../ports/journal.ts';
import type { NewPrintJob, PrinterLocks, Printing, PrintJob, PrintStep } from '../ports/printing.ts';
import type { Clock } from '../ports/world.ts';

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
  /** Says of what a process that died left in `printing` that it may be on paper, unless somebody prints there now. */
  recover(printer: string): Promise<void>;
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

/** What a person may still decide about. */
function isOpen(job: PrintJob | null): job is PrintJob {
  return job !== null && ['queued', 'paused', 'possibly-printed', 'expired'].includes(job.state);
}

/** A print of a job that somebody else has had a word about meanwhile. */
const WITHDRAWN = Symbol('withdrawn');

interface Printed {
  /** The job as this process left it in the journal. */
  readonly job: PrintJob;
  readonly result: PrintResult;
}

export function createPrintQueue({ journal, printing, locks, clock, printers }: QueueNeeds): PrintQueue {
  /** Jobs that a person asked for while this process ran: for them no restart lies between. */
  const ours = new Set<string>();
  /** What is known of jobs although it could not be written (a full disk). */
  const unwritten = new Map<string, { readonly job: PrintJob; readonly step: PrintStep }>();
  const printerNamed = (name: string): PrinterSettings | null => printers.find((one) => one.name === name) ?? null;

  /** Waited too long, or over a restart into another day: whoever wanted it may be gone. */
  function isStale(job: PrintJob, printer: PrinterSettings): boolean {
    const now = clock.now();
    const age = now - job.queuedAt;
    if (age > (printer.waitMinutes ?? WAIT_MINUTES) * 60_000 || age < -CLOCK_SLACK_MS) return true;
    return !ours.has(job.id) && jakartaDate(now) !== jakartaDate(job.queuedAt);
  }

  /** @returns null when somebody dropped, moved or retired it while its printer was asked how it is: nothing was sent */
  async function print(job: PrintJob, on: PrinterSettings): Promise<Printed | null> {
    const backupFrom = on.name === job.printer ? {} : { backupFrom: job.printer };
    const slip = withMarks(job.slip, { duplicate: job.outs > 0, ...backupFrom });
    let kept = job;
    const onSend = (): void => {
      const taken = journal.stepPrint(job, { state: 'printing', on: on.name });
      if (taken === null) throw WITHDRAWN;
      kept = taken;
    };
    try {
      const result = await printing.print(slip, on, { onSend });
      return { job: kept, result };
    } catch (error) {
      if (error === WITHDRAWN) return null;
      throw error;
    }
  }

  /** On its printer, or where that cannot print now and nothing has left, on the substitute. */
  async function printSomewhere(job: PrintJob, printer: PrinterSettings): Promise<Printed | null> {
    const first = await print(job, printer);
    const substitute = printer.substitute === undefined ? null : printerNamed(printer.substitute);
    if (first === null || substitute === null || substitute === printer || !mayGoElsewhere(first.result)) return first;
    // It was about to leave before the printer refused: back to waiting before it is tried elsewhere.
    const waiting = first.job === job ? job : journal.stepPrint(first.job, stepAfter(first.result));
    const second = waiting === null ? null : await print(waiting, substitute);
    // Neither can: the trouble to see to is that of its own printer.
    return second?.result.kind === 'not-printed' ? { job: second.job, result: first.result } : second;
  }

  /** @returns whether the printer may be given the next job */
  async function handle(job: PrintJob, printer: PrinterSettings): Promise<boolean> {
    if (job.slip.parts.length === 0) journal.stepPrint(job, { state: 'not-printed', reason: 'damaged' });
    else if (isStale(job, printer)) journal.stepPrint(job, { state: 'expired' });
    else {
      const printed = await printSomewhere(job, printer);
      return printed === null || settle(printed);
    }
    return true;
  }

  function settle({ job, result }: Printed): boolean {
    const step = stepAfter(result);
    // A printer that is still out of paper makes no news; whoever has had a word meanwhile keeps it.
    const news = step.state !== 'paused' || job.state !== 'paused' || job.reason !== step.reason;
    try {
      if (news) journal.stepPrint(job, step);
    } catch (error) {
      unwritten.set(job.id, { job, step });
      throw error;
    }
    return step.state !== 'paused';
  }

  /** What could not be written when it was learned; call it before anybody calls these jobs dead. */
  function catchUp(): void {
    for (const [id, { job, step }] of unwritten) {
      journal.stepPrint(job, step);
      unwritten.delete(id);
    }
  }

  /** Slips for a printer that is in the profile no more wait for a person. */
  function leaveBehind(name: string): void {
    for (let job = journal.nextPrint(name); job !== null; job = journal.nextPrint(name)) {
      journal.stepPrint(job, { state: 'expired', reason: 'printer-gone' });
    }
  }

  /** @returns false when another process works at this queue */
  async function holding(name: string, work: () => Promise<void> | void): Promise<boolean> {
    const lock = await locks.acquire(`queue ${name}`, 0);
    if (!lock.held) return false;
    try {
      catchUp();
      journal.recoverPrints(name);
      await work();
      return true;
    } finally {
      lock.release();
    }
  }

  function work(name: string): Promise<boolean> {
    return holding(name, async () => {
      const printer = printerNamed(name);
      if (printer === null) return leaveBehind(name);
      for (let job = journal.nextPrint(name); job !== null; job = journal.nextPrint(name)) {
        if (!(await handle(job, printer))) break;
      }
    });
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

  /** A person's word, on the job as it is when it is written. */
  function decide(jobId: string, step: PrintStep): PrintJob | null {
    for (;;) {
      const job = journal.printJob(jobId);
      if (!isOpen(job)) return null;
      const decided = journal.stepPrint(job, step);
      if (decided !== null) return decided;
    }
  }

  return {
    add: (job) => {
      const added = journal.beginPrint(job);
      ours.add(added.id);
      return added;
    },
    putBack: (jobId, printer) => {
      const job = decide(jobId, { state: 'queued', printer });
      if (job !== null) ours.add(jobId);
      return job;
    },
    drop: (jobId) => decide(jobId, { state: 'dropped' }),
    recover: async (printer) => {
      await holding(printer, () => undefined);
    },
    finish,
    workAll: async () => {
      const names = new Set([...printers.map((one) => one.name), ...journal.waitingPrints().map((job) => job.printer)]);
      await Promise.all(Array.from(names, (name) => work(name)));
    },
  };
}
