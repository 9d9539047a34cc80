/** The catalogue's sentences about printers and slips. */
import type { Sentence } from './sentence.ts';

export const PRINTING_WORDS = {
  'printer.none': {
    id: 'Profil toko ini tidak memuat printer.',
    en: "This store's profile names no printer.",
    nextId: 'Supervisor: tambahkan printer ke profil. Tanpa mencetak, QR tetap dapat dibuat.',
    nextEn: 'Supervisor: add a printer to the profile. Without printing the QR can still be made.',
  },
  'print.printed': { id: 'Tercetak: dipastikan oleh printer.', en: 'Printed: the printer proved it.' },
  'print.unproved': {
    id: 'Terkirim ke printer, tetapi belum terbukti tercetak ({proof}).',
    en: 'Sent to the printer, but not proved to be on paper ({proof}).',
    nextId: 'Lihat printernya. Bila slip tidak keluar: cetak lagi (akan bertanda SALINAN).',
    nextEn: 'Look at the printer. If no slip came out: print again (it will be marked COPY).',
  },
  'print.not-printed': {
    id: 'Tidak tercetak: {trouble}. Tidak ada yang dikirim ke printer.',
    en: 'Not printed: {trouble}. Nothing was sent to the printer.',
    nextId: 'Perbaiki printernya, lalu cetak lagi.',
    nextEn: 'See to the printer, then print again.',
  },
  'print.lost': {
    id: 'QR ATM dibuat, tetapi pencetakannya gagal di program ini.',
    en: 'The ATM QR is made, but printing it failed in this program.',
    nextId: 'Lihat printernya, lalu cetak lagi.',
    nextEn: 'Look at the printer, then print again.',
  },
  'print.possibly': {
    id: 'Mungkin tercetak, mungkin tidak: {trouble}.',
    en: 'It may or may not be on paper: {trouble}.',
    nextId: 'Lihat printernya dulu. Slip tidak utuh: cetak lagi (bertanda MUNGKIN GANDA). Slip utuh: tandai selesai.',
    nextEn:
      'Look at the printer first. Slip not whole: print again (marked POSSIBLE DUPLICATE). Slip whole: mark it done.',
  },
  'print.waiting': {
    id: 'Slip menunggu di antrean printer {printer}: {trouble}. Belum ada yang dikirim ke printer.',
    en: "The slip waits in printer {printer}'s queue: {trouble}. Nothing of it was sent to the printer.",
    nextId: 'Perbaiki printernya. Slip keluar sendiri dari jendela program; tanpa jendela: printer resume {jobId}.',
    nextEn: "See to the printer. The program's window prints it by itself; without a window: printer resume {jobId}.",
  },
  'print.expired': {
    id: 'Slip menunggu terlalu lama, jadi tidak dicetak sendiri lagi.',
    en: 'The slip waited too long, so it is not printed by itself any more.',
    nextId: 'Masih perlu: cetak. Tidak perlu lagi: keluarkan dari antrean.',
    nextEn: 'Still wanted: print it. Not wanted any more: drop it from the queue.',
  },
  'print.elsewhere': {
    id: 'Slip {jobId} sedang dicetak oleh program lain di mesin ini; hasilnya belum pasti.',
    en: 'Slip {jobId} is being printed by another program on this machine; what comes of it is not certain yet.',
    nextId: 'Tunggu, lalu lihat antrean: printer queue.',
    nextEn: 'Wait, then look at the queue: printer queue.',
  },
  'print.printer-gone': {
    id: 'Slip menunggu printer {printer}, yang tidak ada lagi di profil toko.',
    en: "The slip waits for printer {printer}, which is not in the store's profile any more.",
    nextId: 'Cetak di printer lain (printer resume), atau keluarkan dari antrean.',
    nextEn: 'Print it on another printer (printer resume), or drop it from the queue.',
  },
  'print.dropped': {
    id: 'Slip {jobId} dikeluarkan dari antrean; tidak akan dicetak.',
    en: 'Slip {jobId} is out of the queue; it will not be printed.',
  },
  'print.settled': {
    id: 'Slip {jobId} ditandai selesai; tidak akan dicetak lagi.',
    en: 'Slip {jobId} is marked done; it will not be printed again.',
  },
  'print.not-open': {
    id: 'Slip {jobId} tidak menunggu di antrean ({state}).',
    en: 'Slip {jobId} does not wait in the queue ({state}).',
    nextId: 'Lihat antrean; untuk salinan baru, cetak lagi dari QR-nya.',
    nextEn: 'Look at the queue; for another copy, print again from its QR.',
  },
  'print.queue-empty': { id: 'Tidak ada slip yang menunggu.', en: 'No slip is waiting.' },
  'print.resumed': {
    id: 'Slip yang keluar: {done}. Masih menunggu: {waiting}.',
    en: 'Slips that went out: {done}. Still waiting: {waiting}.',
  },
  'printer.queue': { id: 'Slip yang menunggu: {count}.', en: 'Slips that wait: {count}.' },
  'printer.learned': {
    id: 'Printer {printer}: yang Anda lihat dicatat.',
    en: 'Printer {printer}: what you saw is noted.',
  },
  'field.job': { id: 'tidak ada cetakan ini di jurnal', en: 'no such print is in the journal' },
  'print.retired': {
    id: 'QR ATM {reference} sudah ditarik, jadi tidak dicetak lagi.',
    en: 'ATM QR {reference} was retired, so it is not printed again.',
    nextId: 'Buat QR baru.',
    nextEn: 'Make a new QR.',
  },
  'print.never-made': {
    id: 'QR ATM {reference} tidak pernah dibuat, jadi tidak dapat dicetak.',
    en: 'ATM QR {reference} was never made, so it cannot be printed.',
    nextId: 'Buat QR baru.',
    nextEn: 'Make a new QR.',
  },
  'print.not-ok': {
    id: 'QR ATM {reference} belum pasti dibuat, jadi tidak dapat dicetak.',
    en: 'It is not certain that ATM QR {reference} was made, so it cannot be printed.',
    nextId: 'Periksa lagi nomor referensi itu dulu.',
    nextEn: 'Check that reference again first.',
  },
  'printer.ready': { id: 'Printer {printer} siap.', en: 'Printer {printer} is ready.' },
  'printer.near-end': {
    id: 'Printer {printer} siap, kertas hampir habis.',
    en: 'Printer {printer} is ready, its paper is near its end.',
  },
  'printer.mute': {
    id: 'Printer {printer} tersambung tetapi tidak menjawab: ia mencetak, namun tidak dapat membuktikannya.',
    en: 'Printer {printer} is connected but does not answer: it prints, but cannot prove it.',
  },
  'printer.trouble': {
    id: 'Printer {printer}: {trouble}.',
    en: 'Printer {printer}: {trouble}.',
    nextId: 'Perbaiki printernya, lalu periksa lagi.',
    nextEn: 'See to the printer, then check again.',
  },
  'printer.seen': {
    id: 'Printer terlihat: {count}. Tidak ada yang disimpan.',
    en: 'Printers seen: {count}. Nothing is stored.',
    nextId: 'Salin transport yang tepat ke "printers" di profil, pasang lagi, lalu cetak: printer test.',
    nextEn: 'Copy the right transport into "printers" of the profile, provision again, then print: printer test.',
  },
  'printer.none-seen': {
    id: 'Tidak ada printer yang terlihat.',
    en: 'No printer was seen.',
    nextId: 'Printer yang tidak mengumumkan diri tetap dapat dipakai: alamatnya ada di lembar uji printer itu.',
    nextEn:
      "A printer that does not announce itself works all the same: its address is on the printer's own self-test.",
  },
  'discover.listening': {
    id: 'mendengarkan jaringan {seconds} detik',
    en: 'listening to the network for {seconds} s',
  },
  'discover.mdns.no-network': {
    id: 'Jaringan: mesin ini tidak tersambung ke jaringan.',
    en: 'Network: this machine is on no network.',
  },
  'discover.mdns.not-sent': {
    id: 'Jaringan: pertanyaan tidak dapat dikirim dari mesin ini.',
    en: 'Network: no question could leave this machine.',
  },
  'discover.spooler.missing': {
    id: 'Spooler: mesin ini tidak punya program spooler.',
    en: "Spooler: this machine has no spooler's program.",
  },
  'discover.spooler.no-scheduler': { id: 'Spooler: tidak berjalan.', en: 'Spooler: it does not run.' },
  'discover.spooler.failed': { id: 'Spooler: tidak menjawab.', en: 'Spooler: it did not answer.' },
  'discover.serial.failed': {
    id: 'Port serial: tidak dapat didaftar di mesin ini.',
    en: 'Serial ports: they cannot be listed on this machine.',
  },
  'printer.all-well': {
    id: '{count} printer ditanya, tidak ada gangguan.',
    en: '{count} printers asked, none has trouble.',
  },
  'printer.some-not': {
    id: 'Gangguan pada {wrong} dari {count} printer.',
    en: 'Trouble with {wrong} of {count} printers.',
  },
} as const satisfies Record<string, Sentence>;
