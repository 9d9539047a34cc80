/** receiptio: prints receipt markdown on a network printer and listens to its status. */
import net from 'node:net';
import { load, type Peer, SUCCESS, versionOf } from '../peer.ts';

const { print } = load('receiptio') as {
  readonly print: (document: string, options: string) => Promise<string>;
};

/** It knows port 9100 alone: its way out of this process is bent to the printer's. */
function bendPort(to: number): void {
  const straight = net.connect;
  const bent = (port: number, host: string): net.Socket => straight(port === 9100 ? to : port, host);
  Object.assign(net, { connect: bent });
}

export const peer: Peer = {
  name: 'receiptio',
  version: versionOf('receiptio'),
  send: async (host, port, lines) => {
    bendPort(port);
    const result = await print(`${lines.join('\n')}\n`, `-d ${host} -p generic -c 48`);
    return result === 'success' ? SUCCESS : { said: 'error', words: result };
  },
};
