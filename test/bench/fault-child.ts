/** One contestant sends one job in a process of its own, so that it can neither hang nor break the others. */
import { loadPeer } from './all-peers.ts';
import { sharedClock } from './fault-printers.ts';
import { failure, type Verdict } from './peer.ts';
import { jobLines } from './slip.ts';

export interface Order {
  readonly host: string;
  readonly port: number;
  readonly bytes: number;
}

export interface Report {
  readonly verdict: Verdict;
  /** From the call to the verdict, milliseconds. */
  readonly ms: number;
  /** When it came, on the shared clock. */
  readonly at: number;
}

const peer = await loadPeer(process.argv[2] ?? '');
let start = sharedClock();
let told = false;

/** The first word counts. */
function tell(verdict: Verdict): void {
  if (told) return;
  told = true;
  const at = sharedClock();
  process.send?.({ verdict, ms: at - start, at } satisfies Report);
}

process.on('uncaughtException', (error) => tell({ said: 'error', words: `crash: ${error.message}` }));
process.once('message', (order: Order) => {
  const lines = jobLines(order.bytes);
  start = sharedClock();
  peer.send?.(order.host, order.port, lines).then(tell, (error) => tell(failure(error)));
});
process.send?.('ready');
