/** The support bundle says what helps and nothing of anybody: every secret, name, number and content is looked for in it. */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { expireQr } from '../../main/app/expire-qr.ts';
import { generateAtmQr } from '../../main/app/generate-atm-qr.ts';
import { addOperator } from '../../main/app/manage-people.ts';
import { registerTerminal } from '../../main/app/register-terminal.ts';
import { type SupportFile, saveSupport, supportListing } from '../../main/app/support-bundle.ts';
import { openSandboxTill, type SandboxTill } from '../support/sandbox-till.ts';
import { keyMarks, type Mark, secretSearch } from '../support/secret-marks.ts';

const OWN = {
  store: 'Warung Zamrud Ungu',
  address: 'Jl. Kenanga Rahasia 77',
  courierName: 'Sekar Wulandari',
  courierNo: '775533119',
  courierMobile: '081355577799',
  reference: 'REF-ZAMRUD-0042-XYZW',
  operator: 'Operator Melati',
  supervisor: 'Supervisor Cempaka',
  pin: '73915046',
  terminalId: 'KASIR-ZAMRUD',
  description: 'Lantai Zamrud',
  printer: 'printer bu Sekar',
} as const;

const secretsOf = z.object({
  speedcash: z.object({
    clientSecret: z.string(),
    ownerPhone: z.string(),
    merchantId: z.string(),
    clientId: z.string(),
    privateKey: z.string(),
  }),
  paycools: z.object({ merchantId: z.string(), notifyUrl: z.string(), privateKey: z.string() }),
});
const printersOf = z.array(z.record(z.string(), z.unknown()));

const text = (name: string, value: string): Mark => ({ name, bytes: Buffer.from(value) });

describe('a support bundle', () => {
  let world: SandboxTill;
  let root: string;
  let marks: Mark[];
  let files: readonly SupportFile[];
  let folder: string;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'qris-support-'));
    world = await openSandboxTill({
      operator: OWN.operator,
      adapt: (profile) => ({
        ...profile,
        store: { name: OWN.store, address: OWN.address },
        printers: printersOf.parse(profile.printers).map((printer) => ({ ...printer, name: OWN.printer })),
      }),
    });
    const { till, app, sandbox } = world;
    await registerTerminal(till, { terminalId: OWN.terminalId, description: OWN.description });
    const made = await generateAtmQr(till, {
      ...OWN,
      print: true,
      regionNo: undefined,
      branchNo: undefined,
      printer: undefined,
    });
    if (made.outcome !== 'ok') throw new Error(made.words.key);
    await generateAtmQr(till, { ...OWN, reference: undefined, courierNo: '5009000', print: false });
    await expireQr(till, { billNumber: '10092081' });
    await addOperator(till, { operator: OWN.supervisor, role: 'supervisor', pin: OWN.pin });
    const read = await app.reader();
    if (!read.ok) throw new Error('no reader');
    folder = read.value.folder.path;
    // What a provider, a printer and the system said can be anything: here it is what must not be passed on.
    const db = new DatabaseSync(join(folder, 'journal.sqlite'));
    db.prepare('UPDATE attempts SET note = ?, code = ? WHERE id = 1').run(OWN.courierName, OWN.courierMobile);
    db.prepare("UPDATE operations SET code = ? WHERE kind = 'expire'").run(OWN.courierName);
    db.prepare('INSERT OR REPLACE INTO printers (name, address, asked) VALUES (?, ?, ?)').run(
      OWN.printer,
      OWN.address,
      JSON.stringify({ model: OWN.courierName, nativeQr: true, at: 1_700_000_000_000 }),
    );
    db.close();
    const { speedcash, paycools } = secretsOf.parse(sandbox.profile);
    marks = [
      ...Object.entries(OWN).map(([name, value]) => text(name, value)),
      text('courierMobile without its beginning', OWN.courierMobile.slice(1)),
      text('reference but its end', OWN.reference.slice(0, -4)),
      text('qrContent', made.data.qrContent),
      text('cdmReferenceId', made.data.cdmReferenceId),
      text('clientSecret', speedcash.clientSecret),
      text('ownerPhone', speedcash.ownerPhone),
      text('speedcash merchant', speedcash.merchantId),
      text('speedcash client', speedcash.clientId),
      text('paycools merchant', paycools.merchantId),
      text('notifyUrl', paycools.notifyUrl),
      ...keyMarks('speedcash key', speedcash.privateKey),
      ...keyMarks('paycools key', paycools.privateKey),
    ];
    files = await app.support();
  });

  afterAll(async () => {
    await world.close();
    await rm(root, { recursive: true, force: true });
  });

  const parsed = (name: string): Record<string, unknown> => {
    const file = files.find((one) => one.name === `${name}.json`);
    return JSON.parse(file?.text ?? 'null');
  };

  it('holds facts that help', () => {
    expect(files.map(({ name }) => name)).toEqual([
      'about.json',
      'doctor.json',
      'settings.json',
      'printers.json',
      'clock.json',
      'journal.json',
      'files.json',
      'log.jsonl',
    ]);
    expect(parsed('about')).toMatchObject({ program: { version: '0.1.0' }, display: false });
    expect(parsed('journal')).toMatchObject({
      chain: { link: expect.stringMatching(/^[0-9a-f]{64}$/) },
      states: { ok: 3, unknown: 1 },
      newest: [{ kind: 'expire', code: 'other' }, { kind: 'generate', state: 'unknown' }, { reference: '…XYZW' }, {}],
    });
    expect(parsed('printers')).toMatchObject([{ kind: 'tcp', asked: { model: 'not in our list', nativeQr: true } }]);
    const log = files.at(-1)?.text.trim().split('\n') ?? [];
    expect(log.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ what: 'attempt', provider: 'paycools', outcome: 'ok' }),
    );
  });

  it('holds no secret, name, number or content in any writing, in the zip or in what is shown', async () => {
    const search = secretSearch(marks);
    const saved = await saveSupport(files, { out: join(root, 'help.zip') });
    expect(saved).toMatchObject({ outcome: 'ok' });
    const inside = Object.values(unzipSync(await readFile(join(root, 'help.zip'))));
    expect(inside).toHaveLength(files.length);
    for (const bytes of inside) expect(search(Buffer.from(bytes))).toEqual([]);
    expect(search(Buffer.from(supportListing(files).join('\n')))).toEqual([]);
    if (process.platform !== 'win32') expect((await stat(join(root, 'help.zip'))).mode & 0o777).toBe(0o600);
  });

  it('the search would find them: it does in the journal and in the profile', async () => {
    const search = secretSearch(marks);
    const journal = ['journal.sqlite', 'journal.sqlite-wal'].map((name) => readFile(join(folder, name)));
    const found = search(Buffer.concat(await Promise.all(journal)));
    expect(found).toEqual(expect.arrayContaining(['courierName', 'reference', 'terminalId']));
    expect(search(Buffer.from(JSON.stringify(world.sandbox.profile)))).toEqual(
      expect.arrayContaining(['clientSecret', 'speedcash key (PEM line 0)']),
    );
    for (const { name, bytes } of marks) {
      for (const shift of ['', 'a', 'bb']) {
        const wrapped = Buffer.from(shift + bytes.toString('latin1'), 'latin1');
        expect(search(Buffer.from(wrapped.toString('base64')))).toContain(name);
        expect(search(Buffer.from(wrapped.toString('base64url'), 'utf16le'))).toContain(name);
        expect(search(Buffer.from(wrapped.toString('hex')))).toContain(name);
      }
    }
  });

  it('is saved as a zip or not at all', async () => {
    expect(await saveSupport(files, { out: join(root, 'journal.sqlite') })).toMatchObject({ outcome: 'invalid' });
    expect(await saveSupport(files, { out: join(root, 'absent', 'a.zip') })).toMatchObject({ outcome: 'unavailable' });
  });
});
