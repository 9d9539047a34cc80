/** The lines that a person reads below an outcome, by command. */

import { jakartaForSlip } from '../../shared/jakarta-time.ts';
import { formatRupiah } from '../../shared/money.ts';
import type { Finding, Health } from '../app/doctor.ts';
import type { AtmQrMade } from '../app/generate-atm-qr.ts';
import type { PrinterLearned } from '../app/learn-printer.ts';
import type { QrsOfDay } from '../app/list-qrs.ts';
import type { QueuedPrint } from '../app/print-queue.ts';
import type { ListedOperation } from '../app/read-journal.ts';
import type { TerminalShown } from '../app/show-terminal.ts';
import type { MerchantStatus } from '../providers/speedcash.ts';
import { type Language, pairs, safe, table } from './say.ts';

type Labels<Key extends string> = Readonly<Record<Language, Readonly<Record<Key, string>>>>;

const QR_LABELS: Labels<'reference' | 'cdm' | 'status' | 'content' | 'proof' | 'copy' | 'job'> = {
  id: {
    reference: 'No. referensi',
    cdm: 'No. PayCools',
    status: 'Status',
    content: 'Isi QR',
    proof: 'Bukti cetak',
    copy: 'Salinan ke',
    job: 'Cetakan',
  },
  en: {
    reference: 'Reference',
    cdm: 'PayCools id',
    status: 'Status',
    content: 'QR content',
    proof: 'Proof of print',
    copy: 'Copy no.',
    job: 'Print job',
  },
};

export function describeAtmQr(made: AtmQrMade, language: Language): readonly string[] {
  const label = QR_LABELS[language];
  const { print } = made;
  return pairs([
    [label.reference, made.reference],
    [label.cdm, made.cdmReferenceId],
    [label.status, made.qrStatus],
    [label.content, made.qrContent],
    ...(print === undefined ? [] : ([[label.proof, print.proof]] as const)),
    ...(print === undefined || print.copy === 0 ? [] : ([[label.copy, print.copy]] as const)),
    ...(print === undefined || print.state === 'done' ? [] : ([[label.job, print.jobId]] as const)),
  ]);
}

const STATUS_LABELS: Labels<'status' | 'store' | 'pending' | 'accepted' | 'rejected'> = {
  id: { status: 'Status', store: 'Nama toko', pending: 'belum disetujui', accepted: 'diterima', rejected: 'ditolak' },
  en: { status: 'Status', store: 'Store', pending: 'pending', accepted: 'accepted', rejected: 'rejected' },
};

export function describeStatus(data: MerchantStatus, language: Language): readonly string[] {
  const label = STATUS_LABELS[language];
  return pairs([
    [label.status, label[data.status]],
    [label.store, data.storeName],
    ['Merchant', data.merchantId],
    ['MID', data.mid],
    ['NMID', data.nmid],
  ]);
}

const LIST_HEADERS: Readonly<Record<Language, readonly string[]>> = {
  id: ['ID QR', 'JENIS', 'DIBUAT', 'BERAKHIR', 'JUMLAH'],
  en: ['QR ID', 'TYPE', 'MADE', 'EXPIRES', 'AMOUNT'],
};

/** `2026-11-21T14:20:49+07:00` as `21/11/2026 14:20`. */
function localTime(iso: string | null): string {
  return iso === null ? '–' : jakartaForSlip(Date.parse(iso));
}

export function describeList(data: QrsOfDay, language: Language): readonly string[] {
  if (data.qrs.length === 0) return [];
  const rows = data.qrs.map((qr) => [
    qr.idQr,
    language === 'id' ? { dynamic: 'dinamis', static: 'statis' }[qr.type] : qr.type,
    localTime(qr.generatedAt),
    localTime(qr.expiresAt),
    qr.amount === null ? '–' : formatRupiah(qr.amount),
  ]);
  return table(LIST_HEADERS[language], rows);
}

export function describeTerminal(data: TerminalShown, language: Language): readonly string[] {
  return pairs([
    ['Terminal', data.terminalId],
    [language === 'id' ? 'Keterangan' : 'Description', data.description],
    ['Merchant', data.merchantId],
    [language === 'id' ? 'Terdaftar' : 'Registered', data.registeredAt],
  ]);
}

const JOURNAL_HEADERS: Readonly<Record<Language, readonly string[]>> = {
  id: ['WAKTU', 'JENIS', 'REFERENSI', 'KEADAAN', 'KODE', 'PERCOBAAN', 'ID'],
  en: ['TIME', 'KIND', 'REFERENCE', 'STATE', 'CODE', 'ATTEMPTS', 'ID'],
};

export function describeJournal(operations: readonly ListedOperation[], language: Language): readonly string[] {
  if (operations.length === 0) return [];
  const rows = operations.map((operation) => [
    localTime(operation.createdAt),
    operation.kind,
    operation.reference,
    operation.state,
    operation.code ?? '–',
    String(operation.attempts),
    operation.id,
  ]);
  return table(JOURNAL_HEADERS[language], rows);
}

const QUEUE_HEADERS: Readonly<Record<Language, readonly string[]>> = {
  id: ['WAKTU', 'PRINTER', 'REFERENSI', 'KEADAAN', 'BUKTI', 'CETAKAN'],
  en: ['TIME', 'PRINTER', 'REFERENCE', 'STATE', 'PROOF', 'JOB'],
};

export function describeQueue(jobs: readonly QueuedPrint[], language: Language): readonly string[] {
  if (jobs.length === 0) return [];
  const rows = jobs.map((job) => [
    localTime(job.createdAt),
    job.printer,
    job.reference ?? '–',
    job.state,
    job.proof ?? job.reason ?? '–',
    job.jobId,
  ]);
  return table(QUEUE_HEADERS[language], rows);
}

const LEARNED_LABELS: Labels<'columns' | 'nativeQr' | 'smallest' | 'codePage' | 'yes' | 'no'> = {
  id: {
    columns: 'Kolom per baris',
    nativeQr: 'Menggambar QR sendiri',
    smallest: 'Modul QR terkecil (dot)',
    codePage: 'Tabel huruf (ESC t)',
    yes: 'ya',
    no: 'tidak',
  },
  en: {
    columns: 'Characters a line',
    nativeQr: 'Draws QRs itself',
    smallest: 'Smallest QR module (dots)',
    codePage: 'Character table (ESC t)',
    yes: 'yes',
    no: 'no',
  },
};

/** What is known of a printer from its test page. */
export function describeLearned(language: Language): (learned: PrinterLearned) => readonly string[] {
  const label = LEARNED_LABELS[language];
  return ({ columns, nativeQr, leastDots, codePage }) =>
    pairs([
      [label.columns, columns],
      [label.nativeQr, nativeQr === null ? null : nativeQr ? label.yes : label.no],
      [label.smallest, leastDots],
      [label.codePage, codePage],
    ]);
}

const MARKS: Readonly<Record<Language, Readonly<Record<Health, string>>>> = {
  id: { ok: 'baik ', warn: '?    ', fail: 'GAGAL' },
  en: { ok: 'ok   ', warn: '?    ', fail: 'FAIL ' },
};

/** One line a finding, with what to do. */
export function describeFindings(findings: readonly Finding[], language: Language): readonly string[] {
  const width = Math.max(...findings.map((finding) => finding.check.length));
  return findings.map(({ check, health, words }) => {
    const next = words.next === null ? '' : ` → ${words.next[language]}`;
    return `  ${MARKS[language][health]}  ${safe(check.padEnd(width))}  ${safe(words[language])}${safe(next)}`;
  });
}
