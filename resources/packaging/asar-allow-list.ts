/** What may lie in the shipped asar, what must, and how much of it: a file that no line names fails the check. */

/** Packages that stay outside the bundle because they have a native part, as vite.main.config.ts names them. */
export const SHIPPED_PACKAGES = ['@napi-rs/keyring', '@serialport/bindings-cpp', 'usb'] as const;

/** Asked for on Windows alone, and shipped there alone. */
export const WINDOWS_PACKAGES = ['koffi'] as const;

interface Allowed {
  readonly what: string;
  readonly names: RegExp;
  /** Whether an app without any such file is broken. */
  readonly required: boolean;
}

const BUNDLED = '[A-Za-z0-9_-]+';

const ALLOWED: readonly Allowed[] = [
  { what: 'the package file', names: /^package\.json$/, required: true },
  { what: 'our licence', names: /^LICENSE$/, required: true },
  { what: "everybody else's licences", names: /^THIRD-PARTY-LICENSES\.txt$/, required: true },
  { what: 'licences of what is bundled', names: /^dist\/main\/LICENSES\.md$/, required: true },
  { what: "main's entry", names: /^dist\/main\/index\.js$/, required: true },
  { what: "main's chunks", names: new RegExp(`^dist/main/${BUNDLED}\\.js$`), required: false },
  { what: 'the preload', names: /^dist\/preload\/preload\.cjs$/, required: true },
  { what: 'the page', names: /^dist\/renderer\/index\.html$/, required: true },
  {
    what: "the page's scripts, styles, fonts, pictures and sounds",
    names: new RegExp(`^dist/renderer/(?:assets/)?${BUNDLED}\\.(?:js|css|woff2|svg|png|wav)$`),
    required: true,
  },
  { what: "the sandbox printer's font", names: /^resources\/fonts\/[\w-]+\.psf\.gz$/, required: true },
  { what: "the font's licence", names: /^resources\/fonts\/[A-Z-]+\.txt$/, required: true },
  { what: "the profile's schema", names: /^resources\/profile\.schema\.json$/, required: true },
  {
    what: "the keychain's JavaScript",
    names: /^node_modules\/@napi-rs\/keyring\/(?:index\.js|keytar\.js|package\.json|LICENSE)$/,
    required: true,
  },
  {
    what: "the keychain's binary",
    names: /^node_modules\/@napi-rs\/keyring-[a-z0-9-]+\/keyring\.[a-z0-9-]+\.node$/,
    required: true,
  },
  {
    what: 'what comes with that binary',
    names: /^node_modules\/@napi-rs\/keyring-[a-z0-9-]+\/(?:package\.json|LICENSE(?:\.third-party\.md)?)$/,
    required: true,
  },
  {
    what: "the serial port's JavaScript",
    names:
      /^node_modules\/(?:@serialport\/(?:bindings-cpp|bindings-interface|parser-readline|parser-delimiter)\/dist\/[\w-]+\.js|debug\/src\/(?:index|node|browser|common)\.js|ms\/index\.js|node-gyp-build\/(?:index|node-gyp-build)\.js)$/,
    required: true,
  },
  {
    what: "the serial port's binary",
    names:
      /^node_modules\/@serialport\/bindings-cpp\/prebuilds\/(?:linux|win32|darwin)-[a-z0-9+]+\/@serialport\+bindings-cpp(?:\.glibc)?\.node$/,
    required: true,
  },
  {
    what: 'what comes with these packages',
    names:
      /^node_modules\/(?:@serialport\/(?:bindings-cpp|bindings-interface|parser-readline|parser-delimiter)|debug|ms|node-gyp-build|usb|koffi|@node-usb\/usb-[a-z0-9-]+|@koromix\/koffi-win32-[a-z0-9]+)\/(?:package\.json|LICENSE|LICENSE\.md|LICENSE\.txt|license\.md|README\.md)$/,
    required: true,
  },
  { what: "USB's JavaScript", names: /^node_modules\/usb\/(?:dist\/)?index\.js$/, required: false },
  {
    what: "USB's binary",
    names: /^node_modules\/@node-usb\/usb-(?:linux|darwin)-[a-z0-9-]+\/usb\.[a-z0-9-]+\.node$/,
    required: false,
  },
  {
    what: "Windows' spooler: JavaScript and binary",
    names: /^node_modules\/(?:koffi\/(?:src\/koffi\/)?index\.js|@koromix\/koffi-win32-[a-z0-9]+\/[\w/.-]+)$/,
    required: false,
  },
];

/**
 * In bytes: main, preload and page are 3.1 MB together, with the spelling of every letter (any-ascii) half a megabyte of
 * it; the keychain's binary with its licences is 3.4 MB, USB's 1.5 MB, the serial port's 0.2 MB.
 */
export const BUDGET = { packed: 4_500_000, unpacked: 6_000_000 } as const;

export interface ListedFile {
  /** From the asar's root, with `/`. */
  readonly path: string;
  readonly size: number;
  readonly unpacked: boolean;
}

/** @returns what is wrong with the list, in words, nothing when it may ship */
export function listProblems(files: readonly ListedFile[]): readonly string[] {
  const sum = (unpacked: boolean): number =>
    files.reduce((total, file) => (file.unpacked === unpacked ? total + file.size : total), 0);
  const over = (what: string, bytes: number, budget: number): string[] =>
    bytes > budget ? [`${what} are ${bytes} bytes, the budget is ${budget}`] : [];
  return [
    ...files
      .filter(({ path }) => !ALLOWED.some(({ names }) => names.test(path)))
      .map(({ path }) => `${path} is on no line of the allow-list`),
    ...ALLOWED.filter(({ names, required }) => required && !files.some(({ path }) => names.test(path))).map(
      ({ what }) => `${what} is missing`,
    ),
    ...files
      .filter(({ path, unpacked }) => path.endsWith('.node') && !unpacked)
      .map(({ path }) => `${path} is inside the asar, where the system cannot load it from`),
    ...over('packed files', sum(false), BUDGET.packed),
    ...over('unpacked files', sum(true), BUDGET.unpacked),
  ];
}

const SECRETS: readonly { readonly what: string; readonly looks: RegExp }[] = [
  // A header alone is what a parser carries; with base64 after it, it is a key.
  { what: 'a private key', looks: /-----BEGIN [A-Z ]*PRIVATE KEY-----(?:\\n|\s)+[A-Za-z0-9+/=]{32}/ },
  // test/kill/failpoints.ts: points at which a test kills the till.
  { what: 'a failpoint of the kill suite', looks: /qris-till-failpoint/ },
  // Base64 of a key that lost its header: DER of PKCS#1 and PKCS#8 begins so, and is long.
  {
    what: 'what looks like a private key',
    looks: /MII[A-Za-z0-9+/]{3}(?:IBAAKC|IBADANBgkqhkiG9w0BAQEFAASC)/,
  },
  { what: 'a source map', looks: /^\/\/# sourceMappingURL=/m },
];

/**
 * @param text a shipped file's contents
 * @param checkout the folder it was built in, which nobody needs to know
 * @returns what a shipped text must not hold but does, in words
 */
export function textProblems(path: string, text: string, checkout: string): readonly string[] {
  // A package's script may name a map of its own, which is on no line of the allow-list.
  const ours = !path.startsWith('node_modules/');
  const found = SECRETS.filter(({ what, looks }) => looks.test(text) && (ours || what !== 'a source map')).map(
    ({ what }) => what,
  );
  return [...found, ...(text.includes(checkout) ? ['the path of the checkout'] : [])].map(
    (what) => `${path} holds ${what}`,
  );
}
