/** What each of Electron's fuses is set to in what we ship, and why. A fuse that is not named here does not compile. */
import { type FuseConfig, FuseV1Options, FuseVersion } from '@electron/fuses';

export type FuseName = keyof typeof FuseV1Options;

export interface FuseDecision {
  readonly on: boolean;
  readonly why: string;
}

export interface BuildKind {
  /** A build that end-to-end tests attach to; never one for a store. */
  readonly e2e: boolean;
  /** As Node and electron-builder name it. */
  readonly platform: string;
}

/** @returns one decision for every fuse that @electron/fuses 2 knows */
export function decideFuses({ e2e }: Pick<BuildKind, 'e2e'>): Readonly<Record<FuseName, FuseDecision>> {
  return {
    RunAsNode: { on: false, why: 'a signed till must not be a Node that runs any script with our name on it' },
    EnableCookieEncryption: { on: true, why: 'we keep no cookies; should one ever be written, it is not in clear' },
    EnableNodeOptionsEnvironmentVariable: { on: false, why: 'NODE_OPTIONS could load a script into main' },
    EnableNodeCliInspectArguments: {
      on: e2e,
      why: e2e
        ? 'Playwright attaches through it; this build is for tests'
        : '--inspect would lay main and its keys open',
    },
    EnableEmbeddedAsarIntegrityValidation: { on: true, why: 'a changed asar does not start (Windows and macOS)' },
    OnlyLoadAppFromAsar: { on: true, why: 'a folder named app beside the asar must not take its place' },
    LoadBrowserProcessSpecificV8Snapshot: { on: false, why: 'we ship no snapshot of our own for main' },
    GrantFileProtocolExtraPrivileges: { on: false, why: 'the window lives on app://; file:// needs no powers' },
    WasmTrapHandlers: { on: true, why: 'as Electron ships it: off, WebAssembly in undici only gets slower' },
  };
}

/** @returns the decisions as @electron/fuses takes them, in the mode that refuses a fuse nobody decided */
export function fuseConfig(build: BuildKind): FuseConfig {
  const decided = decideFuses(build);
  const on = (name: FuseName): boolean => decided[name].on;
  return {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    // Changing a fuse breaks the signature that Electron came with; a real signature comes after this.
    resetAdHocDarwinSignature: build.platform === 'darwin',
    [FuseV1Options.RunAsNode]: on('RunAsNode'),
    [FuseV1Options.EnableCookieEncryption]: on('EnableCookieEncryption'),
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: on('EnableNodeOptionsEnvironmentVariable'),
    [FuseV1Options.EnableNodeCliInspectArguments]: on('EnableNodeCliInspectArguments'),
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on('EnableEmbeddedAsarIntegrityValidation'),
    [FuseV1Options.OnlyLoadAppFromAsar]: on('OnlyLoadAppFromAsar'),
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: on('LoadBrowserProcessSpecificV8Snapshot'),
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: on('GrantFileProtocolExtraPrivileges'),
    [FuseV1Options.WasmTrapHandlers]: on('WasmTrapHandlers'),
  };
}
