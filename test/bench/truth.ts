/** Whether the QR of each contestant's slip comes out of the printer, and says what it should. */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandboxPrinter } from '../../main/sandbox/printer/start-sandbox-printer.ts';
import { readQrs } from '../integration/printing/rig.ts';
import type { Peer } from './peer.ts';
import { benchSlip } from './slip.ts';

/** `none`: no QR on the paper; `wrong`: one that says something else; `refused`: the library threw. */
export type Read = 'right' | 'none' | 'wrong' | 'refused';

export interface TruthRow {
  readonly name: string;
  /** By mode and content; null: it has no such mode. */
  readonly native: readonly Outcome[] | null;
  readonly raster: readonly Outcome[] | null;
}

export interface Outcome {
  readonly read: Read;
  readonly found: string;
}

/** Sends bytes as they are and gives what came out of the head. */
async function onPaper(bytes: Uint8Array): Promise<readonly Uint8Array[]> {
  const printer = await startSandboxPrinter({ paper: 80 });
  await new Promise<void>((resolve, reject) => {
    const socket = connect(printer.port, printer.host, () => socket.end(bytes));
    socket.on('close', () => resolve());
    socket.on('error', reject);
    socket.resume();
  });
  await sleep(0);
  // For those that do not cut.
  printer.control.tear();
  const pictures = printer.slips().map(({ png }) => png);
  await printer.close();
  return pictures;
}

async function outcome(encode: NonNullable<Peer['native']>, content: string): Promise<Outcome> {
  let bytes: Uint8Array;
  try {
    bytes = await encode(await benchSlip(content));
  } catch (error) {
    return { read: 'refused', found: String(error) };
  }
  const found = (await Promise.all((await onPaper(bytes)).map(readQrs))).flat();
  const text = found.map((one) => Buffer.from(one.bytes).toString('utf8')).join(' ');
  if (found.length === 0) return { read: 'none', found: '' };
  return { read: text === content ? 'right' : 'wrong', found: text };
}

async function each(encode: Peer['native'], contents: readonly string[]): Promise<readonly Outcome[] | null> {
  if (encode === undefined) return null;
  const outcomes: Outcome[] = [];
  for (const content of contents) outcomes.push(await outcome(encode, content));
  return outcomes;
}

/** @param contents what the QR of the slip shall say, one slip for each */
export async function truthTable(peers: readonly Peer[], contents: readonly string[]): Promise<readonly TruthRow[]> {
  const rows: TruthRow[] = [];
  for (const peer of peers) {
    if (peer.native === undefined && peer.raster === undefined) continue;
    const name = `${peer.name} ${peer.version}`.trim();
    rows.push({ name, native: await each(peer.native, contents), raster: await each(peer.raster, contents) });
  }
  return rows;
}
