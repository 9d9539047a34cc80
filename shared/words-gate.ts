/** The catalogue's sentences of the gate between window and main. */
import type { Sentence } from './sentence.ts';

export const GATE_WORDS = {
  'gate.too-many': {
    id: 'Terlalu banyak permintaan sekaligus dari layar ini; yang ini tidak dijalankan.',
    en: 'Too many requests at once from this screen; this one was not carried out.',
    nextId: 'Tunggu sebentar, lalu coba lagi. Jika terus begini, tutup dan buka lagi program ini.',
    nextEn: 'Wait a moment, then try again. If it goes on, close and open this program.',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
