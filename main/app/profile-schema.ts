/** The profile file's shape, strict: the one source of resources/profile.schema.json and of what `provision` accepts. */
import * as z from 'zod';
import { isLoopbackUrl } from '../../shared/profile.ts';
import { CASHIER_RIGHTS } from '../../shared/rights.ts';

// A message here is the key of words in profile-words.ts; it never holds a value of the file.
const line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\s](?:[^\p{Cc}]*[^\p{Cc}\s])?$/u, { error: 'profile.not-a-line' })
    // Marks that turn the writing round make two names look the same.
    .regex(/^[^\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]*$/u, { error: 'profile.not-a-line' });
const token = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[!-~]+$/, { error: 'profile.not-a-token' });

function acceptableUrl(text: string, query: 'allowed' | 'refused'): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '' || text.includes('#')) return false;
  if (query === 'refused' && text.includes('?')) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackUrl(text));
}

const webUrl = (query: 'allowed' | 'refused') =>
  z
    .string()
    .max(500)
    .regex(/^https?:\/\/[!-~]+$/, { error: 'profile.bad-url' })
    .refine((text) => acceptableUrl(text, query), { error: 'profile.bad-url' });

const baseUrl = webUrl('refused').describe('https; plain http only for 127.0.0.1, [::1] and localhost.');
const urlPath = z
  .string()
  .max(200)
  .regex(/^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)+$/, { error: 'profile.bad-path' });
const privateKey = z
  .string()
  .min(1)
  .max(20_000)
  .describe('RSA private key, at least 2048 bits, PEM (PKCS#1 or PKCS#8), not encrypted.');

/** 32 bytes as base64: the last of the 43 characters has two bits that mean nothing and are 0. */
const pin = z
  .string()
  .max(200)
  .regex(/^sha256\/[A-Za-z0-9+/]+={0,2}$/, { error: 'profile.bad-pin' })
  .regex(/^sha256\/[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/, { error: 'profile.pin-length' });
const pins = z
  .array(pin)
  .min(2, { error: 'profile.pins-count' })
  .max(4, { error: 'profile.pins-count' })
  .refine((all) => new Set(all).size === all.length, { error: 'profile.pins-same' })
  .describe('Public keys of which one has to stand behind baseUrl, the others in reserve: docs/network.md.')
  .optional();

const speedcash = z.strictObject({
  baseUrl: baseUrl.meta({ examples: ['https://api.example/v1.0'] }),
  clientId: token(100),
  clientSecret: line(1000).describe('Goes into the keychain.'),
  privateKey: privateKey.describe('Goes into the keychain. RSA ≥ 2048 bits, PEM (PKCS#1 or PKCS#8), not encrypted.'),
  channelId: token(36),
  merchantId: token(64),
  ownerPhone: z
    .string()
    .regex(/^62\d{7,13}$/, { error: 'profile.bad-phone' })
    .describe('Digits only, beginning with 62.'),
  signedPath: z.enum(['relative', 'full']).default('relative').describe('Whether signatures leave out /v1.0.'),
  listPath: urlPath.default('/qr/qr-generate-list'),
  billNumberField: z
    .string()
    .regex(/^[a-z][A-Za-z0-9_]{0,39}$/, { error: 'profile.bad-field-name' })
    .default('billnumber'),
  pins,
});

const paycools = z.strictObject({
  baseUrl: baseUrl.meta({ examples: ['https://snap.example'] }),
  tokenPath: urlPath.default('/v2.0/access-token/b2b'),
  clientId: token(36),
  privateKey: privateKey.describe('Goes into the keychain. RSA ≥ 2048 bits, PEM (PKCS#1 or PKCS#8), not encrypted.'),
  merchantId: token(64),
  channelCode: token(32).default('ATM_STATIC_QR'),
  notifyUrl: webUrl('allowed').describe('Where PayCools tells what became of a QR; https.'),
  regionNo: token(32),
  branchNo: token(32),
  expireAtmQr: z
    .enum(['off', 'cdmReferenceId', 'partnerReferenceNo'])
    .default('off')
    .describe('Which number retires an ATM QR at the provider; off: it is retired in this till alone.'),
  pins,
});

const devicePath = line(1024);
const usbId = z.int().min(0).max(0xffff);
const transport = z.union([
  z.strictObject({
    kind: z.literal('tcp'),
    host: z
      .string()
      .max(253)
      .regex(/^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)$/, {
        error: 'profile.bad-host',
      }),
    port: z.int().min(1).max(65_535),
  }),
  z.strictObject({
    kind: z.literal('serial'),
    path: devicePath,
    baudRate: z.int().min(300).max(4_000_000),
    handshake: z.enum(['hardware', 'software']).optional(),
  }),
  z.strictObject({ kind: z.literal('usb'), path: devicePath }),
  z.strictObject({ kind: z.literal('usb'), vendorId: usbId, productId: usbId }),
  z.strictObject({
    kind: z.literal('spooler'),
    // A leading hyphen would be read as an option by the spooler's commands.
    queue: line(255).regex(/^[^-]/, { error: 'profile.not-a-line' }),
  }),
  z.strictObject({ kind: z.literal('file'), path: devicePath }),
]);

export const printerSchema = z.strictObject({
  name: line(40),
  transport,
  paper: z.union([z.literal(58), z.literal(80)]).describe('Width of the paper, millimetres.'),
  qr: z.enum(['auto', 'native', 'raster']).default('auto').describe('How QRs are printed.'),
  substitute: line(40)
    .optional()
    .describe('The name of the printer that takes its slips while it cannot print, marked BACKUP FROM.'),
  waitMinutes: z
    .int()
    .min(1)
    .max(1_440)
    .optional()
    .describe('How long a slip waits for it before a person has to want it again; 10 where it is not given.'),
});

export const storeSchema = z.strictObject({ name: line(60), address: line(200) });

export const journalSchema = z.strictObject({
  keepYears: z
    .int()
    .min(1)
    .max(100)
    .optional()
    .describe('`journal prune` takes nothing that is younger; 10 where it is not given. Nothing goes by itself.'),
  backupDays: z
    .int()
    .min(1)
    .max(366)
    .optional()
    .describe('Of how many days the backup is kept; 14 where it is not given.'),
});

function isProxyUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || text.includes('?') || text.includes('#')) return false;
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.pathname === '/';
}

function hasCredentials(text: string): boolean {
  const url = URL.parse(text);
  return text.includes('@') || (url !== null && (url.username !== '' || url.password !== ''));
}

export const networkSchema = z.strictObject({
  proxy: z
    .strictObject({
      url: z
        .string()
        .max(300)
        .refine((text) => !hasCredentials(text), { error: 'profile.proxy-credentials' })
        .regex(/^https?:\/\/[!-~]+$/, { error: 'profile.bad-proxy' })
        .refine(isProxyUrl, { error: 'profile.bad-proxy' })
        .meta({ examples: ['http://proxy.example:3128'] })
        .describe('http://HOST:PORT or https://HOST:PORT of a proxy that takes CONNECT and no login.'),
    })
    .optional(),
});

export const operatorsSchema = z.strictObject({
  lockMinutes: z
    .int()
    .min(1)
    .max(120)
    .optional()
    .describe('Minutes without a touch after which the window locks itself; 2 where it is not given.'),
  reprints: z
    .int()
    .min(0)
    .max(50)
    .optional()
    .describe('How often everybody may print one slip again; more needs the right `reprint`. 2 where it is not given.'),
  cashiers: z
    .array(z.enum(CASHIER_RIGHTS))
    .max(CASHIER_RIGHTS.length)
    .optional()
    .describe(
      'What cashiers may do; register, generate and expire where it is not given. Supervisors may do everything.',
    ),
  commandLine: z
    .enum(['free', 'rights'])
    .optional()
    .describe('rights: a command needs `--operator` for what needs a right in the window; free where it is not given.'),
});

export const profileSchema = z
  .strictObject({
    version: z.literal(1),
    store: storeSchema,
    speedcash: speedcash.optional(),
    paycools: paycools.optional(),
    printers: z.array(printerSchema).max(20),
    journal: journalSchema.optional(),
    network: networkSchema.optional(),
    operators: operatorsSchema.optional(),
  })
  .meta({ title: 'qris-terminal profile', description: 'What `provision` takes: see docs/provisioning.md.' });

export type ProfileFile = z.output<typeof profileSchema>;

/** The stored form's providers: the file's without what went into the keychain. */
export const speedcashFactsSchema = speedcash.omit({ clientSecret: true, privateKey: true });
export const paycoolsFactsSchema = paycools.omit({ privateKey: true });

/** JSON schema, draft 2020-12, for editors. It cannot say everything: `provision` also tries the keys and the URLs. */
export function profileJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...rest } = z.toJSONSchema(profileSchema, { io: 'input' });
  return { $schema, ...rest, anyOf: [{ required: ['speedcash'] }, { required: ['paycools'] }] };
}
