/** Every row of the response code table on PayCools' ATM QR page (service 90), and the same cases for its query (91). */
import type { Words } from '../../shared/outcome.ts';
import type { CodeRow } from '../snap/codes.ts';
import { fine, row, say } from './code-words.ts';

const P = 'paycools';

/** Cases alike for both services. */
function sharedRows(service: string): readonly CodeRow[] {
  return [
    row(
      P,
      `401${service}00`,
      'Unauthorized',
      'refused',
      say(
        'PayCools menolak tanda tangan toko ini: {reason}.',
        "PayCools refused this store's signature: {reason}.",
        'Panggil supervisor: kunci atau client id PayCools di profil salah, atau jam mesin ini meleset.',
        "Call a supervisor: the profile's PayCools key or client id is wrong, or this machine's clock is off.",
      ),
      { action: 'fix-profile' },
    ),
    row(
      P,
      `401${service}01`,
      'Invalid Token (B2B)',
      'refused',
      say(
        'PayCools menolak izin masuk (token) dua kali berturut-turut.',
        'PayCools refused the access token twice in a row.',
        'Tunggu satu menit, lalu coba lagi. Bila tetap, hubungi PayCools.',
        'Wait a minute, then try again. If it stays, contact PayCools.',
      ),
      { action: 'retry-later' },
    ),
    row(
      P,
      `429${service}00`,
      'Too Many Requests',
      'refused',
      say(
        'PayCools meminta kita lebih pelan: batas permintaan tercapai.',
        'PayCools asks us to slow down: its limit of requests is reached.',
        'Tunggu satu menit, lalu coba lagi.',
        'Wait a minute, then try again.',
      ),
      { action: 'retry-later' },
    ),
  ];
}

/** Page "Generate ATM QRCode", rows 1 to 15. */
export const GENERATE_ROWS: readonly CodeRow[] = [
  row(P, '2009000', 'Successful', 'ok', fine('QR ATM dibuat.', 'The ATM QR is made.')),
  row(
    P,
    '4009000',
    'Bad Request',
    'refused',
    say(
      'PayCools menolak permintaan ini: {reason}.',
      'PayCools refused this request: {reason}.',
      'Periksa data kurir, wilayah dan cabang, lalu buat QR baru.',
      "Check the courier's details, region and branch, then make a new QR.",
    ),
    { action: 'fix-details' },
  ),
  row(
    P,
    '4009001',
    'Invalid Field Format',
    'refused',
    say(
      'PayCools menolak bentuk sebuah isian: {reason}.',
      'PayCools refused the form of a field: {reason}.',
      'Perbaiki isian yang disebut, lalu buat QR baru.',
      'Correct the field it names, then make a new QR.',
    ),
    { action: 'fix-details' },
  ),
  row(
    P,
    '4009002',
    'Invalid Mandatory Field',
    'refused',
    say(
      'Ada isian wajib yang kosong atau salah: {reason}.',
      'A mandatory field is missing or wrong: {reason}.',
      'Lengkapi data kurir, lalu buat QR baru. Wilayah dan cabang: periksa profil.',
      "Complete the courier's details, then make a new QR. Region and branch: check the profile.",
    ),
    { action: 'fix-details' },
  ),
  ...sharedRows('90'),
  row(
    P,
    '4039002',
    'Exceeds Transaction Amount Limit',
    'refused',
    say(
      'PayCools: batas nilai transaksi toko ini terlampaui.',
      "PayCools: this store's limit on amounts is exceeded.",
      'Kurangi setoran atau tunggu batas berikutnya; supervisor dapat menanyakannya ke PayCools.',
      'Deposit less or wait for the next period; a supervisor can ask PayCools.',
    ),
    { action: 'fix-details' },
  ),
  row(
    P,
    '4039005',
    'Do Not Honor',
    'refused',
    say(
      'PayCools menolak: akun toko atau kurir sedang bermasalah.',
      'PayCools refused: the account of the store or the courier is not in order.',
      'Supervisor: hubungi PayCools untuk memeriksa akun.',
      'Supervisor: ask PayCools to look at the account.',
    ),
    { action: 'contact-provider' },
  ),
  row(
    P,
    '4039015',
    'Transaction Not Permitted',
    'refused',
    say(
      'PayCools tidak mengizinkan transaksi ini: {reason}.',
      'PayCools does not permit this transaction: {reason}.',
      'Coba lagi nanti, atau tanyakan ke PayCools.',
      'Try again later, or ask PayCools.',
    ),
    { action: 'retry-later' },
  ),
  row(
    P,
    '4049008',
    'Invalid Merchant',
    'refused',
    say(
      'PayCools tidak mengenal merchant ini, atau statusnya tidak aktif.',
      'PayCools does not know this merchant, or it is not active.',
      'Supervisor: periksa paycools.merchantId di profil.',
      'Supervisor: check paycools.merchantId in the profile.',
    ),
    { action: 'fix-profile' },
  ),
  row(
    P,
    '4049018',
    'Inconsistent Request',
    'refused',
    say(
      'Nomor referensi ini sudah dipakai untuk permintaan lain.',
      'This reference has been used for another request.',
      'Buat QR baru dengan nomor referensi lain.',
      'Make a new QR under another reference.',
    ),
    { action: 'fix-details' },
  ),
  row(
    P,
    '5009000',
    'General Error',
    'unknown',
    say(
      'Belum pasti: PayCools bermasalah. QR mungkin sudah dibuat, mungkin belum.',
      'Not certain: PayCools failed. The QR may or may not exist.',
      'Jangan membuat QR baru. Periksa lagi nomor referensi ini dalam beberapa menit.',
      'Do not make a new QR. Check this reference again in a few minutes.',
    ),
    { action: 'check-first' },
  ),
  row(
    P,
    '5009001',
    'Internal Server Error',
    'unknown',
    say(
      'Belum pasti: server PayCools bermasalah. QR mungkin sudah dibuat, mungkin belum.',
      "Not certain: PayCools' server failed. The QR may or may not exist.",
      'Jangan membuat QR baru. Periksa lagi nomor referensi ini dalam beberapa menit.',
      'Do not make a new QR. Check this reference again in a few minutes.',
    ),
    { again: true, action: 'check-first' },
  ),
];

/** Page "Generate ATM QRCode", rows 16 and 17: no answer at all, and an answer that cannot be used. */
export const GENERATE_SILENCE: { readonly timeout: Words; readonly unexpected: Words } = {
  timeout: {
    key: 'paycools.90.timeout',
    ...say(
      'Belum pasti: PayCools tidak menjawab. QR mungkin sudah dibuat, mungkin belum.',
      'Not certain: PayCools did not answer. The QR may or may not exist.',
      'Jangan membuat QR baru untuk setoran ini. Periksa lagi nomor referensi ini.',
      'Do not make a new QR for this deposit. Check this reference again.',
    ),
  },
  unexpected: {
    key: 'paycools.90.unexpected',
    ...say(
      'Belum pasti: jawaban PayCools tidak dapat dipakai. QR mungkin sudah dibuat, mungkin belum.',
      "Not certain: PayCools' answer cannot be used. The QR may or may not exist.",
      'Jangan membuat QR baru untuk setoran ini. Periksa lagi nomor referensi ini.',
      'Do not make a new QR for this deposit. Check this reference again.',
    ),
  },
};

/** The query of an ATM QR (service 91); SNAP's own cases, since our page does not list it. */
export const QUERY_ROWS: readonly CodeRow[] = [
  row(P, '2009100', 'Successful', 'ok', fine('PayCools mengenal QR ini.', 'PayCools knows this QR.')),
  ...sharedRows('91'),
  row(
    P,
    '4049101',
    'Transaction Not Found',
    'refused',
    say(
      'PayCools belum mengenal nomor referensi ini.',
      'PayCools does not know this reference (yet).',
      'Bila permintaannya belum pasti, ulangi dengan nomor referensi yang sama: itu aman.',
      'If the request was not certain, repeat it with the same reference: that is safe.',
    ),
    { action: 'check-first' },
  ),
  row(
    P,
    '4009101',
    'Invalid Field Format',
    'refused',
    say(
      'PayCools menolak pertanyaan ini: {reason}.',
      'PayCools refused the question: {reason}.',
      'Periksa nomor referensinya.',
      'Check the reference.',
    ),
    { action: 'fix-details' },
  ),
];
