/** The state a sandbox printer is put in, and the status bytes that tell of it (Epson's command reference). */

export interface PrinterFaults {
  readonly paperOut: boolean;
  /** The paper ends when so many more bytes or lines were printed; null: never. */
  readonly paperOutAfterBytes: number | null;
  readonly paperOutAfterLines: number | null;
  readonly nearEnd: boolean;
  readonly coverOpen: boolean;
  /** Unrecoverable: only switching it off and on ends it. */
  readonly error: boolean;
  /** The cutter is jammed: DLE ENQ 1 or 2, DLE DC4 fn 8, or switching it off and on ends it. */
  readonly cutterError: boolean;
  /** The head is too hot; it recovers by itself after the setup's `coolMs`. */
  readonly overheated: boolean;
  /** Switched offline at the printer. */
  readonly offline: boolean;
  /** Somebody holds the feed button, which takes it offline. */
  readonly feedButton: boolean;
  /** The drawer's sensor (connector pin 3) is high. A pulse opens the drawer; a person closes it. */
  readonly drawerOpen: boolean;
  readonly poweredOff: boolean;
  /** Prints, and never answers anything. */
  readonly mute: boolean;
  /** What it answers about completion: GS ( H and GS r, GS r alone, or neither. */
  readonly completion: 'printed' | 'in-order' | 'none';
  /** How fast it takes bytes from its buffer; null: at once. */
  readonly bytesPerSecond: number | null;
  /** How fast the paper moves; what comes after is done when it has moved. Null: at once. */
  readonly millimetresPerSecond: number | null;
  /** Every answer and automatic status leaves so much later. */
  readonly answerDelayMs: number;
  /** Every answer leaves byte by byte, a few milliseconds apart. */
  readonly fragmentAnswers: boolean;
  /** Takes nothing more from the network. */
  readonly stalled: boolean;
  /** Resets a connection when it has received so many bytes; null: never. */
  readonly resetAfterBytes: number | null;
  /** Never closes its side of a connection. */
  readonly holdsOpen: boolean;
  /** Sends automatic status on every new connection, as Epson's Ethernet boards do after power-up. */
  readonly automaticStatus: boolean;
}

export const NO_FAULTS: PrinterFaults = {
  paperOut: false,
  paperOutAfterBytes: null,
  paperOutAfterLines: null,
  nearEnd: false,
  coverOpen: false,
  error: false,
  cutterError: false,
  overheated: false,
  offline: false,
  feedButton: false,
  drawerOpen: false,
  poweredOff: false,
  mute: false,
  completion: 'printed',
  bytesPerSecond: null,
  millimetresPerSecond: null,
  answerDelayMs: 0,
  fragmentAnswers: false,
  stalled: false,
  resetAfterBytes: null,
  holdsOpen: false,
  automaticStatus: false,
};

/** An error in the reference's sense: not paper, not the cover. */
export function hasError(faults: PrinterFaults): boolean {
  return faults.error || faults.cutterError || faults.overheated;
}

/** Whether it is offline: stops printing and waits for a person, for cooler days, or for an order to go on. */
export function isStopped(faults: PrinterFaults): boolean {
  return (
    faults.paperOut || faults.coverOpen || faults.offline || faults.feedButton || faults.poweredOff || hasError(faults)
  );
}

function bit(on: boolean, mask: number): number {
  return on ? mask : 0;
}

/** The answer to DLE EOT n, for n from 1 to 4. */
export function realtimeStatus(faults: PrinterFaults, question: number): number {
  const { coverOpen, feedButton, paperOut } = faults;
  switch (question) {
    case 1:
      return 0x12 | bit(faults.drawerOpen, 0x04) | bit(isStopped(faults), 0x08) | bit(feedButton, 0x40);
    case 2:
      return 0x12 | bit(coverOpen, 0x04) | bit(feedButton, 0x08) | bit(paperOut, 0x20) | bit(hasError(faults), 0x40);
    case 3:
      return 0x12 | bit(faults.cutterError, 0x08) | bit(faults.error, 0x20) | bit(faults.overheated, 0x40);
    default:
      return 0x12 | bit(faults.nearEnd || paperOut, 0x0c) | bit(paperOut, 0x60);
  }
}

/** The answer to GS r 1 and ESC v. */
export function sensorStatus(faults: PrinterFaults): number {
  return bit(faults.nearEnd || faults.paperOut, 0x03) | bit(faults.paperOut, 0x0c);
}

/** The answer to GS r 2 and ESC u. */
export function drawerStatus(faults: PrinterFaults): number {
  return bit(faults.drawerOpen, 0x01);
}

/** Automatic status, four bytes. */
export function automaticStatus(faults: PrinterFaults): Uint8Array {
  const { coverOpen, drawerOpen, feedButton } = faults;
  return Uint8Array.of(
    0x10 | bit(drawerOpen, 0x04) | bit(isStopped(faults), 0x08) | bit(coverOpen, 0x20) | bit(feedButton, 0x40),
    bit(faults.cutterError, 0x08) | bit(faults.error, 0x20) | bit(faults.overheated, 0x40),
    sensorStatus(faults),
    0x0f,
  );
}

/** Which of the groups that GS a n selects differ: bit 0 drawer, 1 online, 2 error, 3 paper, 6 feed button. */
export function changedGroups(before: PrinterFaults, after: PrinterFaults): number {
  const [one = 0, two = 0, three = 0] = automaticStatus(before).map(
    (byte, index) => byte ^ (automaticStatus(after)[index] ?? 0),
  );
  return (
    bit((one & 0x04) !== 0, 0x01) |
    bit((one & 0x28) !== 0, 0x02) |
    bit(two !== 0, 0x04) |
    bit(three !== 0, 0x08) |
    bit((one & 0x40) !== 0, 0x40)
  );
}
