/** The catalogue's sentences about keys and the keychain: what it did not give, new keys for old, and keys taken away. */
import type { Sentence } from './sentence.ts';

export const VAULT_WORDS = {
  'vault.absent': {
    id: 'Satu kunci toko hilang dari gantungan kunci (keychain); yang lain masih ada. Tidak ada yang dihapus.',
    en: "One of the store's keys is gone from the keychain; others are still there. Nothing was deleted.",
    nextId: 'Bawa berkas profil dari kantor pusat dan pasang lagi: Pengaturan, atau `provision BERKAS`.',
    nextEn: 'Bring the profile file from head office and install it again: in Settings, or by `provision FILE`.',
  },
  'vault.lost': {
    id: 'Gantungan kunci (keychain) ini tidak memuat satu pun kunci kasir ini: ia baru, diganti, atau milik sesi lain. Jurnal dan profil tetap ada; tidak ada yang dihapus.',
    en: "This keychain holds none of this till's keys: it is new, was replaced, or belongs to another session. Journal and profile are still there; nothing was deleted.",
    nextId:
      'Masuk ke desktop sebagai pengguna yang memasang profil. Jika sudah: bawa berkas profil dari kantor pusat dan pasang lagi (Pengaturan, atau `provision BERKAS`).',
    nextEn:
      'Log in to the desktop as the user who installed the profile. If that is you: bring the profile file from head office and install it again (in Settings, or by `provision FILE`).',
  },
  'vault.moved': {
    id: 'Folder data ini disalin atau dipindahkan; kuncinya tinggal di tempat asal. Tidak ada yang dihapus.',
    en: 'This data folder was copied or moved; its keys stayed where it came from. Nothing was deleted.',
    nextId:
      'Kembalikan folder ke tempat asalnya, atau bawa berkas profil dari kantor pusat dan pasang di sini (`provision BERKAS`).',
    nextEn:
      'Put the folder back in its place, or bring the profile file from head office and install it here (`provision FILE`).',
  },
  'vault.locked': {
    id: 'Gantungan kunci (keychain) komputer ini terkunci.',
    en: "This computer's keychain is locked.",
    nextId: 'Ketik kata sandinya di jendela yang muncul, atau masuk ulang ke komputer; lalu coba lagi.',
    nextEn: 'Type its password in the window that asks for it, or log in to the computer again; then try again.',
  },
  'vault.waiting': {
    id: 'Menunggu gantungan kunci (keychain): ketik kata sandinya bila komputer memintanya.',
    en: 'Waiting for the keychain: type its password if the computer asks for it.',
  },
  'vault.unavailable': {
    id: 'Komputer ini tidak punya gantungan kunci (keychain) yang bisa dipakai; kunci tidak disimpan di tempat lain.',
    en: 'This computer has no usable keychain; keys are not kept anywhere else.',
    nextId:
      'Di Linux pasang dan jalankan layanan Secret Service (gnome-keyring atau KWallet) di sesi desktop pengguna ini.',
    nextEn: 'On Linux install and start a Secret Service (gnome-keyring or KWallet) in this user’s desktop session.',
  },
  'vault.corrupt': {
    id: 'Isi gantungan kunci (keychain) bukan kunci yang dipasang di kasir ini. Tidak ada yang dihapus.',
    en: 'The keychain holds something other than the keys provisioned on this till. Nothing was deleted.',
    nextId: 'Bawa berkas profil dan pasang lagi (`provision BERKAS`); jika berulang, hubungi bagian TI.',
    nextEn: 'Bring the profile file and install it again (`provision FILE`); if it happens again, call IT.',
  },
  'vault.replaced': {
    id: 'Profil kasir ini diganti atau dicabut oleh program lain sejak program ini dibuka. Tidak ada yang dikirim.',
    en: "This till's profile was replaced or revoked by another program since this one was opened. Nothing was sent.",
    nextId: 'Tutup program ini dan buka lagi.',
    nextEn: 'Close this program and open it again.',
  },
  'provision.refused': {
    id: '{provider} menolak kunci baru ({reason}). Profil dan kunci lama tetap berlaku.',
    en: '{provider} refused the new keys ({reason}). The former profile and keys still hold.',
    nextId: 'Pastikan kunci publiknya sudah didaftarkan di {provider} dan client id-nya benar, lalu ulangi.',
    nextEn: 'Make sure that the public key is registered at {provider} and the client id is right, then try again.',
  },
  'provision.unproved': {
    id: '{provider} tidak dapat ditanya tentang kunci baru ({note}). Profil dan kunci lama tetap berlaku.',
    en: '{provider} could not be asked about the new keys ({note}). The former profile and keys still hold.',
    nextId: 'Periksa internet, lalu ulangi; atau pasang tanpa bertanya: `provision BERKAS --offline`.',
    nextEn: 'Check the internet, then try again; or install without asking: `provision FILE --offline`.',
  },
  'profile.shown': {
    id: 'Profil {store}. Bandingkan sidik jarinya lewat telepon.',
    en: 'The profile of {store}. Compare the fingerprints over the phone.',
  },
  'revoke.done': {
    id: 'Kunci dan profil dihapus dari komputer ini, dan sudah diperiksa: tidak ada lagi. Jurnal tetap ada.',
    en: 'Keys and profile are removed from this computer; it was checked that they are gone. The journal stays.',
    nextId: 'Cabut juga kunci publiknya di penyedia bila komputer ini hilang atau berpindah tangan.',
    nextEn: 'Have the providers revoke the public keys too if this computer is lost or changes hands.',
  },
  'revoke.nothing': {
    id: 'Tidak ada profil atau kunci yang tercatat di sini. Jurnal tetap ada.',
    en: 'No profile and no keys are on record here. The journal stays.',
  },
  'revoke.left': {
    id: '{count} kunci TIDAK dapat dihapus dari gantungan kunci (keychain). Profil dibiarkan supaya dapat diulangi.',
    en: '{count} keys could NOT be removed from the keychain. The profile stays so that it can be tried again.',
    nextId: 'Buka gantungan kuncinya lalu ulangi; sementara itu cabut kuncinya di penyedia.',
    nextEn: 'Unlock the keychain and try again; meanwhile have the providers revoke the keys.',
  },
  'revoke.profile-left': {
    id: 'Kunci sudah dihapus, tetapi profil di folder data TIDAK dapat dihapus.',
    en: 'The keys are removed, but the profile in the data folder could NOT be removed.',
    nextId: 'Hapus berkas provisioned.json di folder data itu sendiri.',
    nextEn: 'Remove the file provisioned.json in the data folder yourself.',
  },
  'revoke.unconfirmed': {
    id: 'Tidak ada yang dihapus: pencabutan belum dipastikan.',
    en: 'Nothing was removed: the revocation was not confirmed.',
    nextId: 'Ketik nama toko persis seperti di profil, atau pakai --yes.',
    nextEn: "Type the store's name just as the profile has it, or use --yes.",
  },
  'revoke.not-the-name': { id: 'bukan nama toko di profil', en: "is not the store's name in the profile" },
} as const satisfies Record<string, Sentence>;
