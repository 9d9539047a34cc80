/** A CUPS scheduler of a test's own: its folder, its port on loopback, its queues; nothing of the system's is touched. */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { closedPort } from './raw-server.ts';

const CUPSD = '/usr/sbin/cupsd';

/** Whether the scheduler and its socket backend are here; the tests' own way of getting them is system-packages.ts. */
export const hasCups = process.platform === 'linux' && existsSync(CUPSD) && existsSync('/usr/lib/cups/backend/socket');

export interface PrivateCups {
  /** `host:port` */
  readonly server: string;
  readonly close: () => Promise<void>;
}

export interface CupsQueue {
  readonly name: string;
  /** Where its printer listens on loopback. */
  readonly port: number;
  readonly accepting: boolean;
}

function scheduler(port: number): string {
  return [
    `Listen 127.0.0.1:${port}`,
    'Browsing No',
    'DefaultAuthType None',
    'WebInterface No',
    'LogLevel error',
    '<Location />',
    'Order allow,deny',
    'Allow all',
    '</Location>',
    '<Policy default>',
    '<Limit All>',
    'Order deny,allow',
    '</Limit>',
    '</Policy>',
    '',
  ].join('\n');
}

function files(folder: string): string {
  const places = { ServerRoot: 'root', RequestRoot: 'spool', CacheDir: 'cache', StateDir: 'run', TempDir: 'tmp' };
  const logs = { AccessLog: 'access_log', ErrorLog: 'error_log', PageLog: 'page_log' };
  const lines = Object.entries({ ...places, ...logs }).map(([key, name]) => `${key} ${join(folder, name)}`);
  for (const name of Object.values(places)) mkdirSync(join(folder, name));
  return [...lines, ''].join('\n');
}

function queueOf({ name, port, accepting }: CupsQueue): string {
  return [
    `<Printer ${name}>`,
    `DeviceURI socket://127.0.0.1:${port}`,
    'State Idle',
    `Accepting ${accepting ? 'Yes' : 'No'}`,
    'Shared No',
    'OpPolicy default',
    'ErrorPolicy retry-job',
    '</Printer>',
    '',
  ].join('\n');
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

export async function startPrivateCups(queues: readonly CupsQueue[]): Promise<PrivateCups> {
  const folder = mkdtempSync(join(tmpdir(), 'till-cups-'));
  // Its backends run as a user of their own.
  chmodSync(folder, 0o755);
  const port = await closedPort();
  writeFileSync(join(folder, 'cupsd.conf'), scheduler(port));
  writeFileSync(join(folder, 'cups-files.conf'), files(folder));
  writeFileSync(join(folder, 'root', 'printers.conf'), queues.map(queueOf).join(''));
  const args = ['-f', '-c', join(folder, 'cupsd.conf'), '-s', join(folder, 'cups-files.conf')];
  const child = spawn(CUPSD, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`cupsd ended with ${child.exitCode}`);
    await sleep(20);
  }
  return {
    server: `127.0.0.1:${port}`,
    close: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}
