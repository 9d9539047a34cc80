/** Puts the window's till together: the real one where a profile is provisioned, else the set-up, or a sandbox if asked. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { TillContract } from '../../shared/contract.ts';
import type { Emit } from '../../shared/define-contract.ts';
import type { AppOptions } from '../app/app.ts';
import { dataFolderPath } from '../app/data-folder.ts';
import type { KeysState } from '../app/load-providers.ts';
import { openApp } from '../app/open-app.ts';
import { osUser } from '../app/system.ts';
import { openSandboxApp } from '../sandbox/open-sandbox-app.ts';
import type { CallProgress } from '../snap/call.ts';
import { openKeychain } from '../vault/keychain.ts';
import { type Desk, openDesk } from './open-desk.ts';
import type { OpenedApp } from './present-till.ts';
import { settingsFile } from './settings.ts';

/** What the window's app needs of the desktop around it. */
export interface DesktopNeeds {
  readonly language: 'id' | 'en';
  theme(): 'light' | 'dark';
  /** Size (device-independent pixels) and scale of each display. */
  screens(): ReturnType<NonNullable<AppOptions['screens']>>;
  chooseFile(ask: { readonly title: string; readonly extensions: readonly string[] }): Promise<string | null>;
  /** Asks where a file shall be saved, and whether one that is there may be replaced. @returns null: nowhere */
  chooseSave(ask: {
    readonly title: string;
    readonly name: string;
    readonly extension: string;
  }): Promise<string | null>;
}

export interface WindowAppOptions {
  readonly version: string;
  readonly desktop: DesktopNeeds;
  readonly emit: Emit<TillContract>;
  /** Where no profile is provisioned, begin on a sandbox instead of the set-up (`npm start`). */
  readonly sandboxWithoutProfile: boolean;
  readonly onBug: (error: unknown) => void;
}

const PLACE = { env: process.env, platform: process.platform, home: homedir() };

/** Of the window around an app: what it is told, and what it may ask. */
interface Around extends Pick<AppOptions, 'screens' | 'windowSettings'> {
  readonly onProgress: (progress: CallProgress) => void;
  readonly onKeys: (state: KeysState) => void;
  readonly onFault: (error: unknown) => void;
}

async function openReal(around: Around): Promise<OpenedApp> {
  const app = openApp({
    place: PLACE,
    openVault: (scope) => openKeychain({ scope }),
    operator: osUser(),
    hasDisplay: true,
    front: 'window',
    ...around,
  });
  return { app, sandbox: false, close: () => app.close() };
}

/** A sandbox of this process, provisioned; ends with it. */
async function openTryout(around: Around): Promise<OpenedApp> {
  const world = await openSandboxApp({ operator: osUser(), hasDisplay: true, front: 'sandbox', ...around });
  await world.provision();
  return { app: world.app, sandbox: true, close: () => world.close() };
}

async function openFirst(around: Around, sandboxWithoutProfile: boolean): Promise<OpenedApp> {
  const real = await openReal(around);
  if (!sandboxWithoutProfile) return real;
  const reader = await real.app.reader();
  if (!reader.ok || reader.value.profile !== null || real.app.knowsPeople()) return real;
  await real.close();
  return openTryout(around);
}

const CHOOSE_TITLE = { id: 'Pilih berkas profil toko', en: "Choose the store's profile file" } as const;
const SAVE_TITLES = {
  support: { id: 'Simpan paket bantuan', en: 'Save the support bundle' },
  journal: { id: 'Simpan salinan jurnal', en: "Save the journal's copy" },
} as const;

export function openWindowApp(options: WindowAppOptions): Promise<Desk> {
  const { desktop } = options;
  const settings = settingsFile(join(dataFolderPath(PLACE), 'window', 'settings.json'));
  const around = {
    screens: () => desktop.screens(),
    windowSettings: () => settings.read(),
    onFault: options.onBug,
  };
  return openDesk({
    version: options.version,
    operator: osUser(),
    language: desktop.language,
    theme: () => desktop.theme(),
    open: (onProgress, onKeys) => openFirst({ ...around, onProgress, onKeys }, options.sandboxWithoutProfile),
    openReal: (onProgress, onKeys) => openReal({ ...around, onProgress, onKeys }),
    openSandbox: (onProgress, onKeys) => openTryout({ ...around, onProgress, onKeys }),
    settings,
    chooseProfile: (language) => desktop.chooseFile({ title: CHOOSE_TITLE[language], extensions: ['json'] }),
    chooseSave: ({ what, language, ...ask }) => desktop.chooseSave({ title: SAVE_TITLES[what][language], ...ask }),
    emit: options.emit,
    onBug: options.onBug,
  });
}
