/** Sets the fuses in a binary and reads them back from it. */
import { FuseState, FuseV1Options, flipFuses, getCurrentFuseWire } from '@electron/fuses';
import { type BuildKind, decideFuses, type FuseName, fuseConfig } from './fuses.ts';

export type FuseWire = Readonly<Record<FuseName, boolean>>;

const NAMES = Object.keys(decideFuses({ e2e: false })) as readonly FuseName[];

/** @returns how the fuses stand in a binary; one that was removed or left open counts as off */
export async function readFuses(binary: string): Promise<FuseWire> {
  const found = await getCurrentFuseWire(binary);
  const states = NAMES.map((name) => [name, found[FuseV1Options[name]] === FuseState.ENABLE] as const);
  return Object.fromEntries(states) as Record<FuseName, boolean>;
}

/**
 * @param binary the executable, or on macOS the `.app` folder
 * @returns the wire as it stands in the binary afterwards
 * @throws when the binary has no fuse wire, has a fuse that nobody decided, or does not hold what was written
 */
export async function setFuses(binary: string, build: BuildKind): Promise<FuseWire> {
  await flipFuses(binary, fuseConfig(build));
  const wire = await readFuses(binary);
  const decided = decideFuses(build);
  const wrong = NAMES.filter((name) => wire[name] !== decided[name].on);
  if (wrong.length > 0) throw new Error(`fuses that do not hold what was decided: ${wrong.join(', ')}`);
  return wire;
}
