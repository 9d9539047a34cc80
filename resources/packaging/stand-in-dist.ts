/** A folder that stands for Electron's own where its binary cannot be fetched: enough to lay an app out around, not to run. */
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const OPENING = "#!/bin/sh\n# A stand-in for Electron's binary.\n";

/** What @electron/fuses looks for in a binary; version, length and one character a fuse follow it. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** Electron 45's nine fuses as it ships them: run as Node, NODE_OPTIONS, inspect, file:// and the WebAssembly traps on. */
export const SHIPPED_WIRE = '101100011';

/** @param wire one character a fuse, `0` off and `1` on; null for a binary without a fuse wire */
export function standInBinary(wire: string | null): Buffer {
  const says = `echo "This is a stand-in for Electron's binary; it runs nothing." >&2\nexit 1\n`;
  const fuses = wire === null ? [] : [Buffer.from(SENTINEL), Buffer.from([1, wire.length]), Buffer.from(wire)];
  return Buffer.concat([Buffer.from(OPENING + says), ...fuses]);
}

/** @returns whether this file came from here */
export async function isStandIn(binary: string): Promise<boolean> {
  if (binary.endsWith('.app')) return false; // stands in for Linux alone
  await using file = await open(binary);
  const { buffer } = await file.read(Buffer.alloc(OPENING.length), 0, OPENING.length, 0);
  return buffer.toString('utf8') === OPENING;
}

/**
 * @param folder a new folder, laid out as Electron's for Linux
 * @param version the Electron it stands for, as in its `version` file
 */
export async function makeStandInDist(folder: string, version: string): Promise<void> {
  await mkdir(join(folder, 'locales'), { recursive: true });
  await mkdir(join(folder, 'resources'));
  const license = "A stand-in; Electron's own licences come with its binary.\n";
  await Promise.all([
    writeFile(join(folder, 'electron'), standInBinary(SHIPPED_WIRE), { mode: 0o755 }),
    writeFile(join(folder, 'version'), version),
    writeFile(join(folder, 'LICENSE'), license),
    writeFile(join(folder, 'LICENSES.chromium.html'), license),
    writeFile(join(folder, 'locales', 'en-US.pak'), ''),
    writeFile(join(folder, 'locales', 'id.pak'), ''),
    writeFile(join(folder, 'locales', 'fr.pak'), ''),
  ]);
}
