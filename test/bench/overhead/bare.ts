/** The least that brings a QR to a printer: signs, fetches, writes a slip that was made beforehand. Keeps nothing, proves nothing. */
import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Agent, fetch } from 'undici';
import { CLIENT_ID, courierOf, type Done, GENERATE_PATH, type Order, type Setting, sharedMs, TOKEN } from './shapes.ts';

/** As much as a write of the journal brings to the disk. */
const PAGES = Buffer.alloc(12_288, 1);

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
  const file = openSync(join(folder, 'bare'), 'a', 0o600);
  const sync = (): void => {
    writeSync(file, PAGES);
    fdatasyncSync(file);
  };

  async function make({ turn, syncs }: Order): Promise<Done> {
    const startedAt = sharedMs();
    if (syncs > 0) sync();
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
    for (let more = 1; more < syncs; more += 1) sync();
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
    closeSync(file);
    process.exit(0);
  });
}

process.once('message', (setting: Setting) => {
  begin(setting);
  process.send?.('ready');
});
