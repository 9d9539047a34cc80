/** A till that is in earnest, with a real keychain and a profile whose secrets are known here, and a page that is not ours. */
import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startSandbox } from '../../main/sandbox/start-sandbox.ts';
import { contract } from '../../shared/contract.ts';
import { buildTill } from '../electron/build.ts';
import { launchTill, type Till } from '../electron/launch.ts';
import { startKeyring } from '../support/keyring.ts';
import { type Scan, scanFor } from './scan.ts';
import { weakening } from './weaknesses.ts';

/**
 * Main's heap, in MB. Far more than the forty that the till needs, so that what an attack leaves behind fills it and ends
 * main; without a limit V8 takes what the machine has before it looks for what is left over, and nothing can be told.
 */
const HEAP_MB = 256;

const ROOT = join(import.meta.dirname, '..', '..');

/** Passes bytes on to a provider and keeps the tokens that it saw on the way. */
async function relay(to: string) {
  const tokens = new Set<string>();
  const far = Number(new URL(to).port);
  const server = createServer((near) => {
    const onward = connect(far, '127.0.0.1');
    near.on('data', (bytes) => {
      for (const [, token] of bytes.toString('latin1').matchAll(/Bearer ([\w.~+/=-]{8,})/g))
        if (token) tokens.add(token);
    });
    near.on('error', () => onward.destroy()).pipe(onward);
    onward.on('error', () => near.destroy()).pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = new URL(to);
  url.port = String(port);
  return { baseUrl: url.href, tokens: () => [...tokens], close: () => new Promise((done) => server.close(done)) };
}

/** Listens on loopback, over TCP and UDP, for whoever should not come. */
async function openCanary() {
  const came: string[] = [];
  const server = createServer((socket) => {
    came.push('TCP');
    socket
      .on('error', () => undefined)
      .on('data', (bytes) => came.push(bytes.toString('latin1').split('\r\n', 1)[0] ?? ''));
    setTimeout(() => socket.destroy(), 200).unref();
  });
  server.listen(0, '127.0.0.1');
  const datagrams = createSocket('udp4');
  datagrams.on('message', () => came.push('UDP'));
  datagrams.bind(0, '127.0.0.1');
  await Promise.all([once(server, 'listening'), once(datagrams, 'listening')]);
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    udp: datagrams.address().port,
    came: (): readonly string[] => came,
    close: async () => {
      datagrams.close();
      await new Promise((done) => server.close(done));
    },
  };
}

/** The unmodified main bundle and preload; beside them a page of the attacker, with links out of its folder in it. */
async function build(): Promise<{ readonly bundle: string; readonly remove: () => Promise<void> }> {
  await mkdir(join(ROOT, 'dist'), { recursive: true });
  const into = await mkdtemp(join(ROOT, 'dist', 'hostile-'));
  const page = join(import.meta.dirname, 'page');
  const plugins = weakening(process.env.TILL_WEAKNESS);
  const bundle = await buildTill({ entry: join(ROOT, 'main', 'index.ts'), contract, page, into, plugins });
  await symlink(join(into, 'main', 'index.js'), join(into, 'renderer', 'link.js'));
  await symlink(into, join(into, 'renderer', 'linked'));
  await writeFile(join(into, 'renderer', '.hidden.js'), '');
  return { bundle, remove: () => rm(into, { recursive: true, force: true }) };
}

/** Resident memory of a process, in MB; null where the system does not tell it this way. */
export async function residentMb(pid: number): Promise<number | null> {
  try {
    const kb = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kb === undefined ? null : Number(kb) / 1024;
  } catch {
    return null; // no such file on this platform
  }
}

export interface World {
  readonly till: Till;
  readonly home: string;
  /** The profile's file: its path is all that a page may hand in. */
  readonly profileFile: string;
  readonly canary: Awaited<ReturnType<typeof openCanary>>;
  readonly scan: Scan;
  /** The command line on the same data. */
  cli(...args: readonly string[]): Promise<unknown>;
  readonly tokens: () => readonly string[];
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const [built, keyring, sandbox, canary] = await Promise.all([
    build(),
    startKeyring({ kind: 'unlocked' }),
    startSandbox(),
    openCanary(),
  ]);
  const home = await mkdtemp(join(tmpdir(), 'till-home-'));
  const folder = await mkdtemp(join(tmpdir(), 'till-profile-'));
  const speedcash = await relay(sandbox.providers.speedcashBaseUrl);
  const paycools = await relay(sandbox.providers.paycoolsBaseUrl);
  const profile = {
    ...sandbox.profile,
    speedcash: { ...(sandbox.profile.speedcash as object), baseUrl: speedcash.baseUrl },
    paycools: { ...(sandbox.profile.paycools as object), baseUrl: paycools.baseUrl },
  };
  const profileFile = join(folder, 'profile.json');
  await writeFile(profileFile, JSON.stringify(profile), { mode: 0o600 });
  const env = { ...keyring.env, QRIS_TERMINAL_HOME: home };
  const tokens = () => [...speedcash.tokens(), ...paycools.tokens()];
  const places = [home, folder, ROOT, process.execPath, keyring.env.HOME ?? home, 'till-stand-in-'];
  const scan = scanFor(profile, tokens, places);
  const till = await launchTill({
    mainBundle: built.bundle,
    env: { ...env, NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` },
  });
  return {
    till,
    home,
    profileFile,
    canary,
    tokens,
    scan,
    cli: async (...args) => {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [join(ROOT, 'main', 'cli.ts'), ...args, '--json'],
        { env },
      );
      return JSON.parse(stdout);
    },
    close: async () => {
      try {
        await till.close();
      } finally {
        await Promise.all([sandbox.close(), keyring.stop(), canary.close(), built.remove()]);
        await Promise.all([speedcash.close(), paycools.close()]);
        await Promise.all([home, folder].map((one) => rm(one, { recursive: true, force: true })));
      }
    },
  };
}
