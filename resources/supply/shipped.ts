/** What the lock file says of every package: which are shipped, from where they come, and under which licence. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export const ROOT = join(import.meta.dirname, '..', '..');

const lockedSchema = z.looseObject({
  name: z.string().optional(),
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  license: z.string().optional(),
  link: z.boolean().optional(),
  dev: z.boolean().optional(),
  devOptional: z.boolean().optional(),
  optional: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
});
const lockSchema = z.object({ lockfileVersion: z.number(), packages: z.record(z.string(), lockedSchema) });

export interface Locked extends z.output<typeof lockedSchema> {
  /** Its folder from the checkout's root. */
  readonly path: string;
  readonly name: string;
}

export function readLock(root = ROOT): readonly Locked[] {
  const lock = lockSchema.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  return Object.entries(lock.packages)
    .filter(([path]) => path !== '')
    .map(([path, facts]) => ({ ...facts, path, name: facts.name ?? path.replace(/^.*node_modules\//, '') }));
}

/**
 * In the bundle although it is a tool's: `debug` asks for it where it happens to be. Listed, so that its licence goes
 * along; package:check finds one that is missing here.
 */
const BUNDLED_BY_CHANCE = ['supports-color', 'has-flag'];

/**
 * Everything that `npm ci --omit=dev` installs on some system, which is all that a package may contain: bundled, shipped
 * beside the bundle, or left out. Types alone are in no bundle.
 */
export function shippedPackages(all: readonly Locked[] = readLock()): readonly Locked[] {
  return all
    .filter(({ dev, devOptional, name, path }) => {
      if (name.startsWith('@types/')) return false;
      if (BUNDLED_BY_CHANCE.includes(name) && path === `node_modules/${name}`) return true;
      return dev !== true && devOptional !== true;
    })
    .toSorted((a, b) => (a.name + a.version < b.name + b.version ? -1 : 1));
}
