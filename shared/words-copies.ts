/** The catalogue's sentences about the journal's copies: export, backup, and what is removed after years. */
import type { Sentence } from './sentence.ts';

export const COPY_WORDS = {
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
  'journal.export-stopped': {
    id: 'Ekspor dihentikan; tidak ada berkas {file} yang ditinggalkan.',
    en: 'The export was stopped; no file {file} was left.',
  },
  'journal.pruned': {
    id: '{count} operasi lama disalin ke {file}, lalu dikeluarkan dari jurnal; {kept} tetap tinggal.',
    en: '{count} old operations were copied to {file}, then taken out of the journal; {kept} stayed.',
    nextId: 'Simpan berkas itu di tempat aman: jurnal tidak memuatnya lagi.',
    nextEn: 'Keep that file in a safe place: the journal no longer holds them.',
  },
  'journal.prune-nothing': {
    id: 'Tidak ada operasi selesai dari sebelum {before}; tidak ada yang dikeluarkan.',
    en: 'No ended operation is from before {before}; nothing was taken out.',
  },
  'journal.prune-stopped': {
    id: 'Dihentikan setelah {count} operasi dikeluarkan; semuanya ada di {file}.',
    en: 'Stopped after {count} operations were taken out; all of them are in {file}.',
    nextId: 'Jalankan perintah yang sama lagi untuk melanjutkan, ke berkas baru.',
    nextEn: 'Run the same command again to go on, into a new file.',
  },
  'field.prune-young': {
    id: 'paling lambat {limit}: yang lebih muda dari {years} tahun disimpan (journal.keepYears di profil)',
    en: 'must be {limit} or earlier: what is younger than {years} years is kept (journal.keepYears in the profile)',
  },
  'field.out-new-jsonl': {
    id: 'harus nama berkas .jsonl yang belum ada',
    en: 'must be the name of a .jsonl file that is not there yet',
  },
  'progress.operations': { id: '{count} operasi', en: '{count} operations' },
  'progress.steps': { id: 'pemeriksaan {done} dari {of}', en: 'check {done} of {of}' },
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
