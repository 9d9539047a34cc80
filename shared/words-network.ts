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
  'call.not-pinned': {
    id: 'Tidak terkirim: kunci dari yang menjawab tidak ada di profil ini ({note}). Tidak ada yang terjadi.',
    en: 'Not sent: the key of what answered is not in this profile ({note}). Nothing has happened.',
    nextId:
      'Jangan diulang terus. Panggil IT: bisa jadi ada yang menyadap sambungan ke {provider}, atau {provider} berganti kunci.',
    nextEn:
      'Do not try on and on. Call IT: somebody may be in between here and {provider}, or {provider} has changed its key.',
  },
  'call.proxy-away': {
    id: 'Tidak terkirim: proksi toko tidak menyambungkan ke {provider} ({note}). Tidak ada yang terjadi.',
    en: "Not sent: the store's proxy gives no connection to {provider} ({note}). Nothing has happened.",
    nextId: 'Periksa jaringan toko dan internet, lalu coba lagi: itu aman. Bila tetap, panggil IT.',
    nextEn: "Check the store's network and the internet, then try again: that is safe. If it stays, call IT.",
  },
  'call.proxy-refused': {
    id: 'Tidak terkirim: proksi toko menolak menyambungkan ke {provider} ({note}). Tidak ada yang terjadi.',
    en: "Not sent: the store's proxy refuses to connect to {provider} ({note}). Nothing has happened.",
    nextId: 'Mengulang tidak menolong. Panggil IT: proksi harus mengizinkan alamat {provider}.',
    nextEn: "Trying again does not help. Call IT: the proxy has to allow {provider}'s address.",
  },
  'call.proxy-login': {
    id: 'Tidak terkirim: proksi toko meminta login, dan kasir ini tidak punya ({note}). Tidak ada yang terjadi.',
    en: "Not sent: the store's proxy wants a login, and this till has none ({note}). Nothing has happened.",
    nextId: 'Mengulang tidak menolong. Panggil IT: proksi harus melewatkan mesin ini tanpa login.',
    nextEn: 'Trying again does not help. Call IT: the proxy has to pass this machine without a login.',
  },
  'provision.not-pinned': {
    id: 'Kunci dari yang menjawab sebagai {provider} tidak ada di profil baru ({note}). Profil dan kunci lama tetap berlaku.',
    en: 'The key of what answered as {provider} is not in the new profile ({note}). The former profile and keys still hold.',
    nextId: 'Bandingkan `pins` di berkas itu dengan kunci {provider} (docs/network.md), lalu ulangi.',
    nextEn: "Compare the file's `pins` with {provider}'s key (docs/network.md), then try again.",
  },
  'doctor.network': {
    id: 'Jaringan: proksi {proxy}; kunci publik yang dipatok: {pins}.',
    en: 'Network: proxy {proxy}; pinned public keys: {pins}.',
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
