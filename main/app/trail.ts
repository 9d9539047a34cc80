/** What this process itself has begun, so that one that is stopped half-way speaks of nothing but its own. */
import type { Outcome } from '../../shared/outcome.ts';
import { words } from '../../shared/words.ts';
import { journalTrouble } from '../journal/trouble.ts';
import type { Journal } from '../ports/journal.ts';
import { atmQrOf } from './atm-qr.ts';
import { printOutcome, sayPrinted } from './print-words.ts';

interface Steps {
  operationId: string | null;
  attempted: boolean;
  printId: string | null;
}

export interface Trail {
  readonly journal: Journal;
  /** What is known of the command that was stopped. */
  readonly interrupted: () => Outcome<unknown>;
}

/** The journal as it is, with a note of what goes through it. */
export function followJournal(journal: Journal): Trail {
  const steps: Steps = { operationId: null, attempted: false, printId: null };
  const followed: Journal = {
    ...journal,
    beginAttempt: (attempt) => {
      steps.attempted = true;
      steps.operationId = attempt.operationId ?? steps.operationId;
      return journal.beginAttempt(attempt);
    },
    beginPrint: (job) => {
      const begun = journal.beginPrint(job);
      steps.printId = begun.id;
      steps.operationId = job.operationId ?? steps.operationId;
      return begun;
    },
    shifts: {
      ...journal.shifts,
      close: (closing) => {
        const closed = journal.shifts.close(closing);
        if (closed.done === 'closed') steps.printId = closed.job?.id ?? steps.printId;
        return closed;
      },
    },
    stepPrint: (seen, step) => {
      // Wanted again by this command, or under way because of it.
      if (step.state === 'queued' || step.state === 'printing') steps.printId = seen.id;
      return journal.stepPrint(seen, step);
    },
  };
  return { journal: followed, interrupted: () => speakIfReadable(journal, steps) };
}

/** A journal that cannot be read any more speaks for nothing: then only what this process itself has begun counts. */
function speakIfReadable(journal: Journal, steps: Steps): Outcome<unknown> {
  try {
    return speakOf(journal, steps);
  } catch (error) {
    if (journalTrouble(error) === null) throw error;
    const begun = steps.attempted || steps.printId !== null;
    const said = words(begun ? 'call.interrupted' : 'call.interrupted-idle');
    return { outcome: begun ? 'unknown' : 'not-sent', code: null, operationId: steps.operationId, words: said };
  }
}

function speakOf(journal: Journal, { operationId, attempted, printId }: Steps): Outcome<unknown> {
  const base = { code: null, operationId };
  const operation = operationId === null ? null : journal.operation(operationId);
  const job = printId === null ? null : journal.printJob(printId);
  if (!attempted && job === null) {
    return { outcome: 'not-sent', ...base, words: words('call.interrupted-idle') };
  }
  const proof = job?.proof ?? 'unconfirmed';
  if (operation === null) {
    if (job !== null) {
      const printed = sayPrinted(journal, job);
      // It was this very process that printed it.
      return printOutcome(job.state === 'printing' ? { ...printed, words: words('call.interrupted-print') } : printed);
    }
    return { outcome: 'unknown', ...base, words: words('call.interrupted-read') };
  }
  const { reference } = operation;
  if (operation.state === 'ok') {
    const data = {
      reference,
      ...atmQrOf(operation),
      ...(job === null ? {} : { print: { jobId: job.id, proof, copy: job.copy, state: job.state } }),
    };
    return { outcome: 'ok', code: operation.code, operationId, words: words('call.interrupted-done'), data };
  }
  if (operation.state === 'refused' || operation.state === 'not-sent') {
    const outcome = operation.state;
    const code = operation.code ?? '';
    return { outcome, code, operationId, words: words('call.interrupted-refused'), about: { reference } };
  }
  return { outcome: 'unknown', ...base, words: words('call.interrupted'), about: { reference } };
}
