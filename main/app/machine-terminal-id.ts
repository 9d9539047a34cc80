/** The terminal id that a machine gives itself: the same on every start, telling nothing about the machine. */
import { createHash } from 'node:crypto';
import nodeMachineId from 'node-machine-id';
import { underChildEnv } from '../child-env.ts';

// Crockford's base 32: no I, L, O or U, so that it can be read aloud.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `T-` and 8 characters from the hash of the machine's own id; null where the machine has none. */
export function machineTerminalId(
  readMachineId: () => string = () => underChildEnv(() => nodeMachineId.machineIdSync(true)),
): string | null {
  let machineId: string;
  try {
    machineId = readMachineId().trim();
  } catch {
    // The library throws where it cannot run the system's command; then the id has to be given.
    return null;
  }
  if (machineId === '') return null;
  const hash = createHash('sha256').update(`qris-terminal|${machineId}`).digest();
  const letters = [...hash.subarray(0, 8)].map((byte) => ALPHABET[byte % 32]);
  return `T-${letters.join('')}`;
}
