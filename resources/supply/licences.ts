/** Collects the licences of everything shipped, and refuses what may not be shipped in a program under MIT. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Locked, ROOT, shippedPackages } from './shipped.ts';

/** Licences that ask for their text to go along, and for nothing of our own code. */
const PERMISSIVE: readonly string[] = [
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
];

/** `(A OR B)` where one of them will do, `(A AND B)` where all of them must. */
function isPermissive(licence: string): boolean {
  const inner = licence.trim().replace(/^\((.*)\)$/, '$1');
  if (/[()]/.test(inner)) return false;
  if (inner.includes(' OR ')) return inner.split(' OR ').some((one) => PERMISSIVE.includes(one.trim()));
  return inner.split(' AND ').every((one) => PERMISSIVE.includes(one.trim()));
}

/** @returns what may not be shipped as it is, in words */
export function licenceProblems(packages: readonly Pick<Locked, 'name' | 'version' | 'license'>[]): readonly string[] {
  return packages.flatMap(({ name, version, license }) => {
    const what = `${name} ${version ?? '?'}`;
    if (license === undefined) return [`${what} names no licence`];
    return isPermissive(license) ? [] : [`${what} is under ${license}, which nobody has agreed to`];
  });
}

/** Packages that are one binary for one system; npm installs the one for this machine alone, so their words stand here. */
const FAMILIES: readonly { readonly of: RegExp; readonly as: string; readonly text: string }[] = [
  {
    of: /^@napi-rs\/keyring-.+$/,
    as: '@napi-rs/keyring-*',
    text: 'As @napi-rs/keyring. What the binary itself contains is named beside it, in LICENSE.third-party.md.',
  },
  { of: /^@koromix\/koffi-.+$/, as: '@koromix/koffi-*', text: 'As koffi.' },
  { of: /^@node-usb\/usb-.+$/, as: '@node-usb/usb-*', text: 'As usb.' },
];

/** What is in the package and is no package: in the words of whoever made it. */
const OTHERS: readonly { readonly what: string; readonly file: string }[] = [
  {
    what: "Terminus Font (the sandbox printer's letters), SIL Open Font License 1.1",
    file: 'resources/fonts/TERMINUS-OFL.txt',
  },
  { what: 'escpos-printer-db (facts about printers), CC BY 4.0', file: 'resources/printers/README.md' },
];

const TEXTS = /^(?:licen[cs]e|copying|notice)/i;

function textsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && TEXTS.test(entry.name))
    .map(({ name }) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim())
    .toSorted();
}

interface Entry {
  readonly title: string;
  readonly texts: readonly string[];
}

function entries(packages: readonly Locked[], root: string): readonly Entry[] {
  const byTitle = new Map<string, Set<string>>();
  for (const { name, version, license, path } of packages) {
    const family = FAMILIES.find(({ of }) => of.test(name));
    const title = `${family?.as ?? name} ${version ?? ''} (${license ?? 'no licence named'})`;
    const texts = byTitle.get(title) ?? new Set();
    for (const text of family === undefined ? textsIn(join(root, path)) : [family.text]) texts.add(text);
    byTitle.set(title, texts);
  }
  return [...byTitle].map(([title, texts]) => ({ title, texts: [...texts].toSorted() }));
}

const RULE = '='.repeat(80);

/** @returns THIRD-PARTY-LICENSES.txt, the same on every machine */
export function licencesText(packages: readonly Locked[] = shippedPackages(), root = ROOT): string {
  const head = [
    'QRIS Terminal is under the licence in LICENSE. It contains the works below, each under its own.',
    'Electron, with Chromium and Node.js inside, brings its own files: LICENSE.electron.txt and LICENSES.chromium.html.',
  ];
  const texts = entries(packages, root).map(({ title, texts: own }) => {
    // The package says its licence in package.json and brings no text: the words that stand there are all there is.
    const body = own.length === 0 ? 'The package brings no licence text of its own.' : own.join('\n\n');
    return `${RULE}\n${title}\n${RULE}\n\n${body}`;
  });
  const others = OTHERS.map(
    ({ what, file }) => `${RULE}\n${what}\n${RULE}\n\n${readFileSync(join(root, file), 'utf8').trim()}`,
  );
  return `${[head.join('\n'), ...texts, ...others].join('\n\n')}\n`;
}

export const LICENCES_FILE = join(ROOT, 'THIRD-PARTY-LICENSES.txt');
