/** Who takes part, ours first. */
import type { Peer } from './peer.ts';

/** Modules in peers/. */
export const PEER_NAMES = [
  'ours',
  'node-thermal-printer',
  'node-escpos',
  'escpos',
  'receipt-printer-encoder',
  'receiptline',
  'receiptio',
] as const;
export type PeerName = (typeof PEER_NAMES)[number];

export async function loadPeer(name: string): Promise<Peer> {
  const { peer } = (await import(`./peers/${name}.ts`)) as { readonly peer: Peer };
  return peer;
}
