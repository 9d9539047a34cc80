/** Indonesian: the store's keys, where they are not to be had, and where they are taken away. */
export const idKeys = {
  keys: {
    title: 'Kunci toko tidak dapat diambil',
    waiting: 'Menunggu gantungan kunci (keychain)',
    again: 'Coba lagi',
    asking: 'Menanyakan …',
    install: 'Pasang berkas profil',
    revoke: 'Cabut kunci …',
    revokeTitle: 'Cabut kunci kasir ini?',
    revokeBody:
      'Semua kunci toko dihapus dari gantungan kunci komputer ini, dan profilnya juga. Jurnal tetap ada. Untuk memakai kasir ini lagi, berkas profil harus dipasang kembali.',
    revokeName: (store: string) => `Ketik nama toko: ${store}`,
    revokeYes: 'Hapus kunci',
  },
};
