/** What the lock file promises, which licences are let in, and that the collected ones and the bill of materials are whole. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LICENCES_FILE, licenceProblems, licencesText } from '../../../resources/supply/licences.ts';
import { completeSbom, npmSbom } from '../../../resources/supply/sbom.ts';
import { ROOT, readLock, shippedPackages } from '../../../resources/supply/shipped.ts';

const all = readLock();
const shipped = shippedPackages(all);
const nameOf = ({ name, version }: (typeof all)[number]) => `${name} ${version}`;

describe('the lock file', () => {
  it('pins every package by a strong hash', () => {
    expect(all.filter(({ integrity }) => integrity?.startsWith('sha512-') !== true).map(nameOf)).toEqual([]);
  });

  it('takes nothing from git, from a plain address or from a folder', () => {
    const elsewhere = all.filter(
      ({ resolved, link }) => link === true || (resolved !== undefined && !resolved.startsWith('https:')),
    );
    expect(elsewhere.map(nameOf)).toEqual([]);
    // With no address in it, the lock file is good for whichever registry npm is set up for; the hash decides.
    expect(all.filter(({ resolved }) => resolved !== undefined).map(nameOf)).toEqual([]);
  });

  it('has exact versions wherever package.json asks for one', () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
      readFileSync(join(ROOT, 'package.json'), 'utf8'),
    );
    const asked: [string, string][] = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it('has no shipped package whose install script was not looked at', () => {
    const allowed = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).allowScripts;
    const scripted = shipped.filter(({ hasInstallScript }) => hasInstallScript === true).map(({ name }) => name);
    // Both bring their binaries ready; the script would build them again.
    expect(scripted).toEqual(['@serialport/bindings-cpp', 'koffi']);
    expect(scripted.map((name) => allowed[name])).toEqual([false, false]);
  });
});

describe('licences', () => {
  it('of everything shipped are permissive', () => {
    expect(shipped.length).toBeGreaterThan(100);
    expect(licenceProblems(shipped)).toEqual([]);
  });

  it.each([
    ['GPL-3.0-only', 1],
    ['AGPL-3.0-or-later', 1],
    ['LGPL-2.1', 1],
    ['MPL-2.0', 1],
    ['UNLICENSED', 1],
    ['SEE LICENSE IN LICENSE', 1],
    ['(MIT OR GPL-2.0)', 0],
    ['MIT AND GPL-2.0', 1],
    ['(MIT AND BSD-3-Clause)', 0],
    ['(MIT OR (GPL-2.0 AND MIT))', 1],
    [undefined, 1],
  ])('%s: %i problems', (license, problems) => {
    const one = license === undefined ? { name: 'a', version: '1.0.0' } : { name: 'a', version: '1.0.0', license };
    expect(licenceProblems([one])).toHaveLength(problems);
  });

  it('stand in THIRD-PARTY-LICENSES.txt as `npm run licences` writes it', () => {
    expect(readFileSync(LICENCES_FILE, 'utf8')).toBe(licencesText(shipped));
  });

  it.runIf(existsSync(join(ROOT, 'dist', 'main', 'LICENSES.md')))('of everything in the bundle are among them', () => {
    const bundled = readFileSync(join(ROOT, 'dist', 'main', 'LICENSES.md'), 'utf8').matchAll(/^## (\S+) - (\S+) /gm);
    const known = new Set(shipped.map(nameOf));
    expect([...bundled].map(([, name, version]) => `${name} ${version}`).filter((one) => !known.has(one))).toEqual([]);
  });
});

describe('the bill of materials', () => {
  it('names everything shipped, each with its hash and licence, and Electron', () => {
    const sbom = completeSbom(npmSbom(), all);
    expect(sbom).toMatchObject({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      metadata: { component: { name: 'qris-terminal' } },
    });
    const refs = sbom.components.map((component) => component['bom-ref']);
    const wanted = shipped.map(({ name, version }) => `${name}@${version}`);
    expect(new Set(refs)).toEqual(
      new Set([...wanted, `electron@${all.find(({ path }) => path === 'node_modules/electron')?.version}`]),
    );
    expect(
      sbom.components.filter(
        ({ hashes, licenses }) => !Array.isArray(hashes) || hashes.length === 0 || !Array.isArray(licenses),
      ),
    ).toEqual([]);
    const known = new Set([...refs, sbom.metadata.component['bom-ref']]);
    expect(
      sbom.dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]).filter((ref) => !known.has(ref)),
    ).toEqual([]);
  });
});
