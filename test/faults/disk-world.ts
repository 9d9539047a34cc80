/** A disk of a few megabytes that is really full when it is said to be, and a till on it whose provider can be listened to. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { connect, createServer as createTcpServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openSandboxTill, type SandboxTill } from '../support/sandbox-till.ts';

/** Why no small disk can be had here; null: it can. */
export const NO_DISK: string | null =
  process.platform === 'linux' && process.getuid?.() === 0 && canMount() ? null : 'needs root that may mount a tmpfs';

function mount(folder: string, ...options: readonly string[]): void {
  execFileSync('mount', [...options, folder], { stdio: 'pipe' });
}

function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'qris-mount-'));
  try {
    mount(folder, '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs');
    execFileSync('umount', [folder], { stdio: 'pipe' });
    return true;
  } catch {
    return false; // a container without that right
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface SmallDisk {
  readonly folder: string;
  /** Leaves no byte, or about as many as are asked for. */
  fill(leave?: number): void;
  /** What `fill` took is given back. */
  free(): void;
  readOnly(on: boolean): void;
  /** As if its cable were pulled: what is open stays open, its name leads elsewhere. */
  pull(): void;
}

/** A tmpfs of its own, gone when the test is over. */
export function smallDisk(megabytes = 16): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'qris-disk-'));
  mount(folder, '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs');
  let mounted = true;
  const pull = (): void => {
    if (mounted) execFileSync('umount', ['-l', folder], { stdio: 'pipe' });
    mounted = false;
  };
  onTestFinished(() => {
    pull();
    rmSync(folder, { recursive: true, force: true });
  });
  const ballast = join(folder, 'holiday-photos');
  return {
    folder,
    pull,
    readOnly: (on) => mount(folder, '-o', `remount,${on ? 'ro' : 'rw'}`),
    free: () => rmSync(ballast, { force: true }),
    fill: (leave = 0) => {
      const handle = openSync(ballast, 'a', 0o600);
      const block = Buffer.alloc(4_096);
      const room = (): number => {
        const { bavail, bsize } = statfsSync(folder);
        return bavail * bsize;
      };
      while (room() > leave) writeSync(handle, block);
      closeSync(handle);
    },
  };
}

/** More than a question to a printer: the slip itself. */
const SLIP_BYTES = 64;

function portOf(server: Pick<Server, 'address'>): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Stands between the till and a printer. @param onSlip called before the first bytes of a slip go on */
async function tapPrinter(port: () => number, onSlip: () => void): Promise<Server> {
  const tap = createTcpServer((till) => {
    const printer = connect(port(), '127.0.0.1');
    till.on('data', (data) => {
      if (data.length > SLIP_BYTES) onSlip();
      printer.write(data);
    });
    till.on('error', () => printer.destroy());
    printer.on('error', () => till.destroy());
    till.on('close', () => printer.destroy());
    printer.pipe(till);
  });
  tap.listen(0, '127.0.0.1');
  await once(tap, 'listening');
  return tap;
}

export interface DiskTill extends SandboxTill {
  /** The paths that reached PayCools, oldest first. */
  readonly heard: readonly string[];
}

/**
 * A till whose data folder is on this disk.
 * @param onAnswer called with the path of each request to PayCools when its answer is there and not passed on yet
 */
export async function openDiskTill(
  disk: SmallDisk,
  onAnswer: (path: string) => void = () => undefined,
  onSlip: () => void = () => undefined,
): Promise<DiskTill> {
  const heard: string[] = [];
  let target = '';
  const tap = createServer((asked, answer) => {
    const { method, headers, url = '/' } = asked;
    const on = request(new URL(url, target), { method: method ?? 'POST', headers }, (answered) => {
      const parts: Buffer[] = [];
      answered.on('data', (part: Buffer) => parts.push(part));
      answered.on('end', () => {
        heard.push(url);
        onAnswer(url);
        answer.writeHead(answered.statusCode ?? 500, answered.headers);
        answer.end(Buffer.concat(parts));
      });
    });
    asked.pipe(on);
  });
  tap.listen(0, '127.0.0.1');
  await once(tap, 'listening');
  const port = portOf(tap);
  let printerPort = 0;
  const printer = await tapPrinter(() => printerPort, onSlip);
  const before = process.env.TMPDIR;
  process.env.TMPDIR = disk.folder;
  try {
    const world = await openSandboxTill({
      http: { timeoutMs: 5_000 },
      adapt: (profile) => {
        const paycools = profile.paycools as Record<string, unknown>;
        target = String(paycools.baseUrl);
        const transport = { kind: 'tcp', host: '127.0.0.1', port: portOf(printer) };
        const printers = [{ name: 'kasir', transport, paper: 80, qr: 'auto' }];
        return { ...profile, paycools: { ...paycools, baseUrl: `http://127.0.0.1:${port}` }, printers };
      },
    });
    printerPort = world.sandbox.printer.port;
    onTestFinished(async () => {
      disk.free();
      await world.close();
      tap.closeAllConnections();
      tap.close();
      printer.close();
    });
    return { ...world, heard };
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}
