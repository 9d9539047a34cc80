/** A till of a store whose providers and printers run in the spec's own process, so that the printers fail on command. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { type SandboxPrinter, startSandboxPrinter } from '../../main/sandbox/printer/start-sandbox-printer.ts';
import type { SandboxProviders } from '../../main/sandbox/providers/start-sandbox-providers.ts';
import { type Sandbox, startSandbox } from '../../main/sandbox/start-sandbox.ts';
import type { Language } from '../../renderer/i18n/catalogue.ts';
import { type Keyring, startKeyring } from '../support/keyring.ts';
import { type Built, buildProgram, type OpenTill, openTill } from './open-till.ts';
import { atmQrPage } from './pages/atm-qr.ts';
import { frame } from './pages/frame.ts';
import { setupPage } from './pages/setup.ts';

export interface PrinterTill extends OpenTill {
  readonly providers: SandboxProviders;
  /** The printer at the till, `kasir`. */
  readonly printer: SandboxPrinter;
  /** Another one, `gudang`. */
  readonly other: SandboxPrinter;
}

/** The sandbox's profile with a second printer. */
function profileOf({ profile }: Sandbox, other: SandboxPrinter): unknown {
  const printers = Array.isArray(profile.printers) ? profile.printers : [];
  const transport = { kind: 'tcp', host: other.host, port: other.port };
  return { ...profile, printers: [...printers, { name: 'gudang', transport, paper: 58, qr: 'auto' }] };
}

/** Chooses the profile in the set-up, and leaves the rest of it for later. */
async function install(open: OpenTill, path: string): Promise<void> {
  const { t, page } = open.frame;
  const setup = setupPage(open.frame);
  await open.till.answerOpenDialog(path);
  await setup.choose.click();
  await page.getByText(t.setup.installed('Toko Contoh')).waitFor();
  await setup.leave.click();
  await atmQrPage(open.frame).title.waitFor();
}

export interface PrinterWorld {
  readonly open: PrinterTill;
  readonly close: () => Promise<void>;
}

/** @param options `language`: the one that `languages` makes it speak; absent: Indonesian */
export async function openWithPrinter(
  built: Built,
  options: Parameters<typeof openTill>[1] & { readonly language?: Language } = {},
): Promise<PrinterWorld> {
  const { language = 'id', ...launch } = options;
  const keyring: Keyring = await startKeyring({ kind: 'unlocked' });
  const [sandbox, other, folder] = await Promise.all([
    startSandbox(),
    startSandboxPrinter({ paper: 58 }),
    mkdtemp(join(tmpdir(), 'till-printer-')),
  ]);
  const path = join(folder, 'profile.json');
  await writeFile(path, JSON.stringify(profileOf(sandbox, other)), { mode: 0o600 });
  const opened = await openTill(built, { ...launch, sandbox: false, env: keyring.env });
  const open = { ...opened, frame: frame(opened.till.page, language) };
  await install(open, path);
  return {
    open: { ...open, providers: sandbox.providers, printer: sandbox.printer, other },
    close: async () => {
      await opened.close();
      await Promise.all([sandbox.close(), other.close(), keyring.stop(), rm(folder, { recursive: true })]);
    },
  };
}

/** One till for a group of specs, on an empty form and with printers that are well before each of them. */
export function withPrinter(): () => PrinterTill {
  let built: Built;
  let world: PrinterWorld;
  const complaints: string[] = [];

  beforeAll(async () => {
    built = await buildProgram();
    world = await openWithPrinter(built);
    world.open.till.page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    world.open.till.page.on('pageerror', (error) => complaints.push(error.message));
  });
  afterAll(async () => {
    await world.close();
    await built.remove();
    expect(complaints).toEqual([]);
  });
  beforeEach(async () => {
    const { frame, printer, other } = world.open;
    printer.control.reset();
    other.control.reset();
    await frame.open('atm-qr');
    const atm = atmQrPage(frame);
    await atm.title.or(atm.made.fresh).first().waitFor();
    if (await atm.made.fresh.isVisible()) await atm.made.fresh.click();
    await atm.courierNo.waitFor();
  });
  return () => world.open;
}
