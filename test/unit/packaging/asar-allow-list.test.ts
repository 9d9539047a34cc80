/** The allow-list of what ships: what a build makes passes, everything else is named. */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BUDGET, type ListedFile, listProblems, textProblems } from '../../../resources/packaging/asar-allow-list.ts';

const file = (path: string, more: Partial<ListedFile> = {}): ListedFile => ({
  path,
  size: 1_000,
  unpacked: false,
  ...more,
});
const BINARY = 'node_modules/@napi-rs/keyring-linux-x64-gnu/keyring.linux-x64-gnu.node';
const GOOD: readonly ListedFile[] = [
  file('package.json'),
  file('LICENSE'),
  file('dist/main/index.js'),
  file('dist/main/LICENSES.md'),
  file('THIRD-PARTY-LICENSES.txt'),
  file('dist/main/open-sandbox-app-Pt5A0k8t.js'),
  file('dist/preload/preload.cjs'),
  file('dist/renderer/index.html'),
  file('dist/renderer/assets/index-cPcVd_-s.js'),
  file('resources/fonts/TERMINUS-OFL.txt'),
  file('resources/fonts/Uni2-TerminusBold24x12.psf.gz'),
  file('resources/profile.schema.json'),
  file('node_modules/@napi-rs/keyring/index.js'),
  file('node_modules/@napi-rs/keyring-linux-x64-gnu/package.json', { unpacked: true }),
  file(BINARY, { unpacked: true }),
  file('node_modules/@serialport/bindings-cpp/dist/index.js', { unpacked: true }),
  file('node_modules/@serialport/bindings-cpp/package.json', { unpacked: true }),
  file('node_modules/@serialport/bindings-cpp/prebuilds/linux-x64/@serialport+bindings-cpp.glibc.node', {
    unpacked: true,
  }),
  file('node_modules/usb/dist/index.js'),
];

describe('listProblems', () => {
  it('lets a build through', () => {
    expect(listProblems(GOOD)).toEqual([]);
  });

  it.each([
    'test/unit/vault.test.ts',
    'main/index.ts',
    'dist/main/index.js.map',
    'dist/main/deeper/index.js',
    'dist/renderer/assets/index.js.map',
    'dist/renderer/../profile.json',
    'dist/installers/builder-debug.yml',
    'resources/profile.json',
    'resources/fonts/secret.pem',
    '.env',
    'node_modules/zod/index.js',
    'node_modules/@napi-rs/keyring/index.d.ts',
    'node_modules/@napi-rs/other/index.js',
  ])('names %s', (path) => {
    expect(listProblems([...GOOD, file(path)])).toEqual([`${path} is on no line of the allow-list`]);
  });

  it.each([
    ['resources/fonts/Uni2-TerminusBold24x12.psf.gz', "the sandbox printer's font is missing"],
    ['dist/preload/preload.cjs', 'the preload is missing'],
    [BINARY, "the keychain's binary is missing"],
  ])('misses %s', (path, said) => {
    expect(listProblems(GOOD.filter((each) => each.path !== path))).toEqual([said]);
  });

  it('wants a binary outside the archive', () => {
    const inside = GOOD.map((each) => (each.path === BINARY ? file(BINARY) : each));
    expect(listProblems(inside)).toEqual([`${BINARY} is inside the asar, where the system cannot load it from`]);
  });

  it('holds both budgets', () => {
    const heavy = [
      ...GOOD,
      file('dist/main/a.js', { size: BUDGET.packed }),
      file('node_modules/@napi-rs/keyring-linux-x64-gnu/LICENSE', { size: BUDGET.unpacked, unpacked: true }),
    ];
    expect(listProblems(heavy)).toEqual([
      expect.stringMatching(/^packed files are \d+ bytes/),
      expect.stringMatching(/^unpacked files are \d+ bytes/),
    ]);
  });
});

describe('textProblems', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

  it.each([
    ['as it is', pem],
    ['inside a string', `const key = ${JSON.stringify(pem)};`],
  ])('finds a key %s', (_how, text) => {
    expect(textProblems('a.js', text, '/checkout')).toEqual(['a.js holds a private key']);
  });

  it.each(['pkcs1', 'pkcs8'] as const)('finds a key that lost its header: %s', (type) => {
    const { privateKey: rsa } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const base64 = rsa.export({ type, format: 'der' }).toString('base64');
    expect(textProblems('a.js', `"${base64}"`, '/checkout')).toEqual(['a.js holds what looks like a private key']);
  });

  it("passes a parser's mention of one", () => {
    const parser = "const pem = '-----BEGIN PRIVATE KEY-----\n' + body + '\n-----END PRIVATE KEY-----';";
    expect(textProblems('a.js', parser, '/checkout')).toEqual([]);
  });

  it('finds a source map and the folder it was built in', () => {
    const text = "const here = '/checkout/main';\n//# sourceMappingURL=a.js.map\n";
    expect(textProblems('a.js', text, '/checkout')).toEqual([
      'a.js holds a source map',
      'a.js holds the path of the checkout',
    ]);
  });
});
