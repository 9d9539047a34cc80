/** The catalogue's sentences of settling: what became of operations that nobody could speak for, and of a wrong clock. */
import type { Sentence } from './sentence.ts';

export const SETTLE_WORDS = {
  'expire.already': {
    id: 'QR {reference} sudah dinonaktifkan dari kasir ini.',
    en: 'QR {reference} was expired from this till already.',
  },
  'expire.ended': {
    id: 'QR ini sudah tidak berlaku menurut daftar SpeedCash. Berakhir karena permintaan ini atau berakhir sendiri: tidak disebut.',
    en: "This QR has ended by SpeedCash's list. Whether by this request or by itself is not said there.",
  },
  'settle.ok-query': {
    id: '{reference}: PayCools mengenalnya, QR-nya sudah ada.',
    en: '{reference}: PayCools knows it, the QR is there.',
  },
  'settle.ok-list': {
    id: '{reference} sudah tidak berlaku menurut daftar SpeedCash. Berakhir karena permintaan ini atau berakhir sendiri: tidak disebut.',
    en: "{reference} has ended by SpeedCash's list. Whether by this request or by itself is not said there.",
  },
  'settle.ok-repeat': {
    id: '{reference}: diulangi dengan nomor dan isi yang sama, dan berhasil.',
    en: '{reference}: repeated with the same number and the same bytes, and it succeeded.',
  },
  'settle.gone': {
    id: '{reference} sudah diselesaikan; keadaannya sekarang: {state}.',
    en: '{reference} has been settled; it is {state} now.',
  },
  'settle.busy': {
    id: 'Mesin ini sedang dipakai; {reference} belum ditanyakan.',
    en: 'This till is in use; {reference} has not been asked about.',
    nextId: 'Coba lagi sebentar lagi.',
    nextEn: 'Try again in a moment.',
  },
  'settle.not-found': {
    id: 'Masih belum pasti: PayCools belum mengenal {reference}. Itu belum membuktikan bahwa QR-nya tidak akan dibuat.',
    en: 'Still not certain: PayCools does not know {reference} (yet). That does not prove that the QR will not be made.',
    nextId:
      'Bila QR-nya masih diperlukan: ulangi dengan nomor referensi yang sama. Bila tidak: supervisor dapat memutuskannya dengan alasan.',
    nextEn:
      'If the QR is still wanted, repeat it with the same reference. If not, a supervisor can decide with a reason.',
  },
  'settle.no-content': {
    id: 'Masih belum pasti: PayCools mengenal {reference}, tetapi isi QR-nya tidak ikut dikirim.',
    en: "Still not certain: PayCools knows {reference}, but did not send the QR's content.",
    nextId: 'Ulangi dengan nomor referensi yang sama untuk mendapatkan QR-nya: itu aman.',
    nextEn: 'Repeat it with the same reference to get the QR: that is safe.',
  },
  'settle.active': {
    id: 'QR {reference} masih berlaku menurut daftar SpeedCash.',
    en: "QR {reference} is still active by SpeedCash's list.",
    nextId: 'Akhiri lagi: itu aman.',
    nextEn: 'End it again: that is safe.',
  },
  'settle.nowhere': {
    id: 'Masih belum pasti: QR {reference} tidak ada di daftar SpeedCash pada hari-hari di sekitarnya.',
    en: "Still not certain: QR {reference} is in none of SpeedCash's lists of the days around it.",
    nextId:
      'Cari tahu kapan QR itu dibuat dan lihat daftar hari itu; lalu supervisor dapat memutuskannya dengan alasan.',
    nextEn: 'Find out when that QR was made and look at that day; then a supervisor can decide with a reason.',
  },
  'settle.hidden': {
    id: 'Masih belum pasti: QR {reference} tidak ditemukan, dan ada baris di daftar SpeedCash yang tidak dapat dibaca.',
    en: "Still not certain: QR {reference} was not found, and SpeedCash's lists hold rows that cannot be read.",
    nextId: 'Tanyakan ke SpeedCash; lalu supervisor dapat memutuskannya dengan alasan.',
    nextEn: 'Ask SpeedCash; then a supervisor can decide with a reason.',
  },
  'settle.superseded': {
    id: 'Terminal {reference} belum pasti terdaftar, tetapi mesin ini sudah menjadi terminal lain.',
    en: 'It is not certain that terminal {reference} is registered, but this machine is another terminal by now.',
    nextId: 'Daftarkan lagi bila masih diperlukan; bila tidak, supervisor dapat memutuskannya dengan alasan.',
    nextEn: 'Register it again if it is still wanted; if not, a supervisor can decide with a reason.',
  },
  'settle.repeat-unknown': {
    id: 'Masih belum pasti: {reference} diulangi dengan isi yang sama, dan itu pun tidak dijawab dengan pasti.',
    en: 'Still not certain: {reference} was repeated with the same bytes, and that got no certain answer either.',
    nextId: 'Akan ditanyakan lagi nanti.',
    nextEn: 'It will be asked about again later.',
  },
  'settle.no-answer': {
    id: 'Masih belum pasti: {provider} tidak menjawab pertanyaan tentang {reference}.',
    en: 'Still not certain: {provider} did not answer the question about {reference}.',
    nextId: 'Periksa jaringan, lalu coba lagi.',
    nextEn: 'Check the network, then try again.',
  },
  'settle.question-refused': {
    id: 'Masih belum pasti: {provider} menolak pertanyaan tentang {reference}.',
    en: 'Still not certain: {provider} refused the question about {reference}.',
    nextId: 'Jalankan doctor; bila semuanya baik, tanyakan ke {provider}.',
    nextEn: 'Run doctor; if all is well, ask {provider}.',
  },
  'settle.unavailable': {
    id: 'Masih belum pasti: {provider} tidak dapat ditanya tentang {reference} dengan profil dan keychain mesin ini.',
    en: "Still not certain: {provider} cannot be asked about {reference} with this machine's profile and keychain.",
    nextId: 'Jalankan doctor.',
    nextEn: 'Run doctor.',
  },
  'settle.none': { id: 'Tidak ada operasi yang belum pasti.', en: 'No operation is uncertain.' },
  'settle.all-done': {
    id: '{settled} operasi diselesaikan; tidak ada lagi yang belum pasti.',
    en: '{settled} operations were settled; none is uncertain any more.',
  },
  'settle.some-open': {
    id: '{settled} operasi diselesaikan; {open} masih belum pasti.',
    en: '{settled} operations were settled; {open} are still uncertain.',
    nextId: 'Lihat alasannya di tiap baris.',
    nextEn: 'See the reason on each line.',
  },
  'settle.person-ok': {
    id: '{reference} dicatat sebagai berhasil atas keputusan {operator}.',
    en: '{reference} is recorded as done, by the decision of {operator}.',
  },
  'settle.person-refused': {
    id: '{reference} dicatat sebagai tidak terjadi atas keputusan {operator}.',
    en: '{reference} is recorded as not done, by the decision of {operator}.',
  },
  'settle.not-open': {
    id: '{reference} tidak sedang belum pasti; keadaannya: {state}. Yang sudah pasti tidak diputuskan orang.',
    en: '{reference} is not uncertain: it is {state}. What is certain is not for a person to decide.',
  },
  'settle.needs-qr': {
    id: 'QR ATM {reference} tidak dapat dinyatakan berhasil oleh orang: hanya PayCools yang dapat mengirim isi QR-nya.',
    en: "A person cannot say that ATM QR {reference} was made: only PayCools can send the QR's content.",
    nextId:
      'Periksa lagi nomor referensi itu, atau ulangi dengan nomor yang sama. Bila pasti bahwa tidak ada QR yang dibuat (tanyakan ke PayCools): putuskan sebagai tidak terjadi.',
    nextEn:
      'Check that reference again, or repeat it with the same one. If it is certain that no QR came of it (ask PayCools), decide that it was not done.',
  },
  'field.reason-short': { id: 'minimal {min} huruf', en: 'at least {min} characters' },
  'field.one-or-all': {
    id: 'sebut satu operasi, atau --all tanpa keputusan',
    en: 'name one operation, or --all without a decision',
  },
  'field.decision': { id: '--as dan --reason harus ada bersama', en: '--as and --reason go together' },
} as const satisfies Record<string, Sentence>;
