/** Every row of the response code tables on SpeedCash's four pages (services 92, 93, 90 and 23). */
import type { CodeRow } from '../snap/codes.ts';
import { fine, row, say } from './code-words.ts';

const P = 'speedcash';
const NOT_FOUND = /not\s*found|tidak\s*(di\s*)?temukan/i;
const BAD_HEADER = /bad\s*request|header/i;

/** Cases that all four pages list in the same sense, whatever the service; each page's test asserts its own. */
function sharedRows(service: string): readonly CodeRow[] {
  return [
    row(
      P,
      `400${service}01`,
      'Invalid field format',
      'refused',
      say(
        'SpeedCash menolak isian: {reason}.',
        'SpeedCash refused a field: {reason}.',
        'Perbaiki isian yang disebut, lalu coba lagi.',
        'Correct the field it names, then try again.',
      ),
      { action: 'fix-details' },
    ),
    row(
      P,
      `401${service}00`,
      'Unauthorized. Invalid Signature',
      'refused',
      say(
        'SpeedCash menolak tanda tangan toko ini.',
        "SpeedCash refused this store's signature.",
        'Panggil supervisor: client secret di profil salah, atau jam mesin ini meleset.',
        "Call a supervisor: the profile's client secret is wrong, or this machine's clock is off.",
      ),
      { action: 'fix-profile' },
    ),
    row(
      P,
      `401${service}01`,
      'Invalid Token',
      'refused',
      say(
        'SpeedCash menolak izin masuk (token) dua kali berturut-turut.',
        'SpeedCash refused the access token twice in a row.',
        'Tunggu satu menit, lalu coba lagi. Bila tetap, hubungi SpeedCash.',
        'Wait a minute, then try again. If it stays, contact SpeedCash.',
      ),
      { action: 'retry-later' },
    ),
    row(
      P,
      `409${service}00`,
      'Cannot use same X-EXTERNAL-ID in same day',
      'refused',
      say(
        'SpeedCash sudah memakai nomor permintaan ini hari ini.',
        'SpeedCash has seen this request number today.',
        'Coba lagi: nomor baru dibuat sendiri. Bila berulang, panggil supervisor (dua mesin memakai profil dan data yang sama?).',
        'Try again: a new number is made each time. If it repeats, call a supervisor (do two machines share one data folder?).',
      ),
      { action: 'retry-later' },
    ),
    row(
      P,
      `404${service}00`,
      'Unauthorized. Client Forbidden Access API',
      'refused',
      say(
        'Toko ini belum diizinkan memakai layanan SpeedCash ini.',
        'This store may not use this service of SpeedCash.',
        'Supervisor: minta SpeedCash membuka layanan ini untuk client id toko.',
        "Supervisor: ask SpeedCash to open this service for the store's client id.",
      ),
      { action: 'contact-provider' },
    ),
    row(
      P,
      `429${service}00`,
      'Too Many Requests',
      'refused',
      say(
        'SpeedCash meminta kita lebih pelan.',
        'SpeedCash asks us to slow down.',
        'Tunggu satu menit, lalu coba lagi.',
        'Wait a minute, then try again.',
      ),
      { action: 'retry-later' },
    ),
  ];
}

function badHeader(service: string, double: boolean): CodeRow {
  return row(
    P,
    `404${service}01`,
    'Bad Request',
    'refused',
    say(
      'SpeedCash menolak kepala permintaan (header): {reason}.',
      'SpeedCash refused the request headers: {reason}.',
      'Panggil supervisor: periksa client id dan channel id di profil, dan jam mesin ini.',
      "Call a supervisor: check the profile's client id and channel id, and this machine's clock.",
    ),
    { action: 'fix-profile', ...(double ? { when: BAD_HEADER } : {}) },
  );
}

function blacklisted(service: string): CodeRow {
  return row(
    P,
    `403${service}19`,
    'Merchant Blacklisted',
    'refused',
    say(
      'SpeedCash memblokir merchant ini.',
      'SpeedCash has blocked this merchant.',
      'Jangan coba lagi. Supervisor: hubungi SpeedCash.',
      'Do not try again. Supervisor: contact SpeedCash.',
    ),
    { action: 'contact-provider' },
  );
}

function invalidMerchant(service: string): CodeRow {
  return row(
    P,
    `404${service}08`,
    'Invalid Merchant',
    'refused',
    say(
      'SpeedCash tidak mengenal merchant id toko ini.',
      "SpeedCash does not know this store's merchant id.",
      'Supervisor: periksa speedcash.merchantId di profil.',
      'Supervisor: check speedcash.merchantId in the profile.',
    ),
    { action: 'fix-profile' },
  );
}

/** Page "Generate Terminal", service 92. */
export const REGISTER_ROWS: readonly CodeRow[] = [
  row(
    P,
    '2009200',
    'Success',
    'ok',
    fine('Terminal terdaftar di SpeedCash.', 'The terminal is registered with SpeedCash.'),
  ),
  ...sharedRows('92').map((shared) =>
    shared.code === '4009201'
      ? row(
          P,
          '4009201',
          'Invalid field format',
          'refused',
          say(
            'SpeedCash menolak isian terminal: {reason}.',
            "SpeedCash refused the terminal's details: {reason}.",
            'Periksa id (3–16 huruf, angka, _ atau -) dan keterangan. Satu merchant paling banyak punya 65.000 terminal: bila sudah penuh, minta SpeedCash menghapus yang lama.',
            'Check the id (3–16 letters, digits, _ or -) and the description. A merchant has at most 65,000 terminals: when they are used up, ask SpeedCash to remove old ones.',
          ),
          { action: 'fix-details' },
        )
      : shared,
  ),
  badHeader('92', false),
  blacklisted('92'),
  invalidMerchant('92'),
  row(
    P,
    '5009201',
    'Internal Server Error',
    'unknown',
    say(
      'Belum pasti: SpeedCash bermasalah saat mendaftarkan terminal.',
      'Not certain: SpeedCash failed while registering the terminal.',
      'Daftarkan lagi nanti dengan id yang sama: itu aman.',
      'Register again later with the same id: that is safe.',
    ),
    { again: true, action: 'check-first' },
  ),
];

/** Page "QRIS Expire Billnumber", service 93. */
export const EXPIRE_ROWS: readonly CodeRow[] = [
  row(P, '2009300', 'Success', 'ok', fine('QR dinonaktifkan di SpeedCash.', 'The QR is expired at SpeedCash.')),
  ...sharedRows('93'),
  badHeader('93', true),
  blacklisted('93'),
  invalidMerchant('93'),
  row(
    P,
    '4049301',
    'QR not Found',
    'refused',
    say(
      'SpeedCash tidak menemukan QR dengan bill number ini.',
      'SpeedCash finds no QR with this bill number.',
      'Periksa nomornya di daftar QR hari itu. Mungkin QR sudah tidak berlaku.',
      "Check the number in that day's list. The QR may have ended already.",
    ),
    { when: NOT_FOUND, otherwise: true, action: 'fix-details' },
  ),
  row(
    P,
    '5009300',
    'General Error',
    'unknown',
    say(
      'Belum pasti: SpeedCash bermasalah saat menonaktifkan QR.',
      'Not certain: SpeedCash failed while expiring the QR.',
      'Lihat daftar QR hari itu. Bila masih berlaku, nonaktifkan lagi; bila tetap gagal, hubungi SpeedCash.',
      "Look at that day's list. If it is still valid, expire it again; if that keeps failing, contact SpeedCash.",
    ),
    { again: true, action: 'check-first' },
  ),
];

/** Page "QRIS Generate List", service 90. */
export const LIST_ROWS: readonly CodeRow[] = [
  row(
    P,
    '2009000',
    'Success',
    'ok',
    fine('Daftar QR diterima dari SpeedCash.', 'The list of QRs came from SpeedCash.'),
  ),
  ...sharedRows('90'),
  badHeader('90', true),
  blacklisted('90'),
  row(
    P,
    '4049001',
    'Transaction Not Found',
    'none',
    fine('Tidak ada QR yang dibuat pada tanggal itu.', 'No QR was made on that date.'),
    { when: NOT_FOUND, otherwise: true },
  ),
];

/** Page "Merchant Status", service 23. */
export const STATUS_ROWS: readonly CodeRow[] = [
  row(
    P,
    '2002300',
    'Success',
    'ok',
    fine('Status merchant diterima dari SpeedCash.', "The merchant's status came from SpeedCash."),
  ),
  ...sharedRows('23'),
  badHeader('23', false),
  row(
    P,
    '5002301',
    'General Error',
    'unknown',
    say(
      'SpeedCash bermasalah: status merchant tidak diketahui.',
      "SpeedCash failed: the merchant's status is not known.",
      'Coba lagi beberapa menit lagi.',
      'Try again in a few minutes.',
    ),
    { again: true, action: 'retry-later' },
  ),
];
