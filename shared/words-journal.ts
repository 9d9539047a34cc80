/** The catalogue's sentences about a journal in trouble. `{left}` says what has left this machine. */
import type { Sentence } from './sentence.ts';

/** What an action that the journal stopped has done so far, as a sentence of its own. */
export const LEFT = {
  nothing: { id: 'Tidak ada yang keluar dari mesin ini.', en: 'Nothing has left this machine.' },
  question: {
    id: 'Hanya pertanyaan yang dikirim; tidak ada yang berubah.',
    en: 'Only a question was sent; nothing was changed.',
  },
} as const;

export const JOURNAL_WORDS = {
  'journal.full': {
    id: 'Disk mesin ini penuh atau hampir penuh: jurnal tidak dapat ditulis. {left}',
    en: "This machine's disk is full or nearly full: the journal cannot be written. {left}",
    nextId: 'Kosongkan tempat di disk (jangan hapus berkas di folder data), lalu coba lagi: itu aman.',
    nextEn: 'Free some space (delete nothing in the data folder), then try again: that is safe.',
  },
  'journal.read-only': {
    id: 'Program ini tidak boleh menulis jurnal mesin ini ({detail}). {left}',
    en: "This program may not write this machine's journal ({detail}). {left}",
    nextId: 'Supervisor: beri pemilik program ini hak tulis pada folder data, atau pasang disknya dengan hak tulis.',
    nextEn: "Supervisor: let this program's user write to the data folder, or mount its disk writable.",
  },
  'journal.locked': {
    id: 'Program lain (cadangan, antivirus) menahan jurnal mesin ini. {left}',
    en: "Another program (a backup, an antivirus) holds this machine's journal. {left}",
    nextId: 'Tunggu sampai selesai, lalu coba lagi: itu aman.',
    nextEn: 'Wait until it is done, then try again: that is safe.',
  },
  'journal.moved': {
    id: 'Folder data mesin ini hilang atau diganti saat program berjalan. {left}',
    en: "This machine's data folder vanished, or was replaced, while the program ran. {left}",
    nextId:
      'Pasang kembali disk atau folder itu, lalu mulai program ini lagi. Jangan membuat folder baru sebagai gantinya.',
    nextEn: 'Put that disk or folder back, then start this program again. Make no new folder in its place.',
  },
  'journal.disk': {
    id: 'Disk mesin ini bermasalah: jurnal tidak dapat dipakai ({detail}). {left}',
    en: "This machine's disk has a fault: the journal cannot be used ({detail}). {left}",
    nextId: 'Panggil supervisor: periksa disk dan kabelnya. Jangan menghapus berkas apa pun.',
    nextEn: 'Call a supervisor: check the disk and its cable. Delete no file.',
  },
  'journal.corrupt': {
    id: 'Berkas jurnal mesin ini rusak ({detail}). {left}',
    en: "This machine's journal file is damaged ({detail}). {left}",
    nextId:
      'Supervisor: pindahkan jurnal lama (di jendela program, atau "journal set-aside"): berkas lama disimpan, jurnal baru dimulai dengan isi yang masih terbaca. Jangan menghapus berkas apa pun.',
    nextEn:
      'Supervisor: set the old journal aside (in the window, or "journal set-aside"): the old file is kept, and a new journal begins with what can still be read. Delete no file.',
  },
  'journal.newer': {
    id: 'Jurnal ini ditulis oleh versi program yang lebih baru ({detail}); berkasnya dibiarkan. {left}',
    en: 'A newer version of this program wrote this journal ({detail}); it is left as it is. {left}',
    nextId: 'Pasang lagi versi yang lebih baru itu.',
    nextEn: 'Install that newer version again.',
  },
  'journal.older': {
    id: 'Jurnal ini dari versi lama dan belum diperbarui ({detail}). {left}',
    en: 'This journal is of an older version and not brought up to date yet ({detail}). {left}',
    nextId: 'Jalankan programnya sekali (misalnya "doctor"): jurnal diperbarui, dengan cadangan di sebelahnya.',
    nextEn: 'Run the program once ("doctor", say): it brings the journal up to date, with a backup beside it.',
  },
  'journal.no-backup': {
    id: 'Jurnal versi lama tidak diperbarui: cadangannya tidak dapat dibuat ({detail}). {left}',
    en: 'The journal of an older version was not brought up to date: its backup cannot be made ({detail}). {left}',
    nextId: 'Kosongkan tempat di disk sebesar dua kali jurnal, lalu coba lagi.',
    nextEn: 'Free twice as much space as the journal takes, then try again.',
  },
  'journal.migrated': {
    id: 'Jurnal diperbarui dari versi {from} ke {to}. Cadangan versi lama disimpan: {backup}.',
    en: 'The journal was brought from version {from} to {to}. A backup of the old one is kept: {backup}.',
  },
  'journal.unwritten': {
    id: 'Belum pasti: jawaban untuk {reference} sudah datang, tetapi mesin ini tidak dapat mencatatnya ({why}).',
    en: 'Not certain: the answer for {reference} came, but this machine could not write it down ({why}).',
    nextId:
      'Perbaiki itu dulu, lalu periksa {reference}, atau ulangi permintaan yang sama: yang ini dilanjutkan, tidak dikirim dua kali.',
    nextEn:
      'See to that first, then check {reference}, or repeat the same wish: it takes this one up, nothing is sent twice.',
  },
  'journal.unwritten-sent': {
    id: 'Belum pasti: {reference} mungkin sudah sampai, dan mesin ini tidak dapat mencatat kelanjutannya ({why}).',
    en: 'Not certain: {reference} may have arrived, and this machine could not write down what followed ({why}).',
    nextId:
      'Perbaiki itu dulu, lalu periksa {reference}, atau ulangi permintaan yang sama: yang ini dilanjutkan, tidak dikirim dua kali.',
    nextEn:
      'See to that first, then check {reference}, or repeat the same wish: it takes this one up, nothing is sent twice.',
  },
  'journal.ended-unwritten': {
    id: '{reference} tidak dilaksanakan oleh penyedia. Setelah itu jurnal tidak dapat ditulis ({why}).',
    en: 'The provider did not carry out {reference}. After that the journal could not be written ({why}).',
    nextId: 'Perbaiki itu dulu, lalu coba lagi: itu aman.',
    nextEn: 'See to that first, then try again: that is safe.',
  },
  'aside.done': {
    id: 'Jurnal lama disimpan ({file}); jurnal baru berisi {operations} operasi yang masih terbaca.',
    en: 'The old journal is kept ({file}); the new one holds the {operations} operations that could be read.',
    nextId:
      'Periksa bagian Terminal: bila belum terdaftar, daftarkan lagi dengan id yang sama. Berikan berkas lama ke bagian IT.',
    nextEn:
      'Look at the terminal: if it is not registered, register it again with the same id. Give the old file to IT.',
  },
  'aside.done-open': {
    id: 'Jurnal lama disimpan ({file}); jurnal baru berisi {operations} operasi yang masih terbaca, {count} di antaranya belum pasti.',
    en: 'The old journal is kept ({file}); the new one holds the {operations} operations that could be read, {count} of them not certain.',
    nextId:
      'Periksa dulu yang belum pasti satu per satu. Bila terminal belum terdaftar, daftarkan lagi dengan id yang sama.',
    nextEn:
      'Check the ones that are not certain first, one by one. If the terminal is not registered, register it again with the same id.',
  },
  'aside.sound': {
    id: 'Berkas jurnal ini tidak rusak; tidak ada yang dipindahkan.',
    en: 'This journal file is not damaged; nothing was set aside.',
    nextId: 'Bila "journal verify" menemukan hal lain, kirimkan hasilnya ke bagian IT.',
    nextEn: 'If "journal verify" finds something else, send what it says to IT.',
  },
  'aside.absent': {
    id: 'Mesin ini belum punya jurnal; tidak ada yang dipindahkan.',
    en: 'This machine has no journal yet; nothing was set aside.',
  },
  'aside.newer': {
    id: 'Jurnal ini ditulis oleh versi program yang lebih baru ({detail}) dan tidak rusak; tidak ada yang dipindahkan.',
    en: 'A newer version of this program wrote this journal ({detail}), and it is whole; nothing was set aside.',
    nextId: 'Pasang lagi versi yang lebih baru itu.',
    nextEn: 'Install that newer version again.',
  },
  'aside.in-use': {
    id: 'Program lain di mesin ini sedang memakai jurnal; tidak ada yang dipindahkan.',
    en: 'Another program on this machine has the journal open; nothing was set aside.',
    nextId: 'Tutup jendela program ini dan perintah lain yang berjalan, lalu coba lagi.',
    nextEn: "Close this program's window and other commands that run, then try again.",
  },
  'field.agree': {
    id: 'ini perlu persetujuan: ketik di terminal, atau tambahkan --yes',
    en: 'this needs your word: type it at a terminal, or add --yes',
  },
  'print.unwritten': {
    id: 'Slip mungkin sudah keluar; mesin ini tidak dapat mencatat akhirnya ({why}).',
    en: 'The slip may be out; this machine could not write down how it ended ({why}).',
    nextId: 'Lihat printernya dulu, lalu perbaiki itu. Slip tidak utuh: cetak lagi (bertanda MUNGKIN GANDA).',
    nextEn: 'Look at the printer first, then see to that. Slip not whole: print again (marked POSSIBLE DUPLICATE).',
  },
} as const satisfies Record<string, Sentence>;

/** Each trouble as a part of a sentence. */
export const WHY = {
  full: { id: 'disk penuh', en: 'the disk is full' },
  'read-only': { id: 'tidak boleh ditulis', en: 'it may not be written' },
  locked: { id: 'ditahan program lain', en: 'another program holds it' },
  moved: { id: 'folder datanya hilang', en: 'its data folder is gone' },
  disk: { id: 'disk bermasalah', en: 'the disk has a fault' },
  corrupt: { id: 'berkas jurnal rusak', en: 'the journal file is damaged' },
} as const;
