/** One run of the overhead bench: our program and the bare script in turn, each in a process of its own, on loopback. */
import { type ChildProcess, fork } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { abilityOf } from '../../../main/printing/ability.ts';
import { encodeSlip } from '../../../main/printing/encode-slip.ts';
import { benchSlip, CONTENT } from '../slip.ts';
import { CLIENT_ID, type Done, type Order, type Ports, type Seen, type Setting } from './shapes.ts';

/** One turn of one contestant: milliseconds from its start. */
export interface Turn {
  readonly first: number;
  readonly slip: number;
  readonly done: Done;
  readonly seen: Seen;
}

interface Contestant {
  turn(order: Order): Promise<Turn>;
}

/** A child that says something, or the end of it. */
async function message<T>(child: ChildProcess): Promise<T> {
  const gone = new AbortController();
  const said = once(child, 'message', { signal: gone.signal }).then(([value]) => value as T);
  const ended = once(child, 'exit', { signal: gone.signal }).then(() => {
    throw new Error('a process of the bench ended before its time');
  });
  try {
    return await Promise.race([said, ended]);
  } finally {
    gone.abort();
    await Promise.allSettled([said, ended]);
  }
}

function start(module: string, args: readonly string[] = []): ChildProcess {
  return fork(join(import.meta.dirname, module), {
    serialization: 'advanced',
    execArgv: [...process.execArgv, ...args],
  });
}

async function beginContestant(
  module: string,
  setting: Setting,
  other: ChildProcess,
  args: readonly string[],
): Promise<Contestant & { readonly child: ChildProcess }> {
  const child = start(module, args);
  child.send(setting);
  await message(child);
  return {
    child,
    turn: async (order) => {
      const done = message<Done>(child);
      const seen = message<Seen>(other);
      child.send(order);
      const [said, saw] = await Promise.all([done, seen]);
      return { first: saw.firstAt - said.startedAt, slip: saw.slipAt - said.startedAt, done: said, seen: saw };
    },
  };
}

function profileOf(ports: Ports): Readonly<Record<string, unknown>> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const file = {
    version: 1,
    store: { name: 'Toko Kita', address: 'Jl. Melati 1, Jakarta' },
    paycools: {
      baseUrl: `http://127.0.0.1:${ports.provider}`,
      clientId: CLIENT_ID,
      privateKey: pem,
      merchantId: CLIENT_ID,
      notifyUrl: 'https://till.example/notify',
      regionNo: '12356',
      branchNo: '123456',
    },
    printers: [
      { name: 'kasir', transport: { kind: 'tcp', host: '127.0.0.1', port: ports.printer }, paper: 80, qr: 'auto' },
    ],
  };
  return { file, pem };
}

async function slipBytes(): Promise<Uint8Array> {
  const { slip } = await benchSlip(CONTENT);
  const printer = {
    name: 'kasir',
    transport: { kind: 'tcp', host: '127.0.0.1', port: 9100 },
    paper: 80,
    qr: 'native',
  } as const;
  const encoded = encodeSlip(slip, abilityOf(printer, null));
  if (!encoded.ok) throw new Error(encoded.detail);
  return encoded.bytes;
}

export interface World {
  readonly ours: Contestant;
  readonly bare: Contestant;
  close(): void;
}

/**
 * @param base a folder on the disk that is meant; what is made in it is removed at the end
 * @param steps whether ours measures its own steps (which costs a little: not to be compared)
 */
export async function openWorld(base: string, steps: boolean, args: readonly string[] = []): Promise<World> {
  const folder = mkdtempSync(join(base, 'qris-terminal-bench-'));
  const other = start('other-side.ts');
  const children = [other];
  const close = (): void => {
    for (const child of children) if (child.connected) child.disconnect();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const ports = await message<Ports>(other);
    const setting = {
      ports,
      folder: join(folder, 'of-both'),
      profile: profileOf(ports),
      slip: await slipBytes(),
      steps,
    };
    mkdirSync(setting.folder, { mode: 0o700 });
    const ours = await beginContestant('ours.ts', setting, other, args);
    children.push(ours.child);
    const bare = await beginContestant('bare.ts', setting, other, []);
    children.push(bare.child);
    return { ours, bare, close };
  } catch (error) {
    close();
    throw error;
  }
}
