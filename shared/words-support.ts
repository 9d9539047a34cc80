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
  'field.zip': { id: 'harus nama berkas .zip', en: 'must be the name of a .zip file' },
} as const satisfies Record<string, Sentence>;
