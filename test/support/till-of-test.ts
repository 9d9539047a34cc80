/** A till on a sandbox that a spec opens and need not close. */
import { onTestFinished } from 'vitest';
import { openSandboxTill, type SandboxTill } from './sandbox-till.ts';

/** The till of `openSandboxTill`, closed when the spec is over, however it ended. */
export async function tillOfTest(options: Parameters<typeof openSandboxTill>[0] = {}): Promise<SandboxTill> {
  const world = await openSandboxTill(options);
  onTestFinished(() => world.close());
  return world;
}
