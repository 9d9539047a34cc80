/** A printer spoken to without a driver, against a device made by hand: no USB bus is here to try it on. */
import { describe, expect, it } from 'vitest';
import type { ConnectionEnd } from '../../../../main/printing/connection.ts';
import {
  openUsbDirect,
  type UsbAlternate,
  type UsbConfiguration,
  type UsbDevice,
} from '../../../../main/printing/transports/usb-direct.ts';

const ID = { vendorId: 0x04b8, productId: 0x0202 };

const OUT = { endpointNumber: 1, direction: 'out', type: 'bulk', packetSize: 64 } as const;
const IN = { endpointNumber: 2, direction: 'in', type: 'bulk', packetSize: 64 } as const;

function alternate(changes: Partial<UsbAlternate> = {}): UsbAlternate {
  return { alternateSetting: 0, interfaceClass: 7, interfaceProtocol: 2, endpoints: [OUT, IN], ...changes };
}

function configuration(...interfaces: (readonly UsbAlternate[])[]): UsbConfiguration {
  return {
    configurationValue: 1,
    interfaces: interfaces.map((alternates, interfaceNumber) => ({ interfaceNumber, alternates })),
  };
}

interface Fakery {
  readonly configuration?: UsbConfiguration;
  readonly selected?: boolean;
  /** One for each transfer, in turn; what is not named goes well. */
  readonly outs?: readonly (number | string)[];
  readonly fails?: Partial<Record<'open' | 'claimInterface' | 'detachKernelDriver', string>>;
}

/** Answers as the usb package does: it rejects with these words, and takes back what nothing came for. */
function deviceWith(fakery: Fakery = {}) {
  const calls: string[] = [];
  const received: number[] = [];
  const inbox: (Uint8Array | string)[] = [];
  let wake: (() => void) | null = null;
  const outs = [...(fakery.outs ?? [])];
  const did = (name: string, ...args: readonly unknown[]): Promise<void> => {
    calls.push([name, ...args].join(' '));
    const failure = fakery.fails?.[name as 'open'];
    return failure === undefined ? Promise.resolve() : Promise.reject(new Error(`${name} error: ${failure}`));
  };
  const is = fakery.configuration ?? configuration([alternate()]);
  const device: UsbDevice = {
    ...ID,
    bus: '1',
    ports: [1, 2],
    get configuration() {
      if (fakery.selected === false) throw new Error('configuration error: device is not configured');
      return is;
    },
    configurations: [is],
    open: () => did('open'),
    close: () => did('close'),
    selectConfiguration: (value) => did('selectConfiguration', value),
    claimInterface: (number) => did('claimInterface', number),
    releaseInterface: (number) => did('releaseInterface', number),
    selectAlternateInterface: (number, setting) => did('selectAlternateInterface', number, setting),
    detachKernelDriver: (number) => did('detachKernelDriver', number),
    attachKernelDriver: (number) => did('attachKernelDriver', number),
    clearHalt: (way, endpoint) => did('clearHalt', way, endpoint),
    nativeTransferIn: async (_endpoint, timeout, length) => {
      if (inbox.length === 0) {
        const came = Promise.withResolvers<void>();
        wake = came.resolve;
        const timer = setTimeout(came.resolve, timeout);
        await came.promise;
        clearTimeout(timer);
      }
      const next = inbox.shift() ?? 'Cancelled';
      if (typeof next === 'string') throw new Error(`transferIn error: ${next}`);
      return next.subarray(0, length);
    },
    nativeTransferOut: (_endpoint, _timeout, data) => {
      const next = outs.shift() ?? data.length;
      if (typeof next === 'string') return Promise.reject(new Error(`transferOut error: ${next}`));
      received.push(...data.subarray(0, next));
      return Promise.resolve(Math.min(next, data.length));
    },
  };
  const say = (what: Uint8Array | string): void => {
    inbox.push(what);
    wake?.();
  };
  return { device, calls, received, say };
}

const busOf = (...devices: readonly UsbDevice[]) => ({ getDevices: () => Promise.resolve(devices) });

async function opened(device: UsbDevice, signal?: AbortSignal) {
  const heard: number[] = [];
  const ends: ConnectionEnd[] = [];
  const events = {
    onBytes: (chunk: Uint8Array) => heard.push(...chunk),
    onPeerEnded: () => undefined,
    onEnd: (end: ConnectionEnd) => ends.push(end),
  };
  const way = await openUsbDirect(busOf(device), ID)(events, signal);
  if (!way.ok) throw new Error(way.detail);
  return { connection: way.connection, heard, ends };
}

async function refused(...devices: readonly UsbDevice[]) {
  const events = { onBytes: () => undefined, onPeerEnded: () => undefined, onEnd: () => undefined };
  const way = await openUsbDirect(busOf(...devices), ID)(events);
  return way.ok ? 'opened' : way.detail;
}

/** On a busy machine, too. */
const until = <T>(look: () => T) => expect.poll(look, { timeout: 30_000 });

const JOB = Uint8Array.from({ length: 2_000 }, (_none, at) => at % 251);

describe('opening', () => {
  it("sends the system's driver away, and brings it back in the end", async () => {
    const { device, calls } = deviceWith();
    const { connection, ends } = await opened(device);
    expect(connection.kind).toBe('device');
    expect(calls).toEqual(['open', 'detachKernelDriver 0', 'claimInterface 0']);
    connection.drop();
    connection.drop();
    await until(() => ends).toEqual([{ kind: 'closed' }]);
    expect(calls.slice(3)).toEqual(['releaseInterface 0', 'attachKernelDriver 0', 'close']);
  });

  it('no driver to send away: none is brought back', async () => {
    const { device, calls } = deviceWith({ fails: { detachKernelDriver: 'no kernel driver attached' } });
    const { connection, ends } = await opened(device);
    connection.drop();
    await until(() => ends).toEqual([{ kind: 'closed' }]);
    expect(calls).not.toContain('attachKernelDriver 0');
  });

  it('selects the configuration where none is, and the setting that answers', async () => {
    const oneWay = alternate({ interfaceProtocol: 1, endpoints: [OUT] });
    const twoWay = alternate({ alternateSetting: 1 });
    const ippOverUsb = alternate({ alternateSetting: 2, interfaceProtocol: 4 });
    const scanner = alternate({ interfaceClass: 255 });
    const many = configuration([scanner], [oneWay, twoWay, ippOverUsb]);
    const { device, calls } = deviceWith({ configuration: many, selected: false });
    const { connection } = await opened(device);
    connection.drop();
    expect(calls.slice(0, 5)).toEqual([
      'open',
      'selectConfiguration 1',
      'detachKernelDriver 1',
      'claimInterface 1',
      'selectAlternateInterface 1 1',
    ]);
  });

  it.each([
    ['a scanner', alternate({ interfaceClass: 6 })],
    ['IPP over USB alone', alternate({ interfaceProtocol: 4 })],
    ['no way out', alternate({ endpoints: [IN] })],
  ])('%s is no printer', async (_name, only) => {
    const { device, calls } = deviceWith({ configuration: configuration([only]) });
    expect(await refused(device)).toBe('no printer');
    expect(calls).toEqual(['open', 'close']);
  });

  it.each([
    ['open', 'permission denied', 'EACCES', ['open']],
    [
      'claimInterface',
      'interface is busy',
      'EBUSY',
      ['open', 'detachKernelDriver 0', 'claimInterface 0', 'releaseInterface 0', 'attachKernelDriver 0', 'close'],
    ],
  ])('%s: %s', async (name, said, detail, expected) => {
    const { device, calls } = deviceWith({ fails: { [name]: said } });
    expect(await refused(device)).toBe(detail);
    expect(calls).toEqual(expected);
  });

  it('none, other ids, two of a kind', async () => {
    expect(await refused()).toBe('no USB printer with these ids');
    expect(await refused({ ...deviceWith().device, productId: 1 })).toBe('no USB printer with these ids');
    const [one, two] = [deviceWith(), deviceWith()];
    expect(await refused(one.device, { ...two.device, ports: [3] })).toBe(
      'several USB printers with these ids: 1-1.2, 1-3',
    );
    expect([...one.calls, ...two.calls]).toEqual([]);
  });

  it.each([
    ['getDevices error: /sys/bus/usb/devices/ not found (errno 2)', 'no USB printer with these ids'],
    ['getDevices error: permission denied (errno 13)', 'EACCES'],
  ])('a bus that says %s', async (said, detail) => {
    const bus = { getDevices: () => Promise.reject(Object.assign(new Error(said), { code: 'GenericFailure' })) };
    const events = { onBytes: () => undefined, onPeerEnded: () => undefined, onEnd: () => undefined };
    expect(await openUsbDirect(bus, ID)(events)).toEqual({ ok: false, detail });
  });

  it('cancelled meanwhile: let go', async () => {
    const { device, calls } = deviceWith();
    await expect(opened(device, AbortSignal.abort())).rejects.toThrow('cancelled');
    expect(calls.slice(-3)).toEqual(['releaseInterface 0', 'attachKernelDriver 0', 'close']);
  });
});

describe('talking', () => {
  it('every byte, in order, whatever the device takes at once; answers come back', async () => {
    const { device, received, say } = deviceWith({ outs: [512, 3, 512] });
    const { connection, heard, ends } = await opened(device);
    const sent = await Promise.all([connection.send(JOB), connection.send(Uint8Array.of(16, 4, 1))]);
    expect(sent).toEqual([true, true]);
    expect(received).toEqual([...JOB, 16, 4, 1]);
    say(Uint8Array.of(0x16));
    say(new Uint8Array());
    say(Uint8Array.of(0x12, 0x13));
    await until(() => heard).toEqual([0x16, 0x12, 0x13]);
    connection.drop();
    await until(() => ends).toEqual([{ kind: 'closed' }]);
    expect(await connection.send(JOB)).toBe(false);
  });

  it('what lay there before is not taken for an answer', async () => {
    const { device, say } = deviceWith();
    say(Uint8Array.of(0x1e));
    say(Uint8Array.of(0x1e, 0x1e));
    const { connection, heard } = await opened(device);
    say(Uint8Array.of(0x16));
    await until(() => heard).toEqual([0x16]);
    connection.drop();
  });

  it.each([
    ['in', 'Disconnected', 'ENODEV'],
    ['in', 'Fault', 'transferIn error: Fault'],
    ['out', 'Disconnected', 'ENODEV'],
    ['out', 'Cancelled', 'it stopped taking data'],
    ['out', 'Stall', 'stall'],
  ] as const)('lost: %s %s', async (way, said, detail) => {
    const { device, calls, received, say } = deviceWith({ outs: way === 'out' ? [512, said] : [] });
    const { connection, ends } = await opened(device);
    if (way === 'in') say(said);
    else expect(await connection.send(JOB)).toBe(false);
    await until(() => ends).toEqual([{ kind: 'lost', detail }]);
    // Nothing that it may have is sent again.
    if (way === 'out') expect(received).toEqual([...JOB.subarray(0, 512)]);
    expect(calls.includes('clearHalt out 1')).toBe(said === 'Stall');
    expect(calls.at(-1)).toBe('close');
  });

  it('a device that takes nothing has stopped taking', async () => {
    const { device } = deviceWith({ outs: [0] });
    const { connection, ends } = await opened(device);
    expect(await connection.send(JOB)).toBe(false);
    await until(() => ends).toEqual([{ kind: 'lost', detail: 'it stopped taking data' }]);
  });

  it('one that stalls when it should answer is cleared, and may go on', async () => {
    const { device, calls, say } = deviceWith();
    const { connection, heard } = await opened(device);
    say('Stall');
    say(Uint8Array.of(0x16));
    await until(() => heard).toEqual([0x16]);
    expect(calls.filter((call) => call === 'clearHalt in 2')).toHaveLength(1);
    connection.drop();
  });

  it('one that stalls again and again is listened to no more, but takes its job', async () => {
    const { device, calls, received, say } = deviceWith();
    const { connection, ends } = await opened(device);
    for (const _again of [1, 2, 3, 4, 5]) say('Stall');
    await until(() => calls.filter((call) => call === 'clearHalt in 2').length).toBe(3);
    expect(await connection.send(JOB)).toBe(true);
    expect(received).toHaveLength(JOB.length);
    expect(ends).toEqual([]);
    connection.drop();
  });

  it('a printer without a way back takes its job', async () => {
    const only = configuration([alternate({ interfaceProtocol: 1, endpoints: [OUT] })]);
    const { device, received } = deviceWith({ configuration: only });
    const { connection, ends } = await opened(device);
    expect(await connection.send(JOB)).toBe(true);
    expect(received).toHaveLength(JOB.length);
    connection.drop();
    await until(() => ends).toEqual([{ kind: 'closed' }]);
  });
});
