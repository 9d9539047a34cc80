/** The program on a sandbox of its own: a throw-away folder and keys that live in this process's memory and die with it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from '../../shared/outcome.ts';
import type { App, AppOptions } from '../app/app.ts';
import { openApp } from '../app/open-app.ts';
import type { Provisioned } from '../app/provision.ts';
import { createSandboxVault } from '../vault/memory.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from './start-sandbox.ts';

export interface SandboxApp {
  readonly app: App;
  readonly sandbox: Sandbox;
  /** Installs the sandbox's profile, as a store's profile is installed, but into memory. */
  provision(): Promise<Outcome<Provisioned>>;
  /** Ends the sandbox and removes everything it left on disk. */
  close(): Promise<void>;
}

export type SandboxAppOptions = Omit<AppOptions, 'place' | 'openVault'> & {
  readonly sandbox?: SandboxOptions;
  /** Changes the profile before it is installed. */
  readonly adapt?: (profile: Sandbox['profile']) => unknown;
};

/** Before a profile is there the vault is asked for by nothing but the sandbox's own addresses. */
function sandboxUrls({ providers }: Sandbox) {
  return { speedcash: { baseUrl: providers.speedcashBaseUrl }, paycools: { baseUrl: providers.paycoolsBaseUrl } };
}

export async function openSandboxApp(options: SandboxAppOptions): Promise<SandboxApp> {
  const { sandbox: sandboxOptions, adapt = (profile) => profile, ...appOptions } = options;
  const sandbox = await startSandbox(sandboxOptions);
  const folder = await mkdtemp(join(tmpdir(), 'qris-terminal-sandbox-'));
  const vault = createSandboxVault();
  const app = openApp({
    ...appOptions,
    place: { env: { QRIS_TERMINAL_HOME: join(folder, 'home') }, platform: process.platform, home: folder },
    openVault: (_scope, profile) => vault.openFor(profile ?? sandboxUrls(sandbox)),
  });
  return {
    app,
    sandbox,
    provision: async () => {
      const path = join(folder, 'profile.json');
      await writeFile(path, JSON.stringify(adapt(sandbox.profile)), { mode: 0o600 });
      return app.provision({ path, shred: true });
    },
    close: async () => {
      await app.close();
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
