/** Builds the child into one script as the product is built, so that it starts fast; a mutant's source is broken on the way. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';
import { mainBuild } from '../../vite.main.config.ts';
import { MUTANTS, type MutantName } from './mutants.ts';

const ROOT = join(import.meta.dirname, '..', '..');

function breaking(name: MutantName): Plugin {
  const { file, from, to } = MUTANTS[name];
  let broken = false;
  return {
    name: 'break',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith(file)) return null;
      if (!code.includes(from)) throw new Error(`${file} does not hold what ${name} breaks`);
      broken = true;
      return code.replace(from, to);
    },
    buildEnd() {
      if (!broken) throw new Error(`${file} is not a part of the till`);
    },
  };
}

/** @returns the script's path */
export async function buildChild(into: string, mutant: MutantName | null = null): Promise<string> {
  const config = mainBuild(join(ROOT, 'test', 'kill', 'child.ts'), into);
  await build({
    ...config,
    root: ROOT,
    logLevel: 'error',
    plugins: mutant === null ? [] : [breaking(mutant)],
  });
  // Else Node looks into the script for what kind it is.
  await writeFile(join(into, 'package.json'), '{ "type": "module" }');
  return join(into, 'index.js');
}
