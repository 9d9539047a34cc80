/** A till on a sandbox of its own, for tests: short waits, throw-away folder, everything closed at the end. */
import type { Till } from '../../main/app/till.ts';
import { openSandboxApp, type SandboxApp, type SandboxAppOptions } from '../../main/sandbox/open-sandbox-app.ts';

export interface SandboxTill extends SandboxApp {
  readonly till: Till;
}

export async function openSandboxTill(options: Partial<SandboxAppOptions> = {}): Promise<SandboxTill> {
  const world = await openSandboxApp({
    operator: 'penguji',
    hasDisplay: false,
    machineTerminalId: () => 'T-TEST0001',
    // What hangs in a test hangs for this long.
    http: { timeoutMs: 400 },
    ...options,
  });
  const provisioned = await world.provision();
  const opened = await world.app.till();
  if (provisioned.outcome !== 'ok' || !opened.ok) {
    await world.close();
    throw new Error(`no till: ${JSON.stringify(opened.ok ? provisioned : opened.outcome)}`);
  }
  return { ...world, till: opened.value };
}

export const BUDI = { courierNo: '123456', courierName: 'Budi Santoso', courierMobile: '081200000345' } as const;
