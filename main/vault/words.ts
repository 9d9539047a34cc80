/** What to tell the person at the till when the keychain does not give what it should. */
import type { Unavailable, Words } from '../../shared/outcome.ts';
import type { VaultTrouble } from '../ports.ts';

const WORDS: Readonly<Record<'absent' | VaultTrouble, Words>> = {
  absent: {
    key: 'vault.absent',
    id: 'Kunci toko tidak ada di gantungan kunci (keychain) pengguna ini.',
    en: "The store's keys are not in this user's keychain.",
    next: {
      id: 'Masuk sebagai pengguna yang memasang profil, atau jalankan `provision` lagi dengan berkas profil.',
      en: 'Log in as the user who provisioned this till, or run `provision` again with the profile file.',
    },
  },
  locked: {
    key: 'vault.locked',
    id: 'Gantungan kunci (keychain) komputer ini terkunci.',
    en: "This computer's keychain is locked.",
    next: {
      id: 'Buka gantungan kunci dengan kata sandinya (biasanya dengan masuk ulang ke komputer), lalu coba lagi.',
      en: 'Unlock the keychain with its password (logging in again usually does), then try again.',
    },
  },
  unavailable: {
    key: 'vault.unavailable',
    id: 'Komputer ini tidak punya gantungan kunci (keychain) yang bisa dipakai; kunci tidak disimpan di tempat lain.',
    en: 'This computer has no usable keychain; keys are not kept anywhere else.',
    next: {
      id: 'Di Linux pasang dan jalankan layanan Secret Service (gnome-keyring atau KWallet) di sesi desktop pengguna ini.',
      en: 'On Linux install and start a Secret Service (gnome-keyring or KWallet) in this user’s desktop session.',
    },
  },
  corrupt: {
    key: 'vault.corrupt',
    id: 'Isi gantungan kunci (keychain) bukan kunci yang dipasang di kasir ini. Tidak ada yang dihapus.',
    en: 'The keychain holds something other than the keys provisioned on this till. Nothing was deleted.',
    next: {
      id: 'Jalankan `provision` lagi dengan berkas profil; jika berulang, hubungi bagian TI.',
      en: 'Run `provision` again with the profile file; if it happens again, call IT.',
    },
  },
};

/** The outcome of an action that could not get at the keychain. @param detail the keychain's own words, for support */
export function vaultOutcome(trouble: 'absent' | VaultTrouble, detail: string): Unavailable {
  const words = WORDS[trouble];
  return { outcome: 'unavailable', code: null, operationId: null, words, about: { keychain: trouble, detail } };
}
