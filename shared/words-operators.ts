/** The catalogue's sentences about operators on the command line. */
import type { Sentence } from './sentence.ts';

export const OPERATOR_WORDS = {
  'operators.none': {
    id: 'Belum ada operator dengan PIN di kasir ini.',
    en: 'Nobody of this till has a PIN yet.',
    nextId: 'Jalankan tanpa `--operator`, atau buat supervisor pertama: `operator add NAMA --role supervisor`.',
    nextEn: 'Leave `--operator` out, or make the first supervisor: `operator add NAME --role supervisor`.',
  },
  'operators.listed': { id: '{count} operator dapat masuk.', en: 'Operators who can log in: {count}.' },
  'operators.needs-supervisor': {
    id: 'Perlu supervisor: {what}. Tidak ada yang dilakukan.',
    en: 'This needs a supervisor: {what}. Nothing was done.',
    nextId: 'Jalankan dengan `--operator SUPERVISOR`.',
    nextEn: 'Run it with `--operator SUPERVISOR`.',
  },
  'operators.cannot-ask': {
    id: 'PIN tidak dapat ditanyakan: tidak ada terminal. Tidak ada yang dilakukan.',
    en: 'The PIN cannot be asked for: there is no terminal. Nothing was done.',
    nextId: 'Jalankan di terminal, atau berikan PIN lewat stdin dengan `--pin-stdin`, satu baris setiap PIN.',
    nextEn: 'Run it at a terminal, or hand the PIN over on stdin with `--pin-stdin`, one line each.',
  },
  'operators.no-pin': {
    id: 'PIN tidak diberikan; tidak ada yang dilakukan.',
    en: 'No PIN was given; nothing was done.',
  },
  'operators.pins-differ': {
    id: 'Kedua PIN baru tidak sama; tidak ada yang disimpan.',
    en: 'The two new PINs are not the same; nothing was stored.',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
