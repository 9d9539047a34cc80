/** A vault in memory for the sandbox alone: it opens for no profile that could reach a real provider. */
import { isLoopbackUrl } from '../../shared/profile.ts';
import type { Vault } from '../ports/vault.ts';

export interface ProviderAddresses {
  readonly speedcash: { readonly baseUrl: string } | null;
  readonly paycools: { readonly baseUrl: string } | null;
}

export interface SandboxVault {
  /** The vault, for a profile whose every provider is on this machine. Throws otherwise: to ask is a bug. */
  openFor(profile: ProviderAddresses): Vault;
}

/** Secrets that live as long as this object. No setting selects it; only the sandbox's own code makes one. */
export function createSandboxVault(): SandboxVault {
  const secrets = new Map<string, Buffer>();
  const vault: Vault = {
    check: async () => ({ status: 'done' }),
    read: async (name) => {
      const secret = secrets.get(name);
      return secret === undefined ? { status: 'absent' } : { status: 'found', secret: Buffer.from(secret) };
    },
    write: async (name, secret) => {
      secrets.set(name, Buffer.from(secret));
      return { status: 'done' };
    },
    remove: async (name) => {
      secrets.get(name)?.fill(0);
      secrets.delete(name);
      return { status: 'done' };
    },
  };
  return {
    openFor(profile) {
      const urls = [profile.speedcash?.baseUrl, profile.paycools?.baseUrl].filter((url) => url !== undefined);
      if (urls.length === 0 || !urls.every(isLoopbackUrl)) {
        throw new Error('bug: the sandbox vault was asked to serve a profile that is not the sandbox');
      }
      return vault;
    },
  };
}
