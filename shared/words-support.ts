/** The catalogue's sentences of the support bundle. */
import type { Sentence } from './sentence.ts';

export const SUPPORT_WORDS = {
  'support.saved': {
    id: 'Paket bantuan dengan {count} berkas tersimpan di {file}.',
    en: 'The support bundle with {count} files is in {file}.',
    nextId: 'Kirim hanya kepada yang membantu Anda.',
    nextEn: 'Send it only to whoever helps you.',
  },
  'support.failed': {
    id: 'Paket bantuan tidak dapat disimpan di {file}: {detail}.',
    en: 'The support bundle cannot be saved in {file}: {detail}.',
    nextId: 'Periksa ruang disk dan hak akses folder itu.',
    nextEn: 'Check the disk space and the permissions of that folder.',
  },
  'support.shown': {
    id: 'Isi paket bantuan sudah ditampilkan; belum ada yang disimpan.',
    en: 'The contents of the support bundle were shown; nothing was saved.',
    nextId: 'Untuk menyimpannya, jalankan lagi dengan --yes.',
    nextEn: 'To save it, run the same with --yes.',
  },
  'support.unseen': {
    id: 'Yang ditampilkan bukan lagi paket bantuan yang terakhir; tidak ada yang disimpan.',
    en: 'What is shown is no longer the last support bundle; nothing was saved.',
    nextId: 'Lihat isinya sekali lagi, lalu simpan.',
    nextEn: 'Look at it once more, then save it.',
  },
  'save.exists': {
    id: 'Berkas {file} sudah ada dan tidak ditimpa; tidak ada yang disimpan.',
    en: 'A file {file} is there already and was left as it is; nothing was saved.',
    nextId: 'Simpan sekali lagi dengan nama lain.',
    nextEn: 'Save it once more under another name.',
  },
  'field.zip': { id: 'harus nama berkas .zip', en: 'must be the name of a .zip file' },
} as const satisfies Record<string, Sentence>;

/** Why a file could not be written, as a part of a sentence. */
export const UNWRITTEN = {
  full: { id: 'disk penuh', en: 'the disk is full' },
  'read-only': { id: 'folder itu tidak boleh ditulisi', en: 'that folder may not be written to' },
  locked: { id: 'ditahan program lain', en: 'another program holds it' },
  absent: { id: 'folder itu tidak ada', en: 'that folder is not there' },
  disk: { id: 'disk bermasalah', en: 'the disk has a fault' },
} as const;
