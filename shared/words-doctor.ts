/** The catalogue's sentences of `doctor` and the set-up's check. */
import type { Sentence } from './sentence.ts';

export const DOCTOR_WORDS = {
  'doctor.well': { id: 'Semua siap.', en: 'Everything is ready.' },
  'doctor.ill': {
    id: '{count} hal perlu diperhatikan.',
    en: '{count} things need attention.',
    nextId: 'Ikuti petunjuk di tiap baris.',
    nextEn: 'Follow the advice on each line.',
  },
  'doctor.keychain': { id: 'Keychain berfungsi.', en: 'The keychain works.' },
  'doctor.keychain-sandbox': {
    id: 'Sandbox: kunci hanya di memori, keychain tidak dipakai.',
    en: 'Sandbox: keys are in memory only, no keychain is used.',
  },
  'doctor.people': {
    id: '{count} operator dapat masuk, {supervisors} di antaranya supervisor.',
    en: 'Operators who can log in: {count}, supervisors among them: {supervisors}.',
  },
  'doctor.people-none': {
    id: 'Belum ada operator: siapa pun yang berdiri di kasir ini dapat melakukan semuanya.',
    en: 'There are no operators yet: whoever stands at this till can do everything.',
    nextId: 'Buat supervisor pertama: Pengaturan, atau `operator add NAMA --role supervisor`.',
    nextEn: 'Make the first supervisor: in Settings, or by `operator add NAME --role supervisor`.',
  },
  'doctor.people-no-supervisor': {
    id: 'Tidak ada supervisor di antara operator kasir ini.',
    en: 'None of the operators of this till is a supervisor.',
    nextId: 'Pulihkan supervisor dengan berkas profil toko.',
    nextEn: "Recover a supervisor with the store's profile file.",
  },
  'doctor.provider': {
    id: '{provider} menjawab dan menerima kunci toko.',
    en: "{provider} answers and accepts the store's key.",
  },
  'doctor.clock': {
    id: 'Jam mesin ini cocok (selisih {seconds} detik).',
    en: "This machine's clock agrees ({seconds} s apart).",
  },
  'doctor.clock-off': {
    id: 'Jam mesin ini meleset {seconds} detik dari jam penyedia.',
    en: "This machine's clock is {seconds} s away from the providers'.",
    nextId: 'Nyalakan penyetelan waktu otomatis; tanda tangan dengan jam yang meleset dapat ditolak.',
    nextEn: 'Turn on automatic time; signatures made with a wrong clock may be refused.',
  },
  'doctor.clock-corrected': {
    id: 'Jam mesin ini meleset {seconds} detik dari jam penyedia; permintaan dikirim dengan jam penyedia.',
    en: "This machine's clock is {seconds} s away from the providers'; requests carry the providers' time.",
    nextId: 'Nyalakan penyetelan waktu otomatis: waktu di jurnal mengikuti jam mesin ini.',
    nextEn: "Turn on automatic time: the journal's times are this machine's.",
  },
  'doctor.clock-unknown': {
    id: 'Jam tidak dapat dibandingkan: tidak ada penyedia yang menjawab.',
    en: 'The clock cannot be compared: no provider answered.',
  },
  'doctor.journal-new': { id: 'Jurnal masih kosong.', en: 'The journal is still empty.' },
  'doctor.open': {
    id: '{count} operasi belum pasti.',
    en: 'Operations that are not certain: {count}.',
    nextId: 'Jalankan journal settle --all; yang tersisa: periksa atau ulangi masing-masing dengan nomor yang sama.',
    nextEn: 'Run journal settle --all; what is left: check or repeat each under its own reference.',
  },
  'doctor.display': { id: 'Ada layar untuk jendela.', en: 'There is a display for the window.' },
  'doctor.no-display': {
    id: 'Tidak ada layar: jendela tidak dapat dibuka, perintah baris tetap bekerja.',
    en: 'There is no display: the window cannot open, the command line works.',
  },
} as const satisfies Record<string, Sentence>;
