/** Whole prints through a USB device made by hand that hands every packet to the sandbox printer; and the real package. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadUsbBus, openUsbDirect, type UsbDevice } from '../../../../main/printing/transports/usb-direct.ts';
import { type SandboxPrinter, startSandboxPrinter } from '../../../../main/sandbox/printer/start-sandbox-printer.ts';
import { eventually, HASTY, printingWith, SLIP, settingsOf } from '../rig.ts';

const ID = { vendorId: 0x04b8, productId: 0x0202 };
const LONG = { ...SLIP, parts: Array.from({ length: 60 }, () => SLIP.parts).flat() };

/** The connection to the printer is the cable: there from plugging in to pulling out, whoever opens the device. */
function deviceOn(cable: Socket): UsbDevice {
  const inbox: Buffer[] = [];
  let claimed = false;
  let wake = (): void => undefined;
  cable.on('data', (chunk: Buffer) => {
    for (let at = 0; at < chunk.length; at += 64) inbox.push(chunk.subarray(at, at + 64));
    wake();
  });
  cable.on('close', () => wake());
  const gone = (): Error => new Error('transfer error: Disconnected');
  const fine = (): Promise<void> => Promise.resolve();
  const printer = {
    alternateSetting: 0,
    interfaceClass: 7,
    interfaceProtocol: 2,
    endpoints: [
      { endpointNumber: 1, direction: 'out', type: 'bulk', packetSize: 64 },
      { endpointNumber: 1, direction: 'in', type: 'bulk', packetSize: 64 },
    ],
  } as const;
  const configuration = { configurationValue: 1, interfaces: [{ interfaceNumber: 0, alternates: [printer] }] };
  return {
    ...ID,
    bus: '1',
    ports: [1],
    configuration,
    configurations: [configuration],
    open: fine,
    close: fine,
    selectConfiguration: fine,
    claimInterface: async () => {
      if (claimed) throw new Error('claimInterface error: interface is busy');
      claimed = true;
    },
    releaseInterface: async () => {
      claimed = false;
    },
    selectAlternateInterface: fine,
    detachKernelDriver: () => Promise.reject(new Error('detachKernelDriver error: no kernel driver attached')),
    attachKernelDriver: fine,
    clearHalt: fine,
    nativeTransferIn: async (_endpoint, timeout) => {
      if (inbox.length === 0 && !cable.destroyed) {
        const came = Promise.withResolvers<void>();
        wake = came.resolve;
        const timer = setTimeout(came.resolve, timeout);
        await came.promise;
        clearTimeout(timer);
      }
      const packet = inbox.shift();
      if (packet !== undefined) return packet;
      throw cable.destroyed ? gone() : new Error('transferIn error: Cancelled');
    },
    nativeTransferOut: (_endpoint, _timeout, data) =>
      new Promise((resolve, reject) => {
        cable.write(data, (failed) => {
          if (failed === null || failed === undefined) resolve(data.length);
          else reject(gone());
        });
      }),
  };
}

describe('a device without a driver', () => {
  let printer: SandboxPrinter;
  let cable: Socket;

  beforeEach(async () => {
    printer = await startSandboxPrinter({ paper: 80 });
    cable = connect({ host: '127.0.0.1', port: printer.port });
    // Pulled out with bytes on their way; what comes of it shows in the transfers.
    cable.on('error', () => undefined);
    await once(cable, 'connect');
  });
  afterEach(async () => {
    cable.destroy();
    await printer.close();
  });

  const to = settingsOf({ kind: 'usb', ...ID });
  const printing = (timing = {}) => {
    const device = deviceOn(cable);
    const usbBus = () => Promise.resolve({ getDevices: () => Promise.resolve([device]) });
    return printingWith(timing, { platform: 'darwin', usbBus });
  };

  it('printed: it brought our id back, and it is free for the next job at once', async () => {
    const room = printing();
    expect(await room.status(to)).toEqual({ state: 'ready', paper: 'ok' });
    const results = await Promise.all([1, 2].map(() => room.print(SLIP, to)));
    expect(results).toEqual([1, 2].map(() => ({ kind: 'done', proof: 'printed' })));
    expect(printer.slips()).toHaveLength(2);
  });

  it('written: a printer that never answers', async () => {
    printer.control.set({ mute: true });
    // It says nothing, so nothing is waited for: the proof may have long to come on a busy machine.
    const room = printing({ ...HASTY, proofMs: 30_000 });
    expect(await room.print(SLIP, to)).toEqual({ kind: 'done', proof: 'written' });
    await eventually(() => printer.slips().length === 1);
  });

  it('no paper: not printed, and none of the job was sent', async () => {
    printer.control.set({ paperOut: true });
    expect(await printing().print(SLIP, to)).toMatchObject({ kind: 'not-printed', trouble: 'paper-out' });
    expect([...printer.control.received()]).toEqual([16, 4, 1, 16, 4, 2, 16, 4, 3, 16, 4, 4]);
  });

  it('the paper ends in the middle: possibly printed', async () => {
    printer.control.set({ paperOutAfterLines: 10 });
    expect(await printing().print(SLIP, to)).toMatchObject({ kind: 'possibly-printed', trouble: 'paper-out' });
  });

  it('unplugged while it prints: the connection is lost', async () => {
    printer.control.set({ bytesPerSecond: 500 });
    const printed = printing().print(LONG, to);
    await eventually(() => printer.control.received().length > 100);
    cable.destroy();
    expect(await printed).toEqual({ kind: 'possibly-printed', trouble: 'connection-lost', detail: 'ENODEV' });
  });
});

it('the real package looks at the real bus, and finds no such printer', async (context) => {
  const bus = await loadUsbBus();
  if (bus === null) return context.skip('the usb package is not made for this system');
  const nobody = { onBytes: () => undefined, onPeerEnded: () => undefined, onEnd: () => undefined };
  const way = await openUsbDirect(bus, { vendorId: 0xffff, productId: 0xffff })(nobody);
  expect(way).toEqual({ ok: false, detail: 'no USB printer with these ids' });
});
