/** `ipcMain`: handlers by channel, called with what came over the wire and answering over it. */
import { cloneCodec } from './clone-codec.ts';
import { strict } from './strict.ts';

type Handler = (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown;

const codec = cloneCodec();
const handlers = new Map<string, Handler>();

export const ipcMain = strict('ipcMain', {
  handle(channel, listener) {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    handlers.set(channel, listener);
  },
  removeHandler(channel) {
    handlers.delete(channel);
  },
} satisfies Pick<Electron.IpcMain, 'handle' | 'removeHandler'>);

/** @returns the answer as it goes over the wire; a rejection names the channel, as Electron's does */
export async function invoke(
  channel: string,
  from: Pick<Electron.IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  args: string,
): Promise<{ readonly ok: boolean; readonly value: string }> {
  try {
    const handler = handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    const event = strict('IpcMainInvokeEvent', from) as Electron.IpcMainInvokeEvent;
    return { ok: true, value: codec.encode(await handler(event, ...(codec.decode(args) as unknown[]))) };
  } catch (error) {
    return { ok: false, value: codec.encode(new Error(`Error invoking remote method '${channel}': ${String(error)}`)) };
  }
}
