/** What can be wrong with a profile file, in plain words; no sentence ever holds a value of the file. */
import type { FieldProblem, Words } from '../../shared/outcome.ts';

const PROBLEMS = {
  'profile.missing': ['Isian ini wajib ada.', 'This field is missing.'],
  'profile.unknown-key': ['Isian ini tidak dikenal; periksa ejaannya.', 'This field is not known; check its spelling.'],
  'profile.wrong-type': ['Jenis isian ini salah.', 'This field is of the wrong kind.'],
  'profile.too-short': ['Isian ini kosong atau terlalu pendek.', 'This field is empty or too short.'],
  'profile.too-long': ['Isian ini terlalu panjang.', 'This field is too long.'],
  'profile.out-of-range': ['Angka ini di luar batas.', 'This number is out of range.'],
  'profile.wrong-value': ['Nilai isian ini tidak dapat dipakai.', 'The value of this field cannot be used.'],
  'profile.not-a-line': [
    'Harus satu baris tanpa spasi di awal atau akhir dan tanpa karakter kendali (nama antrean tidak diawali tanda hubung).',
    'Must be one line without blanks at either end and without control characters (a queue name starts with no hyphen).',
  ],
  'profile.not-a-token': [
    'Hanya huruf, angka, dan tanda baca ASCII, tanpa spasi.',
    'Only ASCII letters, digits and punctuation, no blanks.',
  ],
  'profile.bad-url': [
    'Harus URL https tanpa nama pengguna, kata sandi, kueri, atau fragmen; http hanya untuk 127.0.0.1, [::1], atau localhost.',
    'Must be an https URL without user name, password, query or fragment; http only for 127.0.0.1, [::1] or localhost.',
  ],
  'profile.bad-path': [
    'Harus jalur yang diawali garis miring, tanpa garis miring di akhir.',
    'Must be a path that begins with a slash and does not end with one.',
  ],
  'profile.bad-phone': [
    'Nomor telepon: hanya angka, diawali 62, 9–15 angka.',
    'Phone number: digits only, beginning with 62, 9–15 digits.',
  ],
  'profile.bad-field-name': ['Harus nama isian JSON.', 'Must be the name of a JSON field.'],
  'profile.bad-host': [
    'Harus nama komputer atau alamat IP, tanpa porta.',
    'Must be a host name or an IP address, without a port.',
  ],
  'profile.bad-pin': [
    'Harus "sha256/" diikuti base64: sidik kunci publik dari docs/network.md.',
    'Must be "sha256/" and base64: a public key\'s fingerprint, see docs/network.md.',
  ],
  'profile.pin-length': [
    'Bukan SHA-256: setelah "sha256/" harus base64 dari tepat 32 bita, 44 karakter.',
    'Not a SHA-256: after "sha256/" comes the base64 of exactly 32 bytes, 44 characters.',
  ],
  'profile.pins-count': [
    'Harus 2 sampai 4 kunci: yang dipakai sekarang dan paling sedikit satu cadangan.',
    'Must be 2 to 4 keys: the one in use now and at least one in reserve.',
  ],
  'profile.pins-same': [
    'Kunci yang sama ditulis dua kali; cadangan harus kunci lain.',
    'The same key is written twice; the one in reserve must be another.',
  ],
  'profile.pins-plain': [
    'Alamat http tidak punya sertifikat: kunci hanya dapat dipatok untuk https.',
    'An http address has no certificate: keys can be pinned for https alone.',
  ],
  'profile.bad-proxy': [
    'Harus http://KOMPUTER:PORTA atau https://KOMPUTER:PORTA, tanpa jalur, kueri, atau fragmen.',
    'Must be http://HOST:PORT or https://HOST:PORT, without path, query or fragment.',
  ],
  'profile.proxy-credentials': [
    'Kasir ini tidak masuk ke proksi dengan nama dan kata sandi: biarkan mesin ini lewat tanpa login.',
    'This till logs in at no proxy: let the proxy pass this machine without a login.',
  ],
  'profile.no-provider': [
    'Profil harus berisi speedcash atau paycools.',
    'The profile must have speedcash or paycools in it.',
  ],
  'profile.same-printer-name': ['Dua pencetak tidak boleh bernama sama.', 'Two printers cannot have the same name.'],
  'profile.no-such-printer': [
    'Harus nama pencetak lain di berkas ini.',
    'Must be the name of another printer in this file.',
  ],
  'profile.key-unreadable': [
    'Ini bukan kunci privat PEM yang dapat dibaca (PKCS#1 atau PKCS#8).',
    'This is not a readable PEM private key (PKCS#1 or PKCS#8).',
  ],
  'profile.key-encrypted': [
    'Kunci privat ini masih terkunci kata sandi; buka dulu dengan openssl.',
    'This private key is encrypted with a passphrase; decrypt it with openssl first.',
  ],
  'profile.key-public': [
    'Ini kunci publik atau sertifikat; yang diperlukan kunci privat.',
    'This is a public key or a certificate; the private key is needed.',
  ],
  'profile.key-not-rsa': ['Kunci ini bukan RSA.', 'This key is not an RSA key.'],
  'profile.key-too-short': ['Kunci RSA harus paling sedikit 2048 bit.', 'The RSA key must have at least 2048 bits.'],
  'profile.secret-too-large': [
    'Terlalu besar untuk gantungan kunci: paling banyak 2.560 bita (RSA sampai 4096 bit).',
    'Too large for the keychain: at most 2,560 bytes (RSA up to 4096 bits).',
  ],
  'profile.key-unusable': [
    'Kunci ini rusak: tanda tangannya tidak lolos pemeriksaan.',
    'This key is damaged: what it signs does not verify.',
  ],
  'profile.file-missing': ['Berkas profil tidak ditemukan.', 'There is no such profile file.'],
  'profile.file-unreadable': ['Berkas profil tidak dapat dibaca.', 'The profile file cannot be read.'],
  'profile.file-too-large': ['Berkas profil lebih dari 256 KiB.', 'The profile file is larger than 256 KiB.'],
  'profile.file-not-utf8': ['Berkas profil harus tersimpan sebagai UTF-8.', 'The profile file must be saved as UTF-8.'],
} as const satisfies Record<string, readonly [id: string, en: string]>;

export type ProblemKey = keyof typeof PROBLEMS;

export function isProblemKey(text: string): text is ProblemKey {
  return Object.hasOwn(PROBLEMS, text);
}

/** @param path of the field (`speedcash.clientId`, `printers[0].paper`), or `file` for the file as a whole */
export function problem(path: string, key: ProblemKey): FieldProblem {
  const [id, en] = PROBLEMS[key];
  return { path, words: { key, id, en, next: null } };
}

/** A value that is not one of a few. @param allowed from the schema, never from the file */
export function notOneOf(path: string, allowed: readonly string[]): FieldProblem {
  const list = allowed.join(', ');
  const words: Words = {
    key: 'profile.not-one-of',
    id: `Harus salah satu dari: ${list}.`,
    en: `Must be one of: ${list}.`,
    next: null,
  };
  return { path, words };
}

export function syntaxProblem(fault: {
  readonly kind: 'syntax' | 'duplicate-key';
  readonly line: number;
  readonly column: number;
}): FieldProblem {
  const { line, column } = fault;
  const words: Words =
    fault.kind === 'syntax'
      ? {
          key: 'profile.syntax',
          id: `Bukan JSON: baris ${line}, kolom ${column}.`,
          en: `Not JSON: line ${line}, column ${column}.`,
          next: null,
        }
      : {
          key: 'profile.duplicate-key',
          id: `Isian ditulis dua kali: baris ${line}, kolom ${column}.`,
          en: `A field is written twice: line ${line}, column ${column}.`,
          next: null,
        };
  return { path: 'file', words };
}
