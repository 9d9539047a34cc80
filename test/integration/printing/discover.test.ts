/** Printers looked for: a responder on loopback multicast, a real CUPS, and folders laid out as the kernel's. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answer, encode, type Question } from 'dns-packet';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { discoverPrinters } from '../../../main/app/discover-printers.ts';
import { printerSchema } from '../../../main/app/profile-schema.ts';
import { type DiscoverPlaces, discover } from '../../../main/printing/discover.ts';
import { hearMdns } from '../../../main/printing/discover-mdns.ts';
import { multicastWorks, type Responder, type Says, startResponder } from '../../support/mdns-responder.ts';
import { hasCups, startPrivateCups } from '../../support/private-cups.ts';
import { closedPort } from '../../support/raw-server.ts';

const RAW = '_pdl-datastream._tcp.local';
const IPP = '_ipp._tcp.local';
const LOOPBACK = '127.0.0.1';

/** The records of a printer, as it would answer with. */
function records(service: string, name: string, host: string, port: number, ty = name): readonly Answer[] {
  const full = `${name}.${service}`;
  return [
    { type: 'PTR', name: service, ttl: 120, data: full },
    { type: 'SRV', name: full, ttl: 120, data: { target: host, port } },
    { type: 'TXT', name: full, ttl: 120, data: ['txtvers=1', `ty=${ty}`] },
    { type: 'A', name: host, ttl: 120, data: '192.168.1.50' },
  ];
}

const EPSON = records(RAW, 'Kasir depan', 'EPSON1.local', 9100, 'EPSON TM-m30');
const SEEN = {
  name: 'Kasir depan',
  source: 'mdns',
  model: 'EPSON TM-m30',
  transport: { kind: 'tcp', host: '192.168.1.50', port: 9100 },
  announced: { services: ['_pdl-datastream._tcp'], host: 'EPSON1.local', address: '192.168.1.50', port: 9100 },
};

const wants = (questions: readonly Question[], service: string): boolean =>
  questions.some(({ name, type }) => name === service && type === 'PTR');

/** Nothing but what a test names. */
const NOWHERE: DiscoverPlaces = {
  mdns: { interfaces: [] },
  spooler: { platform: 'linux', server: '127.0.0.1:1' },
  usbList: '/nonexistent',
  serialPorts: () => Promise.resolve([]),
};

describe.skipIf(!(await multicastWorks()))('announced on the network', () => {
  let responder: Responder | null = null;
  afterEach(async () => {
    await responder?.close();
    responder = null;
  });

  async function lookAt(says: (questions: readonly Question[]) => Says | null, interfaces = [LOOPBACK], ms = 1_200) {
    responder = await startResponder(says);
    const seen = await discover(ms, { ...NOWHERE, mdns: { port: responder.port, interfaces } });
    return seen.printers;
  }

  it('answered to us alone, everything at once', async () => {
    const answer = (questions: readonly Question[]): Says | null =>
      wants(questions, RAW) ? { answers: EPSON.slice(0, 1), additionals: EPSON.slice(1) } : null;
    expect(await lookAt(answer)).toEqual([SEEN]);
    expect(responder?.asked.map(({ name }) => name)).toContain('_printer._tcp.local');
  });

  it('answered to everybody, and only what was asked for', async () => {
    const answer = (questions: readonly Question[]): Says => ({
      answers: EPSON.filter(({ name, type }) => questions.some((one) => one.name === name && one.type === type)),
      to: 'group',
    });
    expect(await lookAt(answer, [LOOPBACK], 2_500)).toEqual([SEEN]);
  });

  it('without a raw port: shown, and no transport guessed', async () => {
    const ipp = records(IPP, 'Kantor', 'kantor.local', 631);
    const [seen, ...others] = await lookAt((questions) => (wants(questions, IPP) ? { answers: ipp } : null));
    expect(seen).toMatchObject({ name: 'Kantor', transport: null, announced: { services: ['_ipp._tcp'], port: 631 } });
    expect(others).toEqual([]);
  });

  it('noise and answers that are cut off change nothing', async () => {
    const whole = encode({ type: 'response', answers: [...EPSON] });
    const cut = Array.from({ length: 40 }, (_none, n) => whole.subarray(0, whole.length - 1 - 4 * n));
    const noise = Array.from({ length: 60 }, (_none, n) => randomBytes(n * 9));
    const seen = await lookAt((questions) => ({
      bytes: [...noise, ...cut],
      ...(wants(questions, RAW) ? { answers: EPSON } : {}),
    }));
    expect(seen).toEqual([SEEN]);
  });

  it('names from the network can neither move a cursor nor fill the screen', async () => {
    const name = `\u001b[2J\u202eKasir\r\n${'x'.repeat(40)}`;
    const evil = records(RAW, name, '\u001b]0;x\u0007.local', 9100, 'y'.repeat(250));
    const [seen] = await lookAt((questions) => (wants(questions, RAW) ? { answers: evil } : null));
    expect(seen?.name).toMatch(/^\[2JKasir x+$/);
    expect(Array.from(seen?.model ?? '')).toHaveLength(80);
    expect(JSON.stringify(seen)).not.toMatch(/\\u00|\p{Cf}|\\r|\\n/u);
  });

  it('an interface that is gone does not hide what the others show', async () => {
    const seen = await lookAt(() => ({ answers: EPSON }), ['198.51.100.9', LOOPBACK, '127.0.0.2']);
    expect(seen).toEqual([SEEN]);
  });

  it('closes its sockets', async () => {
    const open = (): number => process.getActiveResourcesInfo().filter((one) => one === 'UDPWrap').length;
    await hearMdns(300, { port: await closedPort(), interfaces: [LOOPBACK] });
    await vi.waitFor(() => expect(open()).toBe(0));
  });
});

describe('no network', () => {
  it('none at all: said, at once, and never an empty list alone', async () => {
    const seen = await discover(60_000, NOWHERE);
    expect(seen.printers).toEqual([]);
    expect(seen.notLooked).toContainEqual({ source: 'mdns', why: 'no-network' });
  });

  it('interfaces that let nothing out: said', async () => {
    const heard = await hearMdns(100, { port: await closedPort(), interfaces: ['198.51.100.9'] });
    expect(heard).toEqual({ ok: false, why: 'not-sent' });
  });
});

describe('on this machine', () => {
  let root: string;
  let list: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'till-discover-'));
    list = join(root, 'usbmisc');
    mkdirSync(list);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(root, { recursive: true });
  });

  /** As the kernel lays it out: usbmisc/lpN/device leads to an interface inside the device's own folder. */
  function plugIn(lp: string, idVendor: string, idProduct: string, names: Readonly<Record<string, string>> = {}): void {
    const device = join(root, `device-${lp}`);
    mkdirSync(join(device, 'interface'), { recursive: true });
    for (const [file, value] of Object.entries({ idVendor, idProduct, ...names })) {
      writeFileSync(join(device, file), `${value}\n`);
    }
    mkdirSync(join(list, lp));
    symlinkSync(join(device, 'interface'), join(list, lp, 'device'), 'dir');
  }

  it.runIf(process.platform === 'linux')('USB: by ids, and two of a kind by path', async () => {
    plugIn('lp0', '04b8', '0202', { manufacturer: 'EPSON', product: 'TM-T82' });
    plugIn('lp1', '0416', '5011');
    plugIn('lp2', '0416', '5011');
    plugIn('hiddev0', '04b8', '0202');
    const { printers } = await discover(1, { ...NOWHERE, usbList: list });
    const usb = { source: 'usb', announced: null };
    expect(printers).toEqual([
      {
        ...usb,
        name: '/dev/usb/lp0',
        model: 'EPSON TM-T82',
        transport: { kind: 'usb', vendorId: 1208, productId: 514 },
      },
      { ...usb, name: '/dev/usb/lp1', model: null, transport: { kind: 'usb', path: '/dev/usb/lp1' } },
      { ...usb, name: '/dev/usb/lp2', model: null, transport: { kind: 'usb', path: '/dev/usb/lp2' } },
    ]);
  });

  it('serial ports by path; that they cannot be listed is said', async () => {
    const ports = () => Promise.resolve([{ path: '/dev/ttyUSB0', manufacturer: 'FTDI' }, { path: 'COM3' }]);
    const { printers } = await discover(1, { ...NOWHERE, serialPorts: ports });
    expect(printers).toMatchObject([
      { name: '/dev/ttyUSB0', model: 'FTDI', transport: { kind: 'serial', path: '/dev/ttyUSB0', baudRate: 9600 } },
      { name: 'COM3', source: 'serial', transport: { kind: 'serial', path: 'COM3' } },
    ]);
    const broken = () => Promise.reject(new Error('no native part'));
    const { notLooked } = await discover(1, { ...NOWHERE, serialPorts: broken });
    expect(notLooked).toContainEqual({ source: 'serial', why: 'failed' });
  });

  it("this machine's own serial ports can be listed, or it is said that they cannot", async () => {
    const { serialPorts: _ours, ...places } = NOWHERE;
    const { printers, notLooked } = await discover(1, places);
    expect(printers.every(({ source }) => source === 'serial')).toBe(true);
    expect(notLooked.length).toBeGreaterThan(0);
  });

  it.runIf(hasCups)('the queues of a real CUPS, those that accept nothing too', async () => {
    const cups = await startPrivateCups([
      { name: 'kasir', port: 9100, accepting: true },
      { name: 'tutup', port: 9101, accepting: false },
    ]);
    try {
      const { printers, notLooked } = await discover(1, { ...NOWHERE, spooler: { server: cups.server } });
      const queue = (name: string, model: string) => ({
        name,
        source: 'spooler',
        model,
        transport: { kind: 'spooler', queue: name },
        announced: null,
      });
      expect(printers.toSorted((one, two) => one.name.localeCompare(two.name))).toEqual([
        queue('kasir', 'socket://127.0.0.1:9100'),
        queue('tutup', 'socket://127.0.0.1:9101'),
      ]);
      expect(notLooked).toEqual([{ source: 'mdns', why: 'no-network' }]);
    } finally {
      await cups.close();
    }
  });

  it.runIf(hasCups)('a CUPS without queues is empty; none running, or none installed, is said', async () => {
    const cups = await startPrivateCups([]);
    const empty = await discover(1, { ...NOWHERE, spooler: { server: cups.server } });
    await cups.close();
    expect(empty).toEqual({ printers: [], notLooked: [{ source: 'mdns', why: 'no-network' }] });
    const away = await discover(1, { ...NOWHERE, spooler: { server: `127.0.0.1:${await closedPort()}` } });
    expect(away.notLooked).toContainEqual({ source: 'spooler', why: 'no-scheduler' });
    vi.stubEnv('PATH', root);
    const none = await discover(1, NOWHERE);
    expect(none.notLooked).toContainEqual({ source: 'spooler', why: 'missing' });
  });

  it('every transport that is shown is one that a profile takes', async () => {
    if (process.platform === 'linux') plugIn('lp0', '04b8', '0202');
    const serialPorts = () => Promise.resolve([{ path: '/dev/ttyUSB0' }]);
    const { printers } = await discover(1, { ...NOWHERE, usbList: list, serialPorts });
    for (const { transport } of printers) {
      expect(printerSchema.safeParse({ name: 'kasir', transport, paper: 80 }).success).toBe(true);
    }
    expect(printers.length).toBeGreaterThan(0);
  });
});

describe('the action', () => {
  it.each(['0', '61', '1.5', '-1', 'x', ''])('%j seconds: invalid, and nothing is listened to', async (seconds) => {
    const outcome = await discoverPrinters({ seconds }, () => expect.unreachable());
    expect(outcome).toMatchObject({ outcome: 'invalid', fields: [{ path: 'seconds' }] });
  });

  it('ok with nothing seen; a serial port alone is no printer seen', async () => {
    const serialPorts = () => Promise.resolve([{ path: '/dev/ttyS0' }]);
    const listened: number[] = [];
    const outcome = await discoverPrinters({}, (seconds) => listened.push(seconds), { ...NOWHERE, serialPorts });
    expect(outcome).toMatchObject({ outcome: 'ok', words: { key: 'printer.none-seen' } });
    expect(listened).toEqual([4]);
  });
});
