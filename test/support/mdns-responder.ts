/** Something that answers multicast DNS on loopback as printers do, on a port of its own instead of 5353. */
import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { type Answer, decode, encode, type Question } from 'dns-packet';

const GROUP = '224.0.0.251';
const LOOPBACK = '127.0.0.1';

export interface Responder {
  readonly port: number;
  /** The questions that reached it, in order. */
  readonly asked: readonly Question[];
  readonly close: () => Promise<void>;
}

/** `to`: only whoever asked, or everybody in the group. */
export interface Says {
  readonly answers?: readonly Answer[];
  readonly additionals?: readonly Answer[];
  readonly bytes?: readonly Uint8Array[];
  readonly to?: 'asker' | 'group';
}

/** @param says what it answers to the questions of one packet; null: nothing */
export async function startResponder(says: (questions: readonly Question[]) => Says | null): Promise<Responder> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  const asked: Question[] = [];
  socket.bind(0, '0.0.0.0');
  await once(socket, 'listening');
  socket.addMembership(GROUP, LOOPBACK);
  socket.setMulticastInterface(LOOPBACK);
  const { port } = socket.address();
  let saying = 0;
  const reply = (bytes: Uint8Array, to: Says['to'], asker: RemoteInfo): void => {
    if (to === 'group') {
      // Linux hands what is for a group to every socket on its port while any of them is a member: only one that has
      // joined by itself hears this.
      if (saying === 0) socket.dropMembership(GROUP, LOOPBACK);
      saying += 1;
      socket.send(bytes, port, GROUP, () => {
        saying -= 1;
        if (saying === 0) socket.addMembership(GROUP, LOOPBACK);
      });
    } else socket.send(bytes, asker.port, asker.address);
  };
  socket.on('message', (bytes, asker) => {
    // It hears itself in the group, and what it said need not be readable.
    if (asker.port === port) return;
    const { type, questions = [] } = decode(bytes);
    if (type !== 'query') return;
    asked.push(...questions);
    const said = says(questions);
    if (said === null) return;
    for (const part of said.bytes ?? []) reply(part, said.to, asker);
    const { answers = [], additionals = [] } = said;
    if (answers.length === 0) return;
    reply(encode({ type: 'response', answers: [...answers], additionals: [...additionals] }), said.to, asker);
  });
  return {
    port,
    asked,
    close: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
}

/** Whether a packet to the group comes back on loopback here: some systems' sandboxes let none through. */
export async function multicastWorks(): Promise<boolean> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  try {
    socket.bind(0, '0.0.0.0');
    await once(socket, 'listening');
    socket.addMembership(GROUP, LOOPBACK);
    socket.setMulticastInterface(LOOPBACK);
    const heard = once(socket, 'message', { signal: AbortSignal.timeout(1_000) });
    socket.send('here', socket.address().port, GROUP);
    await heard;
    return true;
  } catch {
    return false; // refused, or nothing came
  } finally {
    socket.close();
  }
}
