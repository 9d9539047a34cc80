/** Asks the local network which printers announce themselves (multicast DNS, RFC 6762). Nothing is connected to. */
import { createSocket, type Socket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DecodedPacket, decode, encode, type Question } from 'dns-packet';
import { type Announced, createRecords, type Records, SERVICES } from './discover-records.ts';

const GROUP = '224.0.0.251';
const PORT = 5353;
/** Between two rounds of questions; a question is repeated, for the air loses some. */
const ROUND_MS = 500;
/** Rounds in which everything is asked again; in the others only what is missing. */
const FULL_ROUNDS: readonly number[] = [0, 2, 6];
/** In one packet, so that it fits every network; and in one round, so that nobody can make us shout. */
const PACKET_QUESTIONS = 20;
const ROUND_QUESTIONS = 100;

/** Where the network is, for tests. */
export interface MdnsPlace {
  readonly port?: number;
  /** IPv4 addresses of this machine's interfaces. */
  readonly interfaces?: readonly string[];
}

/** `no-network`: no interface with an IPv4 address is up · `not-sent`: no question could leave this machine */
export type MdnsHeard =
  | { readonly ok: true; readonly printers: readonly Announced[] }
  | { readonly ok: false; readonly why: 'no-network' | 'not-sent' };

/** One address of every interface that leads out of this machine. */
function outward(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((addresses) => {
    const found = (addresses ?? []).find(({ family, internal }) => family === 'IPv4' && !internal);
    return found === undefined ? [] : [found.address];
  });
}

/** Anybody on the network may send anything: null for what cannot be read. */
function read(bytes: Buffer): DecodedPacket | null {
  try {
    return decode(bytes);
  } catch {
    return null; // no answer of anybody's
  }
}

function listenTo(socket: Socket, records: Records): void {
  socket.on('message', (bytes) => {
    const packet = read(bytes);
    if (packet?.type === 'response') records.add(packet);
  });
}

/** @returns the open socket, or null when the system refuses one */
function open(
  port: number,
  address: string,
  reuseAddr: boolean,
  setUp: (socket: Socket) => void,
): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = createSocket({ type: 'udp4', reuseAddr });
    const refused = (): void => {
      socket.close();
      resolve(null);
    };
    socket.once('error', refused);
    socket.bind(port, address, () => {
      socket.off('error', refused);
      // What goes wrong on an interface later (a cable pulled) means that nothing more is heard there.
      socket.on('error', () => undefined);
      try {
        setUp(socket);
        resolve(socket);
      } catch {
        refused(); // the interface went away since it was listed
      }
    });
  });
}

/** Asks on one interface, from a port of its own: answers then come to it directly (RFC 6762, section 6.7). */
function openAsking(address: string): Promise<Socket | null> {
  return open(0, '0.0.0.0', false, (socket) => {
    socket.setMulticastInterface(address);
    socket.setMulticastTTL(255);
  });
}

/** Hears those that answer everybody whoever asked; where the port is somebody's alone we do without. */
function openHearing(port: number, interfaces: readonly string[]): Promise<Socket | null> {
  return open(port, '0.0.0.0', true, (socket) => {
    for (const address of interfaces) {
      try {
        socket.addMembership(GROUP, address);
      } catch {
        // one interface less to hear on, or the same one by its second address
      }
    }
  });
}

function send(socket: Socket, questions: readonly Question[], port: number): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      const bytes = encode({ type: 'query', questions: [...questions] });
      socket.send(bytes, port, GROUP, (error) => resolve(error === null));
    } catch {
      resolve(false); // a name that cannot be put on the wire
    }
  });
}

const ALL: readonly Question[] = SERVICES.map((service) => ({ name: `${service}.local`, type: 'PTR' }));

function packetsOf(questions: readonly Question[]): readonly (readonly Question[])[] {
  const count = Math.ceil(questions.length / PACKET_QUESTIONS);
  return Array.from({ length: count }, (_none, at) =>
    questions.slice(at * PACKET_QUESTIONS, (at + 1) * PACKET_QUESTIONS),
  );
}

/** Puts the questions until the time is over. @returns whether any of them left */
async function ask(asking: readonly Socket[], records: Records, port: number, until: AbortSignal): Promise<boolean> {
  let left = false;
  for (let round = 0; !until.aborted; round += 1) {
    const missing = records.missing().slice(0, ROUND_QUESTIONS);
    for (const questions of [...(FULL_ROUNDS.includes(round) ? [ALL] : []), ...packetsOf(missing)]) {
      const sent = await Promise.all(asking.map((socket) => send(socket, questions, port)));
      left ||= sent.includes(true);
    }
    await sleep(ROUND_MS, undefined, { signal: until }).catch(() => undefined); // woken: the time is over
  }
  return left;
}

/**
 * @param ms how long answers are waited for, milliseconds
 * @returns what was heard on every interface; its sockets are closed again
 */
export async function hearMdns(ms: number, place: MdnsPlace = {}): Promise<MdnsHeard> {
  const { port = PORT, interfaces = outward() } = place;
  if (interfaces.length === 0) return { ok: false, why: 'no-network' };
  const records = createRecords();
  const opened = await Promise.all([...interfaces.map(openAsking), openHearing(port, interfaces)]);
  const isOpen = (socket: Socket | null): socket is Socket => socket !== null;
  const sockets = opened.filter(isOpen);
  try {
    for (const socket of sockets) listenTo(socket, records);
    const left = await ask(opened.slice(0, -1).filter(isOpen), records, port, AbortSignal.timeout(ms));
    return left ? { ok: true, printers: records.printers() } : { ok: false, why: 'not-sent' };
  } finally {
    for (const socket of sockets) socket.close();
  }
}
