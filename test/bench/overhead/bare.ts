/** The least that brings a QR to a printer: signs, fetches, writes a slip that was made beforehand. Keeps nothing, proves nothing. */
import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Agent, fetch } from 'undici';
import {
  CLIENT_ID,
  courierOf,
  type Done,
  GENERATE_PATH,
  type Order,
  type Setting,
  sharedMs,
  TOKEN,
  WRITES,
} from './shapes.ts';

/** As large as the journal's log becomes before it begins again at its start. */
const LOG = 4 * 1024 * 1024;
const BYTES = Buffer.alloc(WRITES[0], 1);

/** A file that is written over and over, as the journal's log is, and brought to the disk by the call that SQLite uses. */
function openLog(path: string) {
  const file = openSync(path, 'w', 0o600);
  writeSync(file, Buffer.alloc(LOG));
  fsyncSync(file);
  let at = 0;
  return {
    write: (bytes: number): void => {
      if (at + bytes > LOG) at = 0;
      writeSync(file, BYTES, 0, bytes, at);
      fsyncSync(file);
      at += bytes;
    },
    close: () => closeSync(file),
  };
}

function timestamp(): string {
  return `${new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 19)}+07:00`;
}

/** Writes the slip on a connection of its own; resolves when the printer has closed it. */
function print(port: number, slip: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    socket.once('connect', () => socket.end(slip));
    socket.resume();
    socket.once('error', reject);
    socket.once('close', () => resolve());
  });
}

function begin({ ports, slip, folder, profile }: Setting): void {
  const agent = new Agent({ connections: 1, pipelining: 1 });
  const url = `http://127.0.0.1:${ports.provider}${GENERATE_PATH}`;
  const key: KeyObject = createPrivateKey(String(profile.pem));
  const log = openLog(join(folder, 'bare'));

  async function make({ turn, syncs }: Order): Promise<Done> {
    const startedAt = sharedMs();
    const [intent, answer, step] = WRITES;
    if (syncs > 0) log.write(intent);
    const at = timestamp();
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${TOKEN}`,
        'x-timestamp': at,
        'x-client-key': CLIENT_ID,
        'x-partner-id': CLIENT_ID,
        'x-external-id': `${Date.now()}${turn}`,
        'x-signature': sign('sha256', Buffer.from(`${CLIENT_ID}|${at}`), key).toString('base64'),
      },
      body: JSON.stringify({
        partnerReferenceNo: `BARE${turn}`,
        merchantId: CLIENT_ID,
        additionalInfo: courierOf(turn),
      }),
      dispatcher: agent,
    });
    await response.json();
    if (syncs > 0) log.write(answer);
    if (syncs > 2) log.write(step);
    await print(ports.printer, slip);
    return { turn, startedAt, steps: {} };
  }

  process.on('message', (order: Order) => {
    make(order).then(
      (done) => process.send?.(done),
      (error: unknown) => {
        throw error;
      },
    );
  });
  process.once('disconnect', () => {
    log.close();
    process.exit(0);
  });
}

process.once('message', (setting: Setting) => {
  begin(setting);
  process.send?.('ready');
});
