/** A queue of the system's spooler: the bytes go to it unchanged, through CUPS's own `lp` or Windows' winspool. */
import { spawn } from 'node:child_process';
import type { PrinterTrouble, PrintResult } from '../../../shared/printing.ts';
import { childEnv } from '../../child-env.ts';
import { reasonOf } from './non-blocking.ts';
import type { Allowance, OneWay } from './one-way.ts';
import { toWinSpool, type WinSpool } from './winspool.ts';
import { loadWinSpool } from './winspool-binding.ts';

export interface SpoolerAddress {
  readonly queue: string;
  /** `host:port` of another scheduler than this machine's own. */
  readonly server?: string | undefined;
}

interface Ran {
  /** null: it never ran, or was ended by us. */
  readonly code: number | null;
  readonly said: string;
  readonly failure: 'missing' | 'late' | 'cancelled' | null;
}

/** More is no message of lp's. */
const LONGEST_SAID = 2000;

/** Runs a CUPS program to its end or ours. Its words are asked for in plain English: they are all it has to tell by. */
function run(program: string, args: readonly string[], input: Uint8Array, { ms, signal }: Allowance): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env: childEnv(), stdio: 'pipe', windowsHide: true });
    let said = '';
    let failure: Ran['failure'] = null;
    const end = (why: 'late' | 'cancelled') => (): void => {
      failure = why;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(end('late'), ms);
    const onAbort = end('cancelled');
    const finish = (ran: Ran): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      resolve(ran);
    };
    const keep = (chunk: Buffer): void => {
      said = (said + chunk.toString('utf8')).slice(0, LONGEST_SAID);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    // One that refuses does not read to the end; its exit says so.
    child.stdin.on('error', () => undefined);
    child.on('error', (error) => {
      if (child.pid === undefined) finish({ code: null, said: reasonOf(error), failure: 'missing' });
    });
    child.on('close', (code) => finish({ code, said: said.trim(), failure }));
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted === true) onAbort();
    child.stdin.end(input);
  });
}

/** What lp says when it refuses before any byte is taken (CUPS 1.7 to 2.4); anything else may have left a job behind. */
const REFUSALS: readonly { readonly says: RegExp; readonly trouble: PrinterTrouble; readonly detail: string }[] = [
  { says: /does not exist|unknown destination|invalid destination/i, trouble: 'unreachable', detail: 'no such queue' },
  { says: /not accepting/i, trouble: 'offline', detail: 'the queue does not accept jobs' },
  {
    says: /scheduler is not running|unable to connect|bad file descriptor|connection refused|transport endpoint/i,
    trouble: 'unreachable',
    detail: 'the spooler does not run',
  },
  {
    says: /unauthorized|forbidden|not authorized|not permitted/i,
    trouble: 'unreachable',
    detail: 'the spooler refuses this user',
  },
];

const NO_LP = { trouble: 'transport-unsupported', detail: 'this system has no lp program (CUPS)' } as const;
const NO_KOFFI = { trouble: 'transport-unsupported', detail: 'the koffi package is not made for this system' } as const;

function refusalOf(said: string): { readonly trouble: PrinterTrouble; readonly detail: string } | null {
  return REFUSALS.find(({ says }) => says.test(said)) ?? null;
}

function resultOf(ran: Ran): PrintResult {
  if (ran.failure === 'missing') return { kind: 'not-printed', ...NO_LP };
  if (ran.failure !== null) {
    const detail =
      ran.failure === 'late' ? 'the spooler did not take it in time' : 'cancelled while it was handed over';
    return { kind: 'possibly-printed', trouble: 'no-answer', detail };
  }
  if (ran.code === 0) return { kind: 'done', proof: 'spooled' };
  const refusal = refusalOf(ran.said);
  if (refusal !== null) return { kind: 'not-printed', trouble: refusal.trouble, detail: refusal.detail };
  return { kind: 'possibly-printed', trouble: 'error', detail: ran.said || `lp ended with ${ran.code}` };
}

/** Options that say where; `-h` counts only before the queue's name. */
function at({ server }: SpoolerAddress): readonly string[] {
  return server === undefined ? [] : ['-h', server];
}

function toWindows(queue: string, load: () => Promise<WinSpool | null>): OneWay {
  return {
    deliver: async (bytes, allowance) => {
      const spool = await load();
      return spool === null ? { kind: 'not-printed', ...NO_KOFFI } : toWinSpool(spool, queue).deliver(bytes, allowance);
    },
    status: async (allowance) => {
      const spool = await load();
      return spool === null ? { state: 'trouble', ...NO_KOFFI } : toWinSpool(spool, queue).status(allowance);
    },
  };
}

/**
 * @returns `deliver` ends in proof `spooled` when the spooler has the job: what becomes of it there is not known.
 * `status` asks whether the queue is there and accepts jobs.
 */
export function toSpooler(address: SpoolerAddress, platform: string = process.platform): OneWay {
  if (platform === 'win32') return toWindows(address.queue, loadWinSpool);
  const { queue } = address;
  return {
    deliver: async (bytes, allowance) => {
      if (allowance.signal?.aborted === true) return { kind: 'not-printed', trouble: 'no-answer', detail: 'cancelled' };
      return resultOf(await run('lp', [...at(address), '-d', queue, '-o', 'raw', '-s', '--', '-'], bytes, allowance));
    },
    status: async (allowance) => {
      const ran = await run('lpstat', [...at(address), '-a', queue], new Uint8Array(), allowance);
      if (ran.failure === 'missing') return { state: 'trouble', ...NO_LP };
      if (ran.failure !== null)
        return { state: 'trouble', trouble: 'no-answer', detail: 'the spooler does not answer' };
      const refusal = refusalOf(ran.said);
      if (refusal !== null) return { state: 'trouble', trouble: refusal.trouble, detail: refusal.detail };
      if (ran.code === 0) return { state: 'mute' };
      return { state: 'trouble', trouble: 'error', detail: ran.said || `lpstat ended with ${ran.code}` };
    },
  };
}
