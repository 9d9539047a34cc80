/** The state a sandbox printer is put in, and the status bytes that tell of it (Epson's command reference). */

export interface PrinterFaults {
  readonly paperOut: boolean;
  /** The paper ends when so many more bytes or lines were printed; null: never. */
  readonly paperOutAfterBytes: number | null;
  readonly paperOutAfterLines: number | null;
  readonly nearEnd: boolean;
  readonly coverOpen: boolean;
  readonly error: boolean;
  /** Prints, and never answers anything. */
  readonly mute: boolean;
  /** What it answers about completion: GS ( H and GS r, GS r alone, or neither. */
  readonly completion: 'printed' | 'in-order' | 'none';
  /** How fast it takes bytes from its buffer of 4 kB; null: at once. */
  readonly bytesPerSecond: number | null;
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
  mute: false,
  completion: 'printed',
  bytesPerSecond: null,
  stalled: false,
  resetAfterBytes: null,
  holdsOpen: false,
  automaticStatus: false,
};

/** Whether it stops printing and waits for a person. */
export function isStopped(faults: PrinterFaults): boolean {
  return faults.paperOut || faults.coverOpen || faults.error;
}

function bit(on: boolean, mask: number): number {
  return on ? mask : 0;
}

/** The answer to DLE EOT n, for n from 1 to 4. */
export function realtimeStatus(faults: PrinterFaults, question: number): number {
  switch (question) {
    case 1:
      return 0x12 | bit(isStopped(faults), 0x08);
    case 2:
      return 0x12 | bit(faults.coverOpen, 0x04) | bit(faults.paperOut, 0x20) | bit(faults.error, 0x40);
    case 3:
      return 0x12 | bit(faults.error, 0x20);
    default:
      return 0x12 | bit(faults.nearEnd || faults.paperOut, 0x0c) | bit(faults.paperOut, 0x60);
  }
}

/** The answer to GS r 1. */
export function sensorStatus(faults: PrinterFaults): number {
  return bit(faults.nearEnd || faults.paperOut, 0x03) | bit(faults.paperOut, 0x0c);
}

/** Automatic status, four bytes. */
export function automaticStatus(faults: PrinterFaults): Uint8Array {
  return Uint8Array.of(
    0x10 | bit(isStopped(faults), 0x08) | bit(faults.coverOpen, 0x20),
    bit(faults.error, 0x20),
    sensorStatus(faults),
    0x0f,
  );
}
