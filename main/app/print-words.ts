/** What is said of a print job: in words for a cashier, and as the outcome of the command that wanted it. */
import type { Outcome, Words } from '../../shared/outcome.ts';
import type { PrinterTrouble, PrintReason, Proof } from '../../shared/printing.ts';
import { words } from '../../shared/words.ts';
import type { Journal } from '../ports/journal.ts';
import type { PrintJob } from '../ports/printing.ts';

export interface Printed {
  readonly job: PrintJob;
  /** Why it is not out; null: it is. */
  readonly trouble: PrintReason | null;
  readonly words: Words;
}

export interface PrintDone {
  readonly jobId: string;
  readonly proof: Proof;
  /** 0: the original; 1, 2 …: a marked copy */
  readonly copy: number;
}

type Both = { readonly id: string; readonly en: string };

const TROUBLE_WORDS: Readonly<Record<PrintReason, Both>> = {
  unreachable: { id: 'printer tidak dapat dihubungi', en: 'the printer cannot be reached' },
  'paper-out': { id: 'kertas habis', en: 'it is out of paper' },
  'cover-open': { id: 'penutup printer terbuka', en: "the printer's cover is open" },
  offline: { id: 'printer sedang offline', en: 'the printer is offline' },
  error: { id: 'printer melaporkan kerusakan', en: 'the printer reports an error' },
  'connection-lost': { id: 'sambungan ke printer putus', en: 'the connection to the printer broke' },
  'no-answer': { id: 'printer berhenti menerima data', en: 'the printer stopped taking data' },
  'transport-unsupported': {
    id: 'jenis sambungan printer ini tidak didukung di mesin ini',
    en: 'this kind of printer connection is not supported on this machine',
  },
  busy: { id: 'printer sedang dipakai program lain', en: 'another program is using the printer' },
  'too-long': { id: 'isi QR terlalu panjang untuk kertas ini', en: "the QR's content is too long for this paper" },
  'program-ended': { id: 'program berakhir saat mencetak', en: 'the program ended while it printed' },
  'printer-gone': {
    id: 'printernya tidak ada lagi di profil toko',
    en: "its printer is not in the store's profile any more",
  },
  damaged: { id: 'isi slip di jurnal rusak', en: "the slip's content in the journal is damaged" },
};

export function troubleWords(trouble: PrintReason): {
  readonly id: { readonly trouble: string };
  readonly en: { readonly trouble: string };
} {
  const said = TROUBLE_WORDS[trouble];
  return { id: { trouble: said.id }, en: { trouble: said.en } };
}

/** Behind a job that waits, its own reason says nothing: the printer's trouble is that of the first in the queue. */
function troubleOf(journal: Pick<Journal, 'nextPrint'>, job: PrintJob): PrintReason | null {
  if (job.state === 'done') return null;
  if (job.state === 'printing') return 'busy';
  if (job.state === 'queued') {
    const first = journal.nextPrint(job.printer);
    // The first of its queue is about to be taken: nothing is the matter.
    return first?.reason ?? (first?.id === job.id ? null : 'busy');
  }
  return job.reason;
}

function wordsOf(job: PrintJob, trouble: PrintReason | null): Words {
  const { id: jobId, printer } = job;
  const why = troubleWords(trouble ?? (job.state === 'queued' ? 'busy' : 'error'));
  switch (job.state) {
    case 'done':
      return job.proof === 'printed'
        ? words('print.printed')
        : words('print.unproved', { proof: job.proof ?? 'unconfirmed' });
    case 'queued':
    case 'paused':
      return words('print.waiting', { jobId, printer }, why);
    case 'printing':
      return words('print.elsewhere', { jobId });
    case 'possibly-printed':
      return words('print.possibly', {}, why);
    case 'expired':
      return job.reason === 'printer-gone' ? words('print.printer-gone', { printer }) : words('print.expired');
    case 'dropped':
      return words('print.dropped', { jobId });
    case 'not-printed':
      return words('print.not-printed', {}, why);
  }
}

/** @param job as the queue left it */
export function sayPrinted(journal: Pick<Journal, 'nextPrint'>, job: PrintJob): Printed {
  const trouble = troubleOf(journal, job);
  return { job, trouble, words: wordsOf(job, trouble) };
}

/** The trouble as the window's contract knows it. */
export function printerTroubleOf(reason: PrintReason): PrinterTrouble {
  return reason === 'program-ended' || reason === 'damaged' || reason === 'printer-gone' ? 'error' : reason;
}

/** ok with its proof · `unknown` when part of it may be on paper · else `not-sent`: nothing of it went out by this wish. */
export function printOutcome({ job, trouble, words: said }: Printed): Outcome<PrintDone> {
  const base = { code: null, words: said, operationId: job.operationId };
  if (job.state === 'done' && job.proof !== null) {
    return { outcome: 'ok', ...base, data: { jobId: job.id, proof: job.proof, copy: job.copy } };
  }
  const { id: jobId, copy, state } = job;
  const about = { jobId, proof: 'unconfirmed', copy, state, ...(trouble === null ? {} : { trouble }) };
  const maybe = state === 'possibly-printed' || state === 'printing';
  return { outcome: maybe ? 'unknown' : 'not-sent', ...base, about };
}
