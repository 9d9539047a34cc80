/** Sentences about connections that could not be made and providers that ask to wait. */
import type { Sentence } from './sentence.ts';

export const NETWORK_WORDS = {
  'call.not-sent': {
    id: 'Tidak terkirim: {provider} tidak dapat dihubungi ({note}). Tidak ada yang terjadi.',
    en: 'Not sent: {provider} cannot be reached ({note}). Nothing has happened.',
    nextId: 'Periksa internet, lalu coba lagi: itu aman.',
    nextEn: 'Check the internet, then try again: that is safe.',
  },
  'call.not-genuine': {
    id: 'Tidak terkirim: yang menjawab bukan {provider} yang asli ({note}). Tidak ada yang terjadi.',
    en: 'Not sent: what answered is not the genuine {provider} ({note}). Nothing has happened.',
    nextId:
      'Bila WiFi ini meminta login, login dulu atau pakai internet lain, lalu coba lagi: itu aman. Bila tetap, panggil supervisor.',
    nextEn:
      'If this WiFi wants a login, log in first or use another internet connection, then try again: that is safe. If it stays, call a supervisor.',
  },
  'call.certificate-date': {
    id: 'Tidak terkirim: menurut jam mesin ini, sertifikat {provider} tidak berlaku ({note}). Tidak ada yang terjadi.',
    en: "Not sent: by this machine's clock, {provider}'s certificate is not valid ({note}). Nothing has happened.",
    nextId: 'Cocokkan tanggal dan jam mesin ini, lalu coba lagi: itu aman. Bila jamnya benar, panggil supervisor.',
    nextEn:
      "Set this machine's date and time right, then try again: that is safe. If the clock is right, call a supervisor.",
  },
  'call.no-token': {
    id: 'Tidak terkirim: {provider} sedang tidak memberi izin masuk ({note}). Tidak ada yang terjadi.',
    en: 'Not sent: {provider} gives no access just now ({note}). Nothing has happened.',
    nextId: 'Coba lagi sebentar lagi: itu aman. Bila tetap, hubungi {provider}.',
    nextEn: 'Try again in a moment: that is safe. If it stays, contact {provider}.',
  },
  'call.wait-seconds': {
    id: 'Tunggu.',
    en: 'Wait.',
    nextId: 'Tunggu {seconds} detik, lalu coba lagi.',
    nextEn: 'Wait {seconds} seconds, then try again.',
  },
  'call.wait-minutes': {
    id: 'Tunggu.',
    en: 'Wait.',
    nextId: 'Tunggu {minutes} menit, lalu coba lagi.',
    nextEn: 'Wait {minutes} minutes, then try again.',
  },
  'call.wait-long': {
    id: 'Tunggu.',
    en: 'Wait.',
    nextId: '{provider} meminta menunggu lebih dari satu jam. Panggil supervisor: hubungi {provider}.',
    nextEn: '{provider} asks for more than an hour. Call a supervisor: contact {provider}.',
  },
} as const satisfies Record<string, Sentence>;
