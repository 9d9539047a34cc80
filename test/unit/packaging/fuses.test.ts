/** The fuses: what is decided, and that it is what a binary then holds. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFuses, setFuses } from '../../../resources/packaging/fuse-wire.ts';
import { decideFuses, fuseConfig } from '../../../resources/packaging/fuses.ts';
import { isStandIn, SHIPPED_WIRE, standInBinary } from '../../../resources/packaging/stand-in-dist.ts';

const SHOP = { e2e: false, platform: 'linux' } as const;
const states = (build: { readonly e2e: boolean }) =>
  Object.fromEntries(Object.entries(decideFuses(build)).map(([name, { on }]) => [name, on]));

describe('decideFuses', () => {
  it('closes every way into main and keeps the asar the only program', () => {
    expect(states(SHOP)).toEqual({
      RunAsNode: false,
      EnableCookieEncryption: true,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      EnableEmbeddedAsarIntegrityValidation: true,
      OnlyLoadAppFromAsar: true,
      LoadBrowserProcessSpecificV8Snapshot: false,
      GrantFileProtocolExtraPrivileges: false,
      WasmTrapHandlers: true,
    });
  });

  it('opens the inspector for end-to-end tests, and nothing else', () => {
    expect(states({ e2e: true })).toEqual({ ...states(SHOP), EnableNodeCliInspectArguments: true });
  });

  it('gives a reason for each fuse that the package knows', () => {
    const known = Object.keys(FuseV1Options).filter((key) => Number.isNaN(Number(key)));
    const reasons = Object.entries(decideFuses(SHOP)).map(([name, { why }]) => [name, why.length > 0]);
    expect(Object.fromEntries(reasons)).toEqual(Object.fromEntries(known.map((name) => [name, true])));
  });

  it('mends the signature on macOS alone, always in strict mode', () => {
    const { resetAdHocDarwinSignature, strictlyRequireAllFuses } = fuseConfig({ e2e: false, platform: 'darwin' });
    expect([resetAdHocDarwinSignature, strictlyRequireAllFuses]).toEqual([true, true]);
    expect(fuseConfig(SHOP).resetAdHocDarwinSignature).toBe(false);
  });
});

describe('setFuses', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'till-fuses-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function binary(name: string, bytes: Buffer): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return path;
  }

  it('changes the wire and not a byte beside it', async () => {
    const path = await binary('electron', standInBinary(SHIPPED_WIRE));
    expect(await setFuses(path, SHOP)).toEqual(states(SHOP));
    expect(await readFile(path)).toEqual(standInBinary('010011001'));
    expect(await readFuses(path)).toEqual(states(SHOP));
    expect(await isStandIn(path)).toBe(true);
  });

  it('refuses a binary that has no fuses', async () => {
    const path = await binary('plain', standInBinary(null));
    await expect(setFuses(path, SHOP)).rejects.toThrow(/sentinel/i);
  });

  it('refuses a binary with a fuse that nobody decided, and leaves it as it was', async () => {
    const wire = `${SHIPPED_WIRE}0`;
    const path = await binary('newer', standInBinary(wire));
    await expect(setFuses(path, SHOP)).rejects.toThrow(/10 fuses/);
    expect(await readFile(path)).toEqual(standInBinary(wire));
  });

  it('refuses a binary that lacks a fuse we rely on', async () => {
    const path = await binary('older', standInBinary(SHIPPED_WIRE.slice(0, 6)));
    await expect(setFuses(path, SHOP)).rejects.toThrow(/not long enough/);
  });
});

it('does not take another program for the stand-in', async () => {
  expect(await isStandIn(process.execPath)).toBe(false);
});
