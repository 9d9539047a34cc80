/** This till's own sentences for a cashier, in Indonesian and English, one entry a key. */
import type { Words } from './outcome.ts';
import type { Sentence } from './sentence.ts';
import { COPY_WORDS } from './words-copies.ts';
import { DOCTOR_WORDS } from './words-doctor.ts';
import { GATE_WORDS } from './words-gate.ts';
import { JOURNAL_WORDS } from './words-journal.ts';
import { NETWORK_WORDS } from './words-network.ts';
import { OPERATOR_WORDS } from './words-operators.ts';
import { PEOPLE_WORDS } from './words-people.ts';
import { PRINTING_WORDS } from './words-printing.ts';
import { SETTLE_WORDS } from './words-settle.ts';
import { SHIFT_WORDS } from './words-shift.ts';
import { SUPPORT_WORDS } from './words-support.ts';
import { VAULT_WORDS } from './words-vault.ts';

/** `{name}` is filled in by `words()`. */
const CATALOGUE = {
  ...PRINTING_WORDS,
  ...DOCTOR_WORDS,
  ...JOURNAL_WORDS,
  ...COPY_WORDS,
  ...SHIFT_WORDS,
  ...NETWORK_WORDS,
  ...SETTLE_WORDS,
  ...VAULT_WORDS,
  ...SUPPORT_WORDS,
  ...GATE_WORDS,
  ...PEOPLE_WORDS,
  ...OPERATOR_WORDS,
  'till.no-provider': {
    id: 'Profil toko ini tidak memuat {provider}.',
    en: "This store's profile has no {provider}.",
    nextId: 'Supervisor: tambahkan {provider} ke profil, lalu pasang lagi.',
    nextEn: 'Supervisor: add {provider} to the profile, then provision again.',
  },
  'till.busy': {
    id: 'Program lain di mesin ini sedang bekerja: {holder}.',
    en: 'Another process on this machine is acting: {holder}.',
    nextId: 'Tunggu sampai selesai, lalu coba lagi.',
    nextEn: 'Wait until it is done, then try again.',
  },
  'input.invalid': {
    id: 'Isian belum benar; tidak ada yang dikirim.',
    en: 'The input is not right yet; nothing was sent.',
  },
  'field.required': { id: 'wajib diisi', en: 'must be filled in' },
  'field.too-long': { id: 'paling panjang {max} karakter', en: 'has at most {max} characters' },
  'field.control': { id: 'memuat karakter yang tidak dapat dicetak', en: 'contains characters that cannot be printed' },
  'field.terminal-id': {
    id: 'harus 3–16 huruf, angka, _ atau - (tanpa spasi)',
    en: 'must be 3–16 letters, digits, _ or - (no spaces)',
  },
  'field.terminal-id-unknown': {
    id: 'tidak dapat diturunkan dari mesin ini; berikan id sendiri',
    en: 'cannot be derived from this machine; give an id of your own',
  },
  'field.mobile': {
    id: 'harus nomor HP: 6–15 angka, boleh diawali +',
    en: 'must be a mobile number: 6–15 digits, a leading + is allowed',
  },
  'field.phone': {
    id: 'harus nomor telepon yang diawali 62 (bukan 0 atau +62), 9–15 angka',
    en: 'must be a phone number that begins with 62 (not 0 or +62), 9–15 digits',
  },
  'field.date': { id: 'harus tanggal yang ada: YYYY-MM-DD', en: 'must be a day that exists: YYYY-MM-DD' },
  'field.number': {
    id: 'harus bilangan bulat antara {min} dan {max}',
    en: 'must be a whole number from {min} to {max}',
  },
  'field.choice': { id: 'harus salah satu dari: {choices}', en: 'must be one of: {choices}' },
  'field.reference': {
    id: 'harus 1–50 karakter tanpa spasi',
    en: 'must be 1–50 characters without spaces',
  },
  'field.reference-used': {
    id: 'sudah dipakai mesin ini untuk kurir atau cabang lain; satu nomor hanya untuk satu permintaan',
    en: 'was used by this till with other details; one reference is for one request',
  },
  'field.reference-unknown': {
    id: 'tidak ada QR ATM dengan nomor referensi ini di jurnal mesin ini',
    en: "no ATM QR with this reference is in this till's journal",
  },
  'field.bill-number': {
    id: 'harus bill number (1–64 huruf, angka, _ . atau -) atau isi QRIS lengkap hasil pindai',
    en: 'must be a bill number (1–64 letters, digits, _ . or -) or the whole text of a scanned QRIS',
  },
  'field.qris-broken': {
    id: 'QRIS tidak terbaca utuh ({why}); pindai lagi',
    en: 'the QRIS was not read whole ({why}); scan it again',
  },
  'field.qris-no-bill': {
    id: 'QRIS ini tidak memuat bill number (QRIS statis tidak dapat dinonaktifkan dengan cara ini)',
    en: 'this QRIS holds no bill number (a static QRIS cannot be expired this way)',
  },
  'field.printer': { id: 'tidak ada printer bernama ini di profil', en: 'no printer of this name is in the profile' },
  'call.token-slow-down': {
    id: '{provider} meminta kita lebih pelan ({reason}). Tidak ada yang dikirim.',
    en: '{provider} asks us to slow down ({reason}). Nothing was sent.',
    nextId: 'Tunggu satu menit, lalu coba lagi.',
    nextEn: 'Wait a minute, then try again.',
  },
  'call.token-rejected': {
    id: '{provider} menolak permintaan izin masuk ({reason}). Tidak ada yang dikirim.',
    en: '{provider} refused the request for access ({reason}). Nothing was sent.',
    nextId: 'Panggil supervisor: periksa profil, lalu hubungi {provider}.',
    nextEn: 'Call a supervisor: check the profile, then contact {provider}.',
  },
  'call.token-refused': {
    id: '{provider} menolak kunci toko ini ({reason}). Tidak ada yang dikirim.',
    en: "{provider} refused this store's key ({reason}). Nothing was sent.",
    nextId: 'Panggil supervisor: client id atau kunci di profil salah, atau jam mesin ini meleset.',
    nextEn: "Call a supervisor: the profile's client id or key is wrong, or this machine's clock is off.",
  },
  'register.unknown': {
    id: 'Belum pasti: SpeedCash {what}. Terminal {reference} mungkin sudah terdaftar, mungkin belum.',
    en: 'Not certain: SpeedCash {what}. Terminal {reference} may or may not be registered.',
    nextId: 'Daftarkan lagi dengan id yang sama: itu aman.',
    nextEn: 'Register again with the same id: that is safe.',
  },
  'expire.unknown': {
    id: 'Belum pasti: SpeedCash {what}. QR {reference} mungkin sudah tidak berlaku, mungkin masih.',
    en: 'Not certain: SpeedCash {what}. QR {reference} may or may not have ended.',
    nextId: 'Lihat daftar QR hari itu sebelum melakukan apa pun lagi.',
    nextEn: "Look at that day's list before doing anything else.",
  },
  'read.unknown': {
    id: '{provider} {what}: datanya tidak diketahui.',
    en: '{provider} {what}: there is nothing to show.',
    nextId: 'Coba lagi sebentar lagi. Tidak ada yang berubah.',
    nextEn: 'Try again in a moment. Nothing was changed.',
  },
  'generate.already': {
    id: 'QR ATM dengan nomor referensi ini sudah dibuat; ini QR yang sama.',
    en: 'The ATM QR with this reference was made before; this is the same one.',
  },
  'generate.retired': {
    id: 'QR ATM {reference} sudah ditarik.',
    en: 'ATM QR {reference} was retired.',
    nextId: 'Buat QR baru tanpa nomor referensi ini.',
    nextEn: 'Make a new QR without this reference.',
  },
  'generate.inactive': {
    id: 'QR ATM dibuat, tetapi statusnya INACTIVE: belum dapat dipakai.',
    en: 'The ATM QR is made, but its status is INACTIVE: it cannot be used yet.',
    nextId: 'Periksa lagi sebelum kurir berangkat; bila tetap, tanyakan ke PayCools.',
    nextEn: 'Check it again before the courier leaves; if it stays, ask PayCools.',
  },
  'generate.found': {
    id: 'QR ATM ternyata sudah dibuat; PayCools mengenalnya.',
    en: 'The ATM QR had been made after all; PayCools knows it.',
  },
  'check.still-unknown': {
    id: 'Masih belum pasti: PayCools {what} tentang {reference}.',
    en: 'Still not certain: PayCools {what} about {reference}.',
    nextId:
      'Jangan membuat QR baru untuk setoran ini. Ulangi dengan nomor referensi yang sama, atau periksa lagi nanti.',
    nextEn: 'Do not make a new QR for this deposit. Repeat it with the same reference, or check again later.',
  },
  'check.no-content': {
    id: 'PayCools mengenal {reference}, tetapi isi QR-nya tidak ikut dikirim.',
    en: "PayCools knows {reference}, but did not send the QR's content.",
    nextId: 'Ulangi dengan nomor referensi yang sama untuk mendapatkan QR-nya: itu aman.',
    nextEn: 'Repeat it with the same reference to get the QR: that is safe.',
  },
  'retire.local': {
    id: 'QR ATM {reference} ditarik di mesin ini saja. PayCools tidak menyediakan penarikan: QR di tangan kurir masih dapat dipakai.',
    en: "ATM QR {reference} is retired at this till only. PayCools offers no such service: the courier's QR can still be used.",
    nextId: 'Minta kembali slipnya dari kurir.',
    nextEn: 'Take the slip back from the courier.',
  },
  'retire.provider': {
    id: 'QR ATM {reference} dinonaktifkan di penyedia dan ditarik di mesin ini.',
    en: 'ATM QR {reference} is expired at the provider and retired at this till.',
  },
  'retire.already': { id: 'QR ATM {reference} sudah ditarik.', en: 'ATM QR {reference} was retired before.' },
  'retire.not-ok': {
    id: 'QR ATM {reference} belum pasti dibuat; periksa dulu.',
    en: 'It is not certain that ATM QR {reference} was made; check it first.',
    nextId: 'Periksa lagi nomor referensi itu dulu.',
    nextEn: 'Check that reference again first.',
  },
  'terminal.shown': { id: 'Terminal mesin ini: {terminalId}.', en: "This machine's terminal: {terminalId}." },
  'terminal.unregistered': {
    id: 'Terminal mesin ini: {terminalId}, belum terdaftar.',
    en: "This machine's terminal: {terminalId}, not registered yet.",
    nextId: 'Daftarkan mesin ini dulu.',
    nextEn: 'Register this machine first.',
  },
  'list.partly': {
    id: 'Daftar QR diterima; {count} baris tidak dapat dibaca dan tidak ditampilkan.',
    en: 'The list came; rows that cannot be read and are not shown: {count}.',
    nextId: 'Bila QR yang dicari tidak ada, tanyakan ke SpeedCash.',
    nextEn: 'If the QR you look for is not there, ask SpeedCash.',
  },
  'call.interrupted': {
    id: 'Dihentikan di tengah jalan. Permintaan mungkin sudah sampai.',
    en: 'Interrupted half-way. The request may have arrived.',
    nextId: 'Jangan ulangi dengan nomor lain: jalankan perintah yang sama lagi, ia melanjutkan yang ini.',
    nextEn: 'Do not repeat it under another reference: run the same command again, it takes this one up.',
  },
  'call.interrupted-read': {
    id: 'Dihentikan sebelum jawabannya datang. Tidak ada yang diubah.',
    en: 'Interrupted before the answer came. Nothing was changed.',
  },
  'call.interrupted-print': {
    id: 'Dihentikan saat mencetak. Slip mungkin sudah keluar.',
    en: 'Interrupted while printing. The slip may be out.',
    nextId: 'Lihat printernya dulu.',
    nextEn: 'Look at the printer first.',
  },
  'call.interrupted-done': {
    id: 'Dihentikan setelah selesai di penyedia; lihat printernya bila sedang mencetak.',
    en: 'Interrupted after the provider had done it; look at the printer if it was printing.',
  },
  'call.interrupted-refused': {
    id: 'Dihentikan; permintaannya tidak dilaksanakan.',
    en: 'Interrupted; the request was not carried out.',
  },
  'call.interrupted-idle': {
    id: 'Dihentikan sebelum ada yang dikirim.',
    en: 'Interrupted before anything was sent.',
  },
  'journal.listed': { id: '{count} operasi.', en: 'Operations: {count}.' },
  'journal.verified': {
    id: 'Jurnal utuh: {operations} operasi, {attempts} percobaan, {prints} cetakan; rantai {events} langkah utuh.',
    en: 'The journal is whole: {operations} operations, {attempts} attempts, {prints} prints; a chain of {events} steps is unbroken.',
  },
  'journal.broken': {
    id: 'Jurnal tidak cocok di {count} tempat.',
    en: 'The journal does not add up in {count} places.',
    nextId: 'Jangan hapus apa pun. Kirimkan hasil "journal export" ke bagian IT.',
    nextEn: 'Delete nothing. Send the result of "journal export" to IT.',
  },
  'journal.exported': {
    id: 'Jurnal disalin ke {file}: {count} operasi.',
    en: 'The journal was copied to {file}; operations: {count}.',
  },
  'journal.export-failed': {
    id: 'Jurnal tidak dapat ditulis ke {file}: {detail}.',
    en: 'The journal cannot be written to {file}: {detail}.',
    nextId: 'Pilih folder lain, atau kosongkan tempat. Jurnal sendiri tidak berubah.',
    nextEn: 'Choose another folder, or free some space. The journal itself is unchanged.',
  },
  'input.usage': { id: 'Perintah tidak dimengerti: {reason}.', en: 'The command is not understood: {reason}.' },
  'field.folder': {
    id: 'harus folder yang dapat ditulisi ({detail})',
    en: 'must be a folder that can be written ({detail})',
  },
  'field.port-taken': { id: 'tidak dapat dipakai ({detail})', en: 'cannot be used ({detail})' },
  'field.out': {
    id: 'harus nama berkas yang berakhir .jsonl atau .csv',
    en: 'must be a file name that ends in .jsonl or .csv',
  },
  'sandbox.running': {
    id: 'SANDBOX berjalan sampai Ctrl-C.',
    en: 'The SANDBOX runs until Ctrl-C.',
    nextId: 'Di terminal lain: "provision {profile}", lalu perintah apa pun.',
    nextEn: 'In another terminal: "provision {profile}", then any command.',
  },
  'demo.done': {
    id: 'Demo selesai. Slip: {slips}',
    en: 'The demo is done. Slips: {slips}',
    nextId: 'Semuanya SANDBOX: tidak ada yang dikirim ke luar mesin ini.',
    nextEn: 'All of it was SANDBOX: nothing left this machine.',
  },
  'demo.failed': {
    id: 'Demo tidak berjalan sampai selesai. Slip: {slips}',
    en: 'The demo did not end well. Slips: {slips}',
  },
  'desk.ok': { id: 'Selesai.', en: 'Done.' },
  'field.operation': { id: 'tidak ada operasi ini di jurnal', en: 'no such operation is in the journal' },
  'progress.token': { id: 'masuk ke penyedia', en: 'signing in with the provider' },
  'progress.sending': { id: 'mengirim, percobaan {attempt} dari {of}', en: 'sending, attempt {attempt} of {of}' },
  'progress.asking': {
    id: 'tidak ada jawaban; menanyakan apakah permintaan sampai',
    en: 'no answer; asking whether the request arrived',
  },
  'progress.printing': { id: 'mencetak', en: 'printing' },
  'progress.waiting': { id: 'menunggu sebelum percobaan berikutnya', en: 'waiting before the next attempt' },
  'internal.error': {
    id: 'Ada kesalahan di program ini (log {logId}).',
    en: 'This program has a fault (log {logId}).',
    nextId: 'Jangan ulangi begitu saja: lihat dulu jurnal mesin ini. Laporkan nomor log ke bagian IT.',
    nextEn: "Do not just repeat it: look at this till's journal first. Report the log number to IT.",
  },
} as const satisfies Record<string, Sentence>;

export type WordsKey = keyof typeof CATALOGUE;
export type WordsParams = Readonly<Record<string, string | number>>;

/** Puts the parameters into `{name}` places of a text. */
export function fill(text: string, params: WordsParams): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    return value === undefined ? whole : String(value);
  });
}

/** Fills the places of words that came from a code table (`{reason}`). An empty reason leaves no loose punctuation. */
export function fillWords(words: Words, params: WordsParams): Words {
  const put = (text: string): string =>
    fill(text, params)
      .replace(/\s*[:(]\s*\)?(?=[.,]|$)/g, '')
      .trim();
  return {
    key: words.key,
    id: put(words.id),
    en: put(words.en),
    next: words.next === null ? null : { id: put(words.next.id), en: put(words.next.en) },
  };
}

/** A sentence of the catalogue, with its parameters, and with those that differ by language in `local`. */
export function words(
  key: WordsKey,
  params: WordsParams = {},
  local: { readonly id?: WordsParams; readonly en?: WordsParams } = {},
): Words {
  const sentence: Sentence = CATALOGUE[key];
  const forId = { ...params, ...local.id };
  const forEn = { ...params, ...local.en };
  const { nextId, nextEn } = sentence;
  return {
    key,
    id: fill(sentence.id, forId),
    en: fill(sentence.en, forEn),
    next: nextId === undefined || nextEn === undefined ? null : { id: fill(nextId, forId), en: fill(nextEn, forEn) },
  };
}
