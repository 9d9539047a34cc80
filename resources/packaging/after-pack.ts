/** electron-builder's hook after the app is laid out and before it is signed: the fuses. */
import { join } from 'node:path';
import type { AfterPackContext } from 'electron-builder';
import { setFuses } from './fuse-wire.ts';
import { isStandIn } from './stand-in-dist.ts';

/** Where electron-builder has put the executable, by platform. */
function binaryOf({ appOutDir, electronPlatformName, packager }: AfterPackContext): string {
  const { productFilename } = packager.appInfo;
  if (electronPlatformName === 'darwin') return join(appOutDir, `${productFilename}.app`);
  if (electronPlatformName === 'win32') return join(appOutDir, `${productFilename}.exe`);
  return join(appOutDir, packager.config.linux?.executableName ?? packager.appInfo.name);
}

export async function afterPack(context: AfterPackContext): Promise<void> {
  const e2e = process.env.QRIS_TERMINAL_E2E_BUILD === '1';
  const binary = binaryOf(context);
  const wire = await setFuses(binary, { e2e, platform: context.electronPlatformName });
  const states = Object.entries(wire).map(([name, on]) => `${name} ${on ? 'on' : 'off'}`);
  process.stdout.write(`fuses: ${states.join(', ')}\n`);
  if (e2e) process.stdout.write('fuses: a build for end-to-end tests, not for a store\n');
  if (await isStandIn(binary)) process.stdout.write('fuses: set in a stand-in, no Electron binary is here\n');
}
