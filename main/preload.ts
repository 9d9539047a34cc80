/** All that a page gets of this program: `window.till`, which knows the contract's channels and no others. */
import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';
import type { ChannelNames } from '../shared/define-contract.ts';
import { withinBounds } from '../shared/input-bounds.ts';

/** Written in by the build from the contract, so that its schemas stay in main. */
declare const TILL_CHANNELS: ChannelNames;

const channels = TILL_CHANNELS;

async function request(name: unknown, input: unknown): Promise<unknown> {
  if (typeof name !== 'string' || !channels.requests.includes(name)) throw new Error('no such request');
  // What is too large does not cross: main would call it invalid as well, and says the same of nothing at all.
  return ipcRenderer.invoke(name, withinBounds(input) ? input : null);
}

function on(name: unknown, listener: unknown): () => void {
  if (typeof name !== 'string' || !channels.events.includes(name)) throw new Error('no such event');
  if (typeof listener !== 'function') throw new Error('a listener is a function');
  const heard = (_event: IpcRendererEvent, payload: unknown): void => void listener(payload);
  ipcRenderer.on(name, heard);
  return () => void ipcRenderer.off(name, heard);
}

/** Where a file lies that a person dropped on the window; its content stays where it is. '' for one that lies nowhere. */
function pathOf(file: unknown): string {
  return file instanceof File ? webUtils.getPathForFile(file) : '';
}

contextBridge.exposeInMainWorld('till', { request, on, pathOf });
