/** The catalogue's sentences about the people at a till: who is in, PINs, and what needs a supervisor. */
import type { Right } from './rights.ts';
import type { Sentence } from './sentence.ts';

/** What somebody may be allowed, as it is named to people. */
export const RIGHT_TITLES: Readonly<Record<Right, { readonly id: string; readonly en: string }>> = {
  register: { id: 'mendaftarkan terminal', en: 'registering the terminal' },
  generate: { id: 'membuat QR ATM', en: 'making ATM QRs' },
  expire: { id: 'menonaktifkan QR', en: 'expiring QRs' },
  reprint: { id: 'mencetak ulang lebih sering', en: 'printing more copies' },
  settle: { id: 'memutuskan yang belum pasti', en: 'deciding what is uncertain' },
  'close-shift': { id: 'menutup shift (Z)', en: 'closing the shift (Z)' },
  export: { id: 'menyalin jurnal dan paket bantuan', en: 'copying the journal and the support bundle' },
  settings: { id: 'mengubah pengaturan, profil dan kunci', en: 'changing settings, profile and keys' },
  operators: { id: 'mengatur operator dan PIN', en: 'managing operators and PINs' },
};

export const PEOPLE_WORDS = {
  'people.locked': {
    id: 'Kasir terkunci.',
    en: 'The till is locked.',
    nextId: 'Pilih nama dan masukkan PIN.',
    nextEn: 'Choose your name and enter your PIN.',
  },
  'people.in': { id: '{operator} masuk.', en: '{operator} is in.' },
  'people.in-guessed': {
    id: '{operator} masuk. PIN salah sejak terakhir masuk: {wrong}.',
    en: '{operator} is in. Wrong PINs since your last login: {wrong}.',
    nextId: 'Bukan Anda? Pilih PIN lain.',
    nextEn: 'Not you? Choose another PIN.',
  },
  'people.wrong-pin': {
    id: 'PIN salah. Sisa percobaan: {left}.',
    en: 'Wrong PIN. Tries left: {left}.',
  },
  'people.wait': {
    id: 'PIN terlalu sering salah. Tunggu {wait}, lalu coba lagi.',
    en: 'Too many wrong PINs. Wait {wait}, then try again.',
    nextId: 'Lupa PIN? Supervisor dapat memberi PIN baru.',
    nextEn: 'PIN forgotten? A supervisor can give you a new one.',
  },
  'people.nobody': {
    id: 'tidak ada operator dengan nama ini',
    en: 'is no operator of this till',
  },
  'people.needs-right': {
    id: 'Perlu supervisor: {what}.',
    en: 'This needs a supervisor: {what}.',
    nextId: 'Minta supervisor memasukkan PIN, atau masuk sebagai supervisor.',
    nextEn: 'Ask a supervisor to enter a PIN, or log in as one.',
  },
  'people.needs-login': {
    id: 'Hanya untuk supervisor yang masuk sendiri: {what}.',
    en: 'Only for a supervisor who is logged in: {what}.',
    nextId: 'Kunci kasir (F9); supervisor masuk dengan PIN-nya.',
    nextEn: 'Lock the till (F9); a supervisor logs in with a PIN.',
  },
  'people.left': {
    id: 'Kasir dikunci atau berganti operator sementara itu. Apa yang terjadi tercatat di daftar Operasi.',
    en: 'The till was locked, or somebody else came, meanwhile. What came of it is in the list of operations.',
    nextId: 'Jangan ulangi. Masuk, lalu lihat daftar Operasi.',
    nextEn: 'Do not repeat it. Log in, then look at the list of operations.',
  },
  'people.override': { id: '{supervisor} mengizinkan satu kali.', en: '{supervisor} allowed it this once.' },
  'people.override-lacks': {
    id: '{operator} tidak punya hak ini.',
    en: '{operator} has no right to this.',
  },
  'people.lost': {
    id: 'Jurnal tidak lagi mengenal operator kasir ini (jurnal hilang, diganti atau rusak). Tidak ada yang dapat masuk.',
    en: 'The journal does not know the operators of this till any more (it is lost, replaced or damaged). Nobody can log in.',
    nextId: 'Pulihkan supervisor dengan berkas profil toko.',
    nextEn: "Recover a supervisor with the store's profile file.",
  },
  'people.first-supervisor': {
    id: 'operator pertama harus supervisor',
    en: 'has to be supervisor for the first operator',
  },
  'people.name-taken': {
    id: 'nama ini sudah (atau pernah) dipakai; pilih nama lain',
    en: 'is or was taken by somebody; choose another name',
  },
  'people.last-supervisor': {
    id: 'Ini supervisor terakhir; kasir harus punya satu.',
    en: 'This is the last supervisor; a till needs one.',
    nextId: 'Jadikan orang lain supervisor dahulu.',
    nextEn: 'Make somebody else a supervisor first.',
  },
  'people.added': { id: '{operator} dapat masuk sekarang.', en: '{operator} can log in now.' },
  'people.pin-set': { id: 'PIN baru untuk {operator} berlaku.', en: 'The new PIN of {operator} holds.' },
  'people.role-set': { id: 'Peran {operator} diubah.', en: 'The role of {operator} was changed.' },
  'people.removed': { id: '{operator} tidak dapat masuk lagi.', en: '{operator} cannot log in any more.' },
  'people.recovered': {
    id: '{operator} adalah supervisor dengan PIN baru.',
    en: '{operator} is a supervisor with a new PIN.',
  },
  'people.other-profile': {
    id: 'Berkas ini bukan profil kasir ini: kuncinya lain.',
    en: "This file is not this till's profile: its keys are others.",
    nextId: 'Bawa berkas profil yang dipasang di kasir ini dari kantor pusat.',
    nextEn: 'Bring the profile file that was installed on this till from head office.',
  },
  'people.sandbox-first': {
    id: 'Kasir ini sedang mencoba sandbox, dan profil tokonya punya operator.',
    en: 'This till is trying the sandbox, and its own profile has operators.',
    nextId: 'Tutup dan buka lagi program ini, masuk sebagai supervisor, lalu pasang profil.',
    nextEn: 'Close and open this program, log in as a supervisor, then install the profile.',
  },
  'people.who': {
    id: 'Perintah ini perlu operator.',
    en: 'This command needs an operator.',
    nextId: 'Tambahkan `--operator NAMA`; PIN ditanyakan.',
    nextEn: 'Add `--operator NAME`; the PIN is asked for.',
  },
  'field.pin': { id: 'harus 4 sampai 8 angka', en: 'has to be 4 to 8 digits' },
  'field.pin-easy': {
    id: 'terlalu mudah ditebak (angka sama atau berurutan)',
    en: 'is too easy to guess (all the same, or in a row)',
  },
  'field.operator-name': {
    id: 'hanya huruf, angka, spasi, titik, tanda hubung dan apostrof',
    en: 'may hold letters, digits, spaces, dots, hyphens and apostrophes only',
  },
  'field.operator-name-mixed': {
    id: 'harus memakai huruf dari satu aksara saja, semuanya terlihat',
    en: 'has to be in the letters of one script only, all of them visible',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
