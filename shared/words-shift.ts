/** The catalogue's sentences about shifts and their reports. */
import type { Sentence } from './sentence.ts';

export const SHIFT_WORDS = {
  'shift.opened': { id: 'Shift {number} dibuka oleh {operator}.', en: 'Shift {number} is opened by {operator}.' },
  'shift.opened-late': {
    id: 'Shift {number} dibuka oleh {operator}. {earlier} operasi sejak Z terakhir ikut dihitung di shift ini.',
    en: 'Shift {number} is opened by {operator}. Operations since the last Z that are counted in it: {earlier}.',
  },
  'shift.already-open': {
    id: 'Shift {number} sudah dibuka oleh {operator}, {since} WIB.',
    en: 'Shift {number} was opened by {operator} before, {since} WIB.',
    nextId: 'Ganti kasir: tutup shift ini dulu.',
    nextEn: 'Another cashier takes over: close this shift first.',
  },
  'shift.x': {
    id: 'Laporan X shift {number}: {operations} operasi, {open} belum pasti. Shift tetap berjalan.',
    en: 'X report of shift {number}: operations {operations}, not certain {open}. The shift goes on.',
  },
  'shift.closed': {
    id: 'Shift {number} ditutup. Z {number}: {operations} operasi, semuanya pasti.',
    en: 'Shift {number} is closed. Z {number}: operations {operations}, all of them certain.',
  },
  'shift.closed-open': {
    id: 'Shift {number} ditutup. Z {number}: {operations} operasi. BELUM PASTI {open}: {references}.',
    en: 'Shift {number} is closed. Z {number}: operations {operations}. NOT CERTAIN {open}: {references}.',
    nextId: 'Beri tahu shift berikutnya: periksa nomor-nomor itu, jangan dibuat ulang dengan nomor lain.',
    nextEn: 'Tell the next shift: check those references, make none of them again under another number.',
  },
  'shift.closed-empty': {
    id: 'Shift {number} ditutup. Z {number} kosong: tidak ada operasi.',
    en: 'Shift {number} is closed. Z {number} is empty: no operations.',
  },
  'shift.closed-already': {
    id: 'Shift {number} sudah ditutup oleh {operator}, {when} WIB. Z {number} sudah ada; tidak ada yang ditutup lagi.',
    en: 'Shift {number} was closed by {operator}, {when} WIB. Z {number} is there; nothing was closed again.',
    nextId: 'Untuk kertasnya: cetak Z {number}.',
    nextEn: 'For its paper: print Z {number}.',
  },
  'shift.nothing': {
    id: 'Tidak ada yang ditutup: belum ada yang dikerjakan sejak Z terakhir, dan shift belum dibuka.',
    en: 'Nothing to close: nothing was done since the last Z, and nobody opened a shift.',
    nextId: 'Tetap perlu Z kosong: shift close --empty.',
    nextEn: 'If an empty Z is needed all the same: shift close --empty.',
  },
  'shift.z': {
    id: 'Z {number}: {operations} operasi, {open} belum pasti saat ditutup.',
    en: 'Z {number}: operations {operations}, not certain when it was closed {open}.',
  },
  'shift.listed': { id: '{count} Z.', en: '{count} Z reports.' },
  'shift.exported': { id: '{count} Z disalin ke {file}.', en: '{count} Z reports were copied to {file}.' },
  'shift.export-failed': {
    id: 'Z tidak dapat ditulis ke {file}: {detail}.',
    en: 'The Z reports cannot be written to {file}: {detail}.',
  },
  'shift.print-lost': {
    id: 'Z {number} sudah dibuat, tetapi pencetakannya gagal di program ini.',
    en: 'Z {number} is made, but printing it failed in this program.',
    nextId: 'Lihat printernya, lalu cetak lagi Z itu.',
    nextEn: 'Look at the printer, then print that Z again.',
  },
  'field.shift': { id: 'tidak ada Z dengan nomor ini', en: 'there is no Z of this number' },
  'field.shift-present': {
    id: 'bukan shift yang sedang berjalan ({number})',
    en: 'is not the present shift ({number})',
  },
  'field.month': { id: 'harus bulan yang ada: YYYY-MM', en: 'must be a month that exists: YYYY-MM' },
  'field.shift-or-month': {
    id: 'berikan nomor Z atau --month, salah satu',
    en: 'give a Z number or --month, one of them',
  },
  'field.shift-out': {
    id: 'harus nama berkas yang berakhir .json atau .csv',
    en: 'must be a file name that ends in .json or .csv',
  },
} as const satisfies Record<string, Sentence>;
