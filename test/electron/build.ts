/** Builds a main bundle, its preload and a renderer folder side by side, as they lie in dist/, into a folder of a spec. */
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';
import type { Contract } from '../../shared/define-contract.ts';
import { mainBuild, preloadBuild } from '../../vite.main.config.ts';

/** @returns the main bundle's absolute path */
export async function buildTill(what: {
  readonly entry: string;
  readonly contract: Contract;
  readonly page: string;
  readonly into: string;
  readonly plugins?: readonly Plugin[];
}): Promise<string> {
  const { entry, contract, page, into } = what;
  const plugins = [...(what.plugins ?? [])];
  await build({ ...mainBuild(entry, join(into, 'main')), plugins, logLevel: 'error' });
  await build({ ...preloadBuild(contract, join(into, 'preload')), plugins, logLevel: 'error' });
  await cp(page, join(into, 'renderer'), { recursive: true });
  await writeFile(join(into, 'package.json'), '{ "type": "module", "main": "main/index.js" }');
  return join(into, 'main', 'index.js');
}
