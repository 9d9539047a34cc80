/** The bill of materials: npm writes CycloneDX 1.5 from the lock file; what it cannot know is put in, and 1.6 is said. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Locked, ROOT, readLock, shippedPackages } from './shipped.ts';

const componentSchema = z.looseObject({ 'bom-ref': z.string(), name: z.string(), version: z.string() });
const sbomSchema = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.string(),
  metadata: z.looseObject({ component: componentSchema }),
  components: z.array(componentSchema),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()) })),
});

export type Sbom = z.output<typeof sbomSchema>;

/** Every system's optional packages are in it: the lock file is read, not what this machine has installed. */
export function npmSbom(root = ROOT): Sbom {
  const args = [
    'sbom',
    '--sbom-format',
    'cyclonedx',
    '--package-lock-only',
    '--omit',
    'dev',
    '--sbom-type',
    'application',
  ];
  // npm on Windows is a script of the shell.
  const options = {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64e6,
    stdio: 'pipe',
    shell: process.platform === 'win32',
  } as const;
  return sbomSchema.parse(JSON.parse(execFileSync('npm', args, options)));
}

type Component = Sbom['components'][number];

/** As npm writes the others. */
function componentOf({ name, version = '', license, integrity }: Locked): Component {
  const [algorithm, digest] = (integrity ?? '').split('-');
  const hashes =
    algorithm === 'sha512' && digest !== undefined
      ? [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }]
      : [];
  return {
    'bom-ref': `${name}@${version}`,
    type: name === 'electron' ? 'framework' : 'library',
    name,
    version,
    scope: 'required',
    purl: `pkg:npm/${name}@${version}`,
    licenses: license === undefined ? [] : [{ license: { id: license } }],
    hashes,
  };
}

const LATER = '1.6';

/**
 * 1.6 takes every document of 1.5 as it is. Put in: Electron, whose binary the package is built around, and what
 * is bundled by chance. Left out: types, which are in no bundle.
 */
export function completeSbom(sbom: Sbom, all: readonly Locked[] = readLock()): Sbom {
  const shipped = shippedPackages(all);
  const isShipped = new Set(shipped.map(({ name, version }) => `${name}@${version}`));
  const kept = sbom.components.filter((component) => isShipped.has(component['bom-ref']));
  const known = new Set(kept.map((component) => component['bom-ref']));
  const electron = all.filter(({ path }) => path === 'node_modules/electron');
  const added = [...electron, ...shipped].map(componentOf).filter((component) => !known.has(component['bom-ref']));
  const components = [...kept, ...added].toSorted((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1));
  const own = sbom.metadata.component['bom-ref'];
  const refs = new Set([own, ...components.map((component) => component['bom-ref'])]);
  const dependencies = sbom.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({
      ref,
      dependsOn: [
        ...dependsOn.filter((one) => refs.has(one)),
        ...(ref === own ? added.map((component) => component['bom-ref']) : []),
      ],
    }));
  // npm takes the checkout's folder for the program's name.
  const { name } = z.object({ name: z.string() }).parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
  return {
    ...sbom,
    $schema: `http://cyclonedx.org/schema/bom-${LATER}.schema.json`,
    specVersion: LATER,
    metadata: { ...sbom.metadata, component: { ...sbom.metadata.component, name } },
    components,
    dependencies: [...dependencies, ...added.map((component) => ({ ref: component['bom-ref'], dependsOn: [] }))],
  };
}
