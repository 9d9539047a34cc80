/** The queues of the system's spooler: CUPS through its own `lpstat`, Windows through PowerShell's `Get-Printer`. Reads only. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { childEnv } from '../child-env.ts';

/** A queue; every text is as the spooler gave it, cleaned by nobody yet. */
export interface Queue {
  readonly name: string;
  /** Its driver (Windows) or where its jobs go (CUPS), without any password; null: not said. */
  readonly model: string | null;
}

/** `missing`: this system has no such program · `no-scheduler`: nobody is behind it · `failed`: it did not answer as known */
export type QueuesFound =
  | { readonly ok: true; readonly queues: readonly Queue[] }
  | { readonly ok: false; readonly why: 'missing' | 'no-scheduler' | 'failed' };

export interface SpoolerPlace {
  readonly platform?: string | undefined;
  /** `host:port` of another scheduler than this machine's own, for tests. */
  readonly server?: string | undefined;
}

interface Ran {
  /** null: it was not there, or did not end in time. */
  readonly code: number | null;
  readonly missing: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** PowerShell alone needs some seconds on a till's machine. */
const LONGEST_MS = 20_000;
const MOST_BYTES = 1024 * 1024;

function run(program: string, args: readonly string[]): Promise<Ran> {
  const options = {
    env: childEnv(),
    timeout: LONGEST_MS,
    maxBuffer: MOST_BYTES,
    killSignal: 'SIGKILL',
    windowsHide: true,
  } as const;
  return new Promise((resolve) => {
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      const missing = error !== null && error.code === 'ENOENT';
      resolve({ code: error === null ? 0 : child.exitCode, missing, stdout, stderr });
    });
  });
}

/** `ipp://user:secret@host/…` as `ipp://host/…` */
function withoutUser(uri: string): string {
  return uri.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1');
}

/**
 * @param names `lpstat -e`: one queue a line · @param devices `lpstat -v`: `device for NAME: URI`, in plain English
 * @returns every queue, in the spooler's order
 */
export function readLpstat(names: string, devices: string): readonly Queue[] {
  const uris = new Map<string, string>();
  for (const line of devices.split('\n')) {
    const match = /^device for ([^:]+): (.+)$/.exec(line.trim());
    if (match?.[1] !== undefined && match[2] !== undefined) uris.set(match[1], withoutUser(match[2]));
  }
  const listed = names.split('\n').map((line) => line.trim());
  const all = new Set([...listed, ...uris.keys()].filter((name) => name !== ''));
  return [...all].map((name) => ({ name, model: uris.get(name) ?? null }));
}

async function cupsQueues(server: string | undefined): Promise<QueuesFound> {
  const at = server === undefined ? [] : ['-h', server];
  const [names, devices] = await Promise.all([run('lpstat', [...at, '-e']), run('lpstat', [...at, '-v'])]);
  if (names.missing) return { ok: false, why: 'missing' };
  const queues = readLpstat(names.stdout, devices.stdout);
  const said = `${names.stderr}${devices.stderr}`;
  if (queues.length > 0 || /no destinations/i.test(said)) return { ok: true, queues };
  if (
    /scheduler is not running|unable to connect|connection refused|bad file descriptor|transport endpoint/i.test(said)
  )
    return { ok: false, why: 'no-scheduler' };
  return names.code === 0 ? { ok: true, queues } : { ok: false, why: 'failed' };
}

/** Ports behind which there is no paper: a dialogue, a fax, nothing. */
const NO_PAPER = /^(?:PORTPROMPT:|SHRFAX:|NUL:?$|FILE:)/i;

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * @param json what `Get-Printer | Select-Object Name, DriverName, PortName | ConvertTo-Json` wrote: nothing for no
 * printer, one object for one, an array for more
 * @returns null when it is no such thing
 */
export function readGetPrinter(json: string): readonly Queue[] | null {
  // Which takes a byte order mark away, too.
  const text = json.trim();
  if (text === '') return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null; // an error in words, or half an answer
  }
  return (Array.isArray(parsed) ? parsed : [parsed]).flatMap((entry: unknown): readonly Queue[] => {
    if (!isRecord(entry) || typeof entry.Name !== 'string' || entry.Name === '') return [];
    if (typeof entry.PortName === 'string' && NO_PAPER.test(entry.PortName)) return [];
    const model = typeof entry.DriverName === 'string' && entry.DriverName !== '' ? entry.DriverName : null;
    return [{ name: entry.Name, model }];
  });
}

const GET_PRINTER =
  '[Console]::OutputEncoding = [Text.Encoding]::UTF8; ' +
  'Get-Printer -ErrorAction Stop | Select-Object Name, DriverName, PortName | ConvertTo-Json -Compress';

async function windowsQueues(): Promise<QueuesFound> {
  const root = process.env.SystemRoot ?? 'C:\\Windows';
  // By its full path: a powershell.exe in the folder that we were started in is not asked.
  const program = join(root, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');
  const ran = await run(program, ['-NoProfile', '-NonInteractive', '-Command', GET_PRINTER]);
  if (ran.missing) return { ok: false, why: 'missing' };
  const queues = ran.code === 0 ? readGetPrinter(ran.stdout) : null;
  return queues === null ? { ok: false, why: 'failed' } : { ok: true, queues };
}

/** @returns every queue of this machine's spooler, or why it cannot be asked */
export function listQueues(place: SpoolerPlace = {}): Promise<QueuesFound> {
  return (place.platform ?? process.platform) === 'win32' ? windowsQueues() : cupsQueues(place.server);
}
