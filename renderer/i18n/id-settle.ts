/** Indonesian, fourth part: what is not certain, asked about in the background or decided by a supervisor. */

export const idSettle = {
  settle: {
    asking: 'sedang ditanyakan …',
    nextAt: (time: string) => `ditanya lagi ${time}`,
    ask: 'Tanyakan sekarang',
    askingNow: 'Menanyakan ke penyedia …',
    decide: 'Putuskan (supervisor)',
    title: 'Keputusan supervisor',
    means: 'Hanya bila penyedia tidak dapat menjawab lagi. Keputusan ini dicatat di jurnal dengan nama operator.',
    meansQr:
      'QR ATM tidak dapat dinyatakan berhasil di sini: isi QR-nya hanya ada di PayCools. Pakai "Periksa lagi", atau ulangi dengan nomor referensi yang sama.',
    decision: 'Keputusan',
    refused: 'Pasti tidak terjadi',
    ok: 'Pasti terjadi',
    reason: 'Alasan',
    reasonHint: 'misalnya: sudah ditanyakan ke PayCools, tiket 123',
    yes: 'Catat keputusan',
    clockCorrected: 'memakai jam penyedia',
    settledBy: 'Kepastian',
    by: {
      answer: 'dari jawaban penyedia',
      query: 'penyedia ditanya',
      list: 'dari daftar QR hari itu',
      repeat: 'dari pengulangan',
      person: (operator: string, reason: string) => `keputusan ${operator}: ${reason}`,
    },
  },
} as const;
