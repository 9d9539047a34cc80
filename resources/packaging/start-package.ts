/** Starts the packaged main bundle on Node 24 with the Electron stand-in: its native parts, its command line, its window. */
import { mkdir, mkdtemp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { contract } from '../../shared/contract.ts';
import type { Api } from '../../shared/define-contract.ts';
import { type Engine, launchTill, type Till } from '../../test/electron/launch.ts';
import type { Settings } from '../../test/electron/settings.ts';
import { SHIPPED_PACKAGES } from './asar-allow-list.ts';
import { ROOT, run } from './make-package.ts';

/** The laid-out asar: a folder of its own, with no other node_modules above it. */
export interface Program {
  readonly mainBundle: string;
  /** For journals, profiles and slips; the caller removes it. */
  readonly scratch: string;
}

type Page = { readonly till: Api<typeof contract> };

/** @returns real paths of the native binaries that Node loaded when main's external packages were asked for */
export async function loadNatives({ mainBundle }: Program): Promise<readonly string[]> {
  const script = join(import.meta.dirname, 'load-natives.ts');
  return JSON.parse(await run(process.execPath, [script, mainBundle, ...SHIPPED_PACKAGES])) as string[];
}

/**
 * `--cli demo`: registers, generates, prints, lists and expires on the sandbox.
 * @returns how many slips came out of the sandbox printer; the demo itself ends well only with proved paper
 */
export async function runDemo({ mainBundle, scratch }: Program): Promise<number> {
  const out = join(scratch, 'slips');
  const settings: Settings = {
    bundle: mainBundle,
    args: ['--cli', 'demo', '--out', out],
    headless: true,
    profile: await mkdtemp(join(scratch, 'profile-')),
    viewport: null,
    deviceScaleFactor: 1,
    attachable: false,
    languages: ['id-ID'],
    dark: false,
  };
  const host = join(ROOT, 'test', 'electron', 'main-process.ts');
  await run(process.execPath, [host, JSON.stringify(settings)], { cwd: scratch, env: await ownHome(scratch, 'demo') });
  return (await readdir(out)).filter((name) => name.endsWith('.png')).length;
}

async function ownHome(scratch: string, name: string): Promise<Record<string, string>> {
  const home = join(scratch, name);
  await mkdir(home);
  return { ...(process.env as Record<string, string>), QRIS_TERMINAL_HOME: home };
}

export interface WindowRun {
  /** Real Electron where this checkout has its binary, else the stand-in. */
  readonly engine: Engine;
  /** From the start of the process until the window says that it is a sandbox, in milliseconds. */
  readonly startMs: number;
  /** Printed slips; the sandbox printer proved each. */
  readonly slips: number;
}

/** A print that is not done by then never will be, milliseconds. */
const SLIP_MS = 20_000;

/** The window's QR comes before its paper: what becomes of the slip is told in the snapshot. */
async function proved(page: Till['page'], jobId: string): Promise<void> {
  for (const until = performance.now() + SLIP_MS; performance.now() < until; await sleep(100)) {
    const slip = await page.evaluate(async (id) => {
      const told = await (globalThis as unknown as Page).till.request('app.snapshot', {});
      return told.outcome === 'ok' ? told.data.slips.find((one) => one.jobId === id) : undefined;
    }, jobId);
    if (slip?.proof === 'printed') return;
    if (slip?.state === 'possibly-printed' || slip?.state === 'not-printed') break;
  }
  throw new Error(`the window's slip ${jobId} is not proved`);
}

/** The window on a sandbox: generates an ATM QR and prints it, through the page's own bridge. */
export async function runWindow({ mainBundle, scratch }: Program): Promise<WindowRun> {
  const env = await ownHome(scratch, 'window');
  const began = performance.now();
  const till = await launchTill({ mainBundle, args: ['--sandbox-without-profile'], env });
  try {
    await till.page.getByText('SANDBOX').first().waitFor();
    const startMs = Math.round(performance.now() - began);
    const made = await till.page.evaluate(async () => {
      const { request } = (globalThis as unknown as Page).till;
      await request('terminal.register', { description: 'package-check' });
      return request('qr.generate', {
        courierNo: '123456',
        courierName: 'Budi Santoso',
        courierMobile: '081200000345',
        print: true,
      });
    });
    const jobId = made.outcome === 'ok' ? made.data.print?.jobId : undefined;
    if (jobId === undefined) throw new Error(`the window has no slip: ${JSON.stringify(made)}`);
    await proved(till.page, jobId);
    return { engine: till.engine, startMs, slips: 1 };
  } finally {
    await till.close();
  }
}
