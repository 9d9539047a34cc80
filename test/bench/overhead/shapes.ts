/** What the processes of the overhead bench tell each other, and the clock that they share. */

/** Milliseconds on the machine's monotonic clock, the same in every process of this machine. */
export function sharedMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** What provider and printer saw of one QR, on the shared clock. */
export interface Seen {
  /** The request for a QR arrived whole, and its answer was handed to the socket. */
  readonly requestAt: number;
  /** The printer has a connection. */
  readonly connectedAt: number;
  /** The first byte of anything on that connection. */
  readonly firstAt: number;
  /** The slip's own first byte: the ESC @ that begins it. */
  readonly slipAt: number;
}

/** The other side is listening. */
export interface Ports {
  readonly provider: number;
  readonly printer: number;
}

export interface Order {
  readonly turn: number;
  /** For the bare script alone: how often it brings something to the disk on the way. */
  readonly syncs: number;
}

/** `steps`: name → milliseconds of this turn, where steps are measured. */
export interface Done {
  readonly turn: number;
  readonly startedAt: number;
  readonly steps: Readonly<Record<string, number>>;
}

/** What a contestant needs to begin. */
export interface Setting {
  readonly ports: Ports;
  /** On the disk that is meant; empty. */
  readonly folder: string;
  readonly profile: Readonly<Record<string, unknown>>;
  /** What the bare script writes to the printer. */
  readonly slip: Uint8Array;
  /** Whether ours measures its own steps. */
  readonly steps: boolean;
}

export const CLIENT_ID = 'bench-paycools';
export const TOKEN = 'bench-token';
export const TOKEN_PATH = '/v2.0/access-token/b2b';
export const GENERATE_PATH = '/v2.0/cdm/cdm-mpm-generate';

/** Another courier each time: two presses for the same one are one wish. */
export function courierOf(turn: number): { courierNo: string; courierName: string; courierMobile: string } {
  return {
    courierNo: String(100_000 + turn),
    courierName: 'Budi Santoso',
    courierMobile: `0812${String(turn).padStart(8, '0')}`,
  };
}
