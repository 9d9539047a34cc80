/** What kind of printer the sandbox printer is: its make, its buffers, its network part. Faults come and go; this stays. */

/**
 * `full` understands all that is drawn here. `clone` answers neither GS ( H nor GS I nor GS ( k fn 82, draws QRs of up
 * to 255 bytes, knows no DLE DC4 fn 8 and begins in its two-byte character mode (FS . leaves it). `clone-no-qr` is a
 * clone that knows no `GS (` at all: it drops those two bytes and prints what follows as text.
 */
export type Dialect = 'full' | 'clone' | 'clone-no-qr';
export const DIALECTS: readonly Dialect[] = ['full', 'clone', 'clone-no-qr'];

/** `one`: a second connection is reset; `board`: a fourth, as on Epson's Ethernet boards; `many`: none. One prints. */
export type Connections = 'one' | 'board' | 'many';
export const CONNECTIONS: readonly Connections[] = ['one', 'board', 'many'];

export const CONNECTION_LIMIT: Readonly<Record<Connections, number>> = { one: 1, board: 3, many: Infinity };

export interface PrinterSetup {
  /** What GS I 67 tells. */
  readonly model: string;
  readonly dialect: Dialect;
  readonly connections: Connections;
  /** Connections that wait for another's job have their status questions answered; false: they are not read. */
  readonly waitingAnswers: boolean;
  /** A connection whose host sends nothing for so long is closed; null: never. */
  readonly idleMs: number | null;
  /** The receive buffer; a host that sends more is held back. A longer command is taken whole. */
  readonly bufferBytes: number;
  /** What the network part takes beyond the buffer: real-time commands are obeyed there, too. */
  readonly networkBytes: number;
  /** A command that one connection left unfinished is finished by the next one's bytes, as behind a serial bridge. */
  readonly parserSurvives: boolean;
  /** How long a hot head takes to cool down; null: until it is told to. */
  readonly coolMs: number | null;
}

export const STANDARD_SETUP: PrinterSetup = {
  model: 'SANDBOX-80',
  dialect: 'full',
  connections: 'many',
  waitingAnswers: true,
  idleMs: null,
  bufferBytes: 4096,
  networkBytes: 256,
  parserSurvives: false,
  coolMs: 3000,
};
