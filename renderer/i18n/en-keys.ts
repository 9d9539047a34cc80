/** English: the store's keys. */
import type { Catalogue } from './catalogue.ts';

export const enKeys: Pick<Catalogue, 'keys'> = {
  keys: {
    title: "The store's keys cannot be had",
    waiting: 'Waiting for the keychain',
    again: 'Try again',
    asking: 'Asking …',
    install: 'Install the profile file',
    revoke: 'Revoke the keys …',
    revokeTitle: "Revoke this till's keys?",
    revokeBody:
      "All of the store's keys are removed from this computer's keychain, and the profile with them. The journal stays. To use this till again the profile file has to be installed anew.",
    revokeName: (store) => `Type the store's name: ${store}`,
    revokeYes: 'Remove the keys',
  },
};
