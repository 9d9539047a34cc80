/** The faults by name: what each one does to a connection or to an answer. Their order is that of docs/faults.md. */
import { ANSWER_FAULTS } from './faults-answers.ts';
import { BROKEN_FAULTS } from './faults-broken.ts';
import { LINE_FAULTS } from './faults-line.ts';
import { STATUS_FAULTS } from './faults-status.ts';
import type { Service, Trouble } from './faulty-server.ts';

export interface Fault extends Trouble {
  readonly title: string;
  /** Where the profile points instead of at the server that serves; with it nothing else happens. */
  readonly address?: 'closed-port' | 'closed-on-localhost' | 'no-such-name' | 'behind-a-proxy';
  /** What a proxy of the profile answers, for an address that only it knows; null: nobody listens there. */
  readonly proxy?: string | null;
  /** How long the client waits for an answer, milliseconds; only where it must run out. */
  readonly timeoutMs?: number;
  /** What the server does, as the call begins, to the connection over which the token came, if it is still there. */
  readonly tokenConnection?: 'dropped' | 'haunted';
  /** Only these services can meet it. */
  readonly only?: readonly Service[];
}

export interface FaultGroup {
  readonly title: string;
  readonly faults: readonly Fault[];
}

export const GROUPS: readonly FaultGroup[] = [
  { title: 'No connection', faults: LINE_FAULTS },
  { title: 'The connection breaks, or nothing comes', faults: BROKEN_FAULTS },
  { title: 'An answer comes that is none', faults: ANSWER_FAULTS },
  { title: 'Status lines, redirects and refusals', faults: STATUS_FAULTS },
];
