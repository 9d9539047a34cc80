/** Indonesian: a journal in trouble. */
export const idJournal = {
  journal: {
    title: 'Jurnal mesin ini bermasalah',
    again: 'Coba lagi',
    setAside: 'Pindahkan jurnal lama …',
    setAsideTitle: 'Pindahkan jurnal yang rusak?',
    setAsideBody:
      'Berkas lama disimpan dengan nama lain, tidak dihapus. Jurnal baru dimulai dengan semua yang masih terbaca: yang belum pasti, terminal, slip yang menunggu. Lakukan ini hanya dengan supervisor.',
    setAsideYes: 'Pindahkan dan mulai lagi',
    settingAside: 'Membaca jurnal lama …',
    done: 'Jurnal baru siap',
    kept: 'Berkas lama',
    readable: 'Salinan yang terbaca',
    takenOver: 'Dibawa serta',
    counts: (operations: number, prints: number) => `${operations} operasi, ${prints} cetakan`,
    incomplete: 'Sebagian tidak terbaca.',
    open: 'Belum pasti: periksa satu per satu',
    none: 'tidak ada',
    goOn: 'Lanjutkan',
    understood: 'Mengerti',
  },
};
