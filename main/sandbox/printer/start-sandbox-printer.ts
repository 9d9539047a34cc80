/** A receipt printer to try the till on: takes ESC/POS over TCP on loopback, prints to PNG, and fails on command. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { PaperWidth } from '../../../shared/printing.ts';
import { createChannel } from './channel.ts';
import { NO_FAULTS, type PrinterFaults, realtimeStatus } from './condition.ts';
import type { RenderedSlip } from './engine.ts';
import { createMachine, type Machine } from './machine.ts';

export interface SandboxPrinterOptions {
  /** 0 or absent: a free one. */
  readonly port?: number;
  readonly paper: PaperWidth;
  /** Where slips go as `slip-001.png` …; absent: nowhere. */
  readonly outDir?: string;
  readonly onSlip?: (slip: RenderedSlip) => void;
}

export interface SandboxPrinterControl {
  /** Puts it in a state; what is not named stays. A printer that gets paper prints on where it stopped. */
  set(faults: Partial<PrinterFaults>): void;
  faults(): PrinterFaults;
  /** Everything well again. */
  reset(): void;
  /** Makes a slip of what is printed and not cut, for hosts that do not cut. */
  tear(): void;
  /** Bytes received on all connections, status questions included. */
  received(): Buffer;
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

function serve(machine: Machine, socket: Socket, keep: (chunk: Buffer) => void): void {
  const channel = createChannel(socket, (question) => {
    const faults = machine.faults();
    if (!faults.mute && !faults.stalled) channel.answer(Uint8Array.of(realtimeStatus(faults, question)));
  });
  socket.on('data', (chunk) => {
    keep(chunk);
    channel.receive(chunk);
    const limit = machine.faults().resetAfterBytes;
    if (limit !== null && channel.received() >= limit) socket.resetAndDestroy();
    else machine.pump();
  });
  const gone = (): void => machine.detach(channel);
  socket.on('end', gone);
  socket.on('close', gone);
  // A host that resets is gone; its close follows.
  socket.on('error', () => undefined);
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

/** Starts it on loopback. Rejects when the port cannot be had or the folder cannot be made. */
export async function startSandboxPrinter(options: SandboxPrinterOptions): Promise<SandboxPrinter> {
  const slips: RenderedSlip[] = [];
  const received: Buffer[] = [];
  const sockets = new Set<Socket>();
  const machine = createMachine(DOTS[options.paper], keeper(options, slips));
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(machine, socket, (chunk) => received.push(chunk));
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
    control: {
      set: machine.set,
      faults: machine.faults,
      reset: () => machine.set(NO_FAULTS),
      tear: machine.tear,
      received: () => Buffer.concat(received),
    },
    close: () =>
      new Promise((resolve) => {
        machine.stop();
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
