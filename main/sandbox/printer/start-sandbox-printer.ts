/** A receipt printer to try the till on: takes ESC/POS over TCP on loopback, prints to PNG, and fails on command. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { PaperWidth } from '../../../shared/printing.ts';
import { createChannel } from './channel.ts';
import { NO_FAULTS, type PrinterFaults } from './condition.ts';
import { createDirector, type Director } from './director.ts';
import { createMachine, type Machine } from './machine.ts';
import type { RenderedSlip } from './press.ts';
import { parseLine, parseScript, type ScriptProblem } from './script.ts';
import { CONNECTION_LIMIT, type PrinterSetup } from './setup.ts';

export interface SandboxPrinterOptions {
  /** 0 or absent: a free one. */
  readonly port?: number;
  readonly paper: PaperWidth;
  /** Where slips go as `slip-001.png` …; absent: nowhere. */
  readonly outDir?: string;
  readonly onSlip?: (slip: RenderedSlip) => void;
  /** What kind of printer it is; what is not named is as in `STANDARD_SETUP`. */
  readonly setup?: Partial<PrinterSetup>;
}

export interface SandboxPrinterControl {
  /** Puts it in a state; what is not named stays. A printer that gets paper prints on where it stopped. */
  set(change: Partial<PrinterFaults & PrinterSetup>): void;
  faults(): PrinterFaults;
  setup(): PrinterSetup;
  /** Everything well again, and every `after` taken back; what kind of printer it is stays. */
  reset(): void;
  /** Makes a slip of what is printed and not cut, for hosts that do not cut. */
  tear(): void;
  /** Bytes received on all connections, status questions included. */
  received(): Buffer;
  /** How often the drawer was told to open. */
  drawerPulses(): number;
  /** Its state as one line. */
  state(): string;
  /** Obeys one typed order. @returns what there is to say, or what is wrong with the order; then nothing was done */
  order(line: string): { readonly ok: true; readonly said: string } | { readonly ok: false; readonly problem: string };
  /** Obeys a script, an order a line; one with a mistake in it is not begun. */
  script(
    text: string,
  ):
    | { readonly ok: true; readonly said: readonly string[] }
    | { readonly ok: false; readonly problems: readonly ScriptProblem[] };
}

export interface SandboxPrinter {
  readonly host: string;
  readonly port: number;
  /** Oldest first. */
  slips(): readonly RenderedSlip[];
  readonly control: SandboxPrinterControl;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const DOTS: Readonly<Record<PaperWidth, number>> = { 58: 384, 80: 576 };

/** A host that sends nothing for long is cut off; what it sent before is printed. */
function watchIdle(machine: Machine, socket: Socket, close: () => void): () => void {
  let timer: NodeJS.Timeout | null = null;
  const heard = (): void => {
    if (timer !== null) clearTimeout(timer);
    const { idleMs } = machine.setup();
    timer = idleMs === null || socket.destroyed ? null : setTimeout(close, idleMs);
  };
  socket.once('close', () => {
    if (timer !== null) clearTimeout(timer);
  });
  heard();
  return heard;
}

function serve(machine: Machine, socket: Socket, keep: (chunk: Buffer) => void): void {
  const channel = createChannel(socket, {
    dialect: () => machine.setup().dialect,
    pace: machine.faults,
    onBytes: keep,
    onJob: machine.count,
    onRealtime: machine.obey,
  });
  const gone = (): void => machine.detach(channel);
  const heard = watchIdle(machine, socket, () => {
    channel.close();
    gone();
  });
  socket.on('readable', () => {
    heard();
    machine.pump();
  });
  socket.on('end', gone);
  socket.on('close', gone);
  machine.attach(channel);
}

function keeper(options: SandboxPrinterOptions, slips: RenderedSlip[]): (slip: Omit<RenderedSlip, 'file'>) => void {
  const { outDir } = options;
  if (outDir !== undefined) mkdirSync(outDir, { recursive: true });
  return (slip) => {
    const name = `slip-${String(slips.length + 1).padStart(3, '0')}.png`;
    const file = outDir === undefined ? null : join(outDir, name);
    if (file !== null) writeFileSync(file, slip.png);
    const kept = { ...slip, file };
    slips.push(kept);
    options.onSlip?.(kept);
  };
}

function controlOf(machine: Machine, director: Director, received: readonly Buffer[]): SandboxPrinterControl {
  return {
    set: machine.set,
    faults: machine.faults,
    setup: machine.setup,
    reset: () => {
      director.forget();
      machine.set(NO_FAULTS);
    },
    tear: machine.tear,
    received: () => Buffer.concat(received),
    drawerPulses: machine.pulses,
    state: director.state,
    order: (line) => {
      const parsed = parseLine(line);
      return parsed.ok ? { ok: true, said: director.obey(parsed.order) } : parsed;
    },
    script: (text) => {
      const parsed = parseScript(text);
      if (!parsed.ok) return parsed;
      return { ok: true, said: parsed.orders.map(director.obey).filter((said) => said !== '') };
    },
  };
}

/** Starts it on loopback. Rejects when the port cannot be had or the folder cannot be made. */
export async function startSandboxPrinter(options: SandboxPrinterOptions): Promise<SandboxPrinter> {
  const slips: RenderedSlip[] = [];
  const received: Buffer[] = [];
  const sockets = new Set<Socket>();
  const machine = createMachine(DOTS[options.paper], options.setup ?? {}, {
    onSlip: keeper(options, slips),
    onCount: (what, by) => director.count(what, by),
  });
  const director = createDirector(machine, () => slips.length);
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    // A host that resets is gone; its close follows.
    socket.on('error', () => undefined);
    const open = (): number => [...sockets].filter((one) => !one.destroyed).length;
    const isFull = (): boolean => open() >= CONNECTION_LIMIT[machine.setup().connections];
    const admit = (): void => {
      // Its port is kept while it is switched off: whoever connects is reset.
      if (machine.faults().poweredOff || isFull()) {
        socket.resetAndDestroy();
        return;
      }
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      serve(machine, socket, (chunk) => received.push(chunk));
    };
    if (!isFull()) return admit();
    // Node does not look again at a connection whose other side has ended; that it was reset shows in a write of nothing.
    for (const old of sockets) if (old.readableEnded && old.writable) old.write(new Uint8Array());
    setImmediate(admit);
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, HOST, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no TCP address'));
      else resolve(address.port);
    });
  });
  return {
    host: HOST,
    port,
    slips: () => slips,
    control: controlOf(machine, director, received),
    close: () =>
      new Promise((resolve) => {
        director.forget();
        machine.stop();
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
