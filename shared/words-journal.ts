/** The catalogue's sentences about the journal's copies: export, backup, and what is removed after years. */
import type { Sentence } from './sentence.ts';

export const JOURNAL_WORDS = {
  'journal.backed-up': {
    id: 'Cadangan jurnal ada di {file}, sudah diperiksa.',
    en: "The journal's backup is in {file}, and was checked.",
  },
  'journal.backup-failed': {
    id: 'Cadangan jurnal tidak dapat dibuat di {file}: {detail}.',
    en: 'The journal cannot be backed up to {file}: {detail}.',
    nextId: 'Periksa ruang disk dan hak akses folder itu. Jurnal sendiri tidak berubah.',
    nextEn: 'Check the disk space and the permissions of that folder. The journal itself is unchanged.',
  },
  'doctor.backup': {
    id: 'Cadangan jurnal terakhir: {when} ({megabytes} MB).',
    en: 'Newest backup of the journal: {when} ({megabytes} MB).',
  },
  'doctor.journal-large': {
    id: 'Jurnal terbuka, sekitar {count} operasi; isinya tidak diperiksa satu per satu di sini.',
    en: 'The journal opens, about {count} operations; they are not checked one by one here.',
    nextId: 'Jalankan "journal verify" untuk memeriksa semuanya.',
    nextEn: 'Run "journal verify" to check all of them.',
  },
  'doctor.backup-failed': {
    id: 'Cadangan jurnal terakhir gagal ({when}): {detail}.',
    en: 'The last backup of the journal failed ({when}): {detail}.',
    nextId: 'Periksa ruang disk, lalu jalankan "journal backup".',
    nextEn: 'Check the disk space, then run "journal backup".',
  },
  'doctor.no-backup': {
    id: 'Belum ada cadangan jurnal.',
    en: 'There is no backup of the journal yet.',
    nextId: 'Jendela membuatnya sendiri sekali sehari; tanpa jendela, jalankan "journal backup" tiap hari.',
    nextEn: 'The window makes one a day by itself; without a window, run "journal backup" every day.',
  },
  'doctor.backup-old': {
    id: 'Cadangan jurnal terakhir dibuat {when}: sudah lama.',
    en: 'The newest backup of the journal is old: {when}.',
    nextId: 'Jalankan "journal backup" dan lihat apa katanya.',
    nextEn: 'Run "journal backup" and see what it says.',
  },
} as const satisfies Record<string, Sentence>;
