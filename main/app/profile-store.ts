/** The provisioned profile in the data folder: provisioned.json without secrets, and which keychain entries may exist. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Unavailable, Words } from '../../shared/outcome.ts';
import type { StoredProfile } from '../vault/keys.ts';
import type { DataFolder } from './data-folder.ts';
import { replaceFile, syncFolder } from './profile-disk.ts';
import {
  journalSchema,
  networkSchema,
  operatorsSchema,
  paycoolsFactsSchema,
  printerSchema,
  speedcashFactsSchema,
  storeSchema,
} from './profile-schema.ts';

// Not profile.json: that is what people call the file they provision, and it may well lie in this very folder.
const PROFILE = 'provisioned.json';
const GENERATIONS = 'keychain-generations.json';

const fingerprint = z.string().regex(/^[0-9a-f]{16}$/);
const generationSchema = z.string().regex(/^[0-9a-f]{16}$/);
const storedSchema = z.strictObject({
  generation: generationSchema,
  scope: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .exactOptional(),
  profile: z.strictObject({
    version: z.literal(1),
    store: storeSchema,
    speedcash: speedcashFactsSchema.nullable(),
    paycools: paycoolsFactsSchema.nullable(),
    printers: z.array(printerSchema),
    journal: journalSchema.optional(),
    network: networkSchema.optional(),
    operators: operatorsSchema.optional(),
    fingerprints: z.strictObject({
      'speedcash.clientSecret': fingerprint.exactOptional(),
      'speedcash.privateKey': fingerprint.exactOptional(),
      'paycools.privateKey': fingerprint.exactOptional(),
    }),
  }),
});

export type StoredRead =
  | ({ readonly state: 'found' } & StoredProfile)
  | { readonly state: 'absent' }
  | { readonly state: 'broken'; readonly detail: string };

function isNotThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** The profile that this till works with. `broken`: the file is there but nothing that this program wrote. */
export async function readStoreProfile(folder: DataFolder): Promise<StoredRead> {
  let raw: unknown;
  try {
    raw = JSON.parse(await readFile(join(folder.path, PROFILE), 'utf8'));
  } catch (error) {
    if (isNotThere(error)) return { state: 'absent' };
    return { state: 'broken', detail: error instanceof SyntaxError ? 'not JSON' : 'cannot be read' };
  }
  const parsed = storedSchema.safeParse(raw);
  if (parsed.success) return { state: 'found', ...parsed.data };
  return { state: 'broken', detail: `unexpected content at ${parsed.error.issues[0]?.path.join('.') ?? 'the top'}` };
}

/** The commit point of provisioning. @returns whether it surely survives a power cut; throws when nothing changed */
export async function writeStoreProfile(folder: DataFolder, stored: StoredProfile): Promise<boolean> {
  const { generation, profile } = stored;
  const { path, scope } = folder;
  return replaceFile(join(path, PROFILE), `${JSON.stringify({ generation, scope, profile }, null, 2)}\n`);
}

/** Takes the profile away. @returns whether it is gone, and surely stays so after a power cut */
export async function removeStoreProfile(folder: DataFolder): Promise<boolean> {
  try {
    await rm(join(folder.path, PROFILE), { force: true });
    return await syncFolder(folder.path);
  } catch {
    return false; // the outcome says so
  }
}

/** Every generation whose entries may stand in the keychain, written down before the first of them is stored. */
export async function readGenerations(folder: DataFolder): Promise<readonly string[]> {
  try {
    const parsed = z
      .array(generationSchema)
      .safeParse(JSON.parse(await readFile(join(folder.path, GENERATIONS), 'utf8')));
    return parsed.success ? parsed.data : [];
  } catch {
    return []; // not there yet, or damaged: then what it named cannot be found any more
  }
}

export async function writeGenerations(folder: DataFolder, generations: readonly string[]): Promise<void> {
  await replaceFile(join(folder.path, GENERATIONS), `${JSON.stringify(generations)}\n`);
}

const NO_PROFILE: Readonly<Record<'absent' | 'broken', Words>> = {
  absent: {
    key: 'profile.absent',
    id: 'Kasir ini belum punya profil.',
    en: 'This till has no profile yet.',
    next: {
      id: 'Jalankan `provision BERKAS` dengan profil toko.',
      en: "Run `provision FILE` with the store's profile.",
    },
  },
  broken: {
    key: 'profile.broken',
    id: 'Profil di folder data rusak. Kunci di gantungan kunci tidak disentuh.',
    en: 'The profile in the data folder is damaged. The keys in the keychain were not touched.',
    next: {
      id: 'Jalankan `provision BERKAS` lagi dengan profil toko.',
      en: "Run `provision FILE` again with the store's profile.",
    },
  },
};

/** Whether an outcome is the one below. */
export function isWithoutProfile({ words }: Unavailable): boolean {
  return Object.values(NO_PROFILE).some(({ key }) => key === words.key);
}

/** The outcome of an action that needs a profile where there is none that can be used. */
export function profileOutcome(read: Exclude<StoredRead, { state: 'found' }>): Unavailable {
  const about = read.state === 'broken' ? { detail: read.detail } : {};
  return { outcome: 'unavailable', code: null, operationId: null, words: NO_PROFILE[read.state], about };
}
