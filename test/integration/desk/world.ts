/** A window's till on a sandbox of its own, and what the window was told; closed when the test is over. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Desk, type DeskOptions, openDesk } from '../../../main/desk/open-desk.ts';
import { settingsFile } from '../../../main/desk/settings.ts';
import type { Snapshot } from '../../../main/desk/state.ts';
import { openSandboxApp, type SandboxApp, type SandboxAppOptions } from '../../../main/sandbox/open-sandbox-app.ts';
import type { CallProgress } from '../../../main/snap/call.ts';

export interface TestDesk {
  readonly desk: Desk;
  readonly world: SandboxApp;
  /** Every snapshot, oldest first. */
  readonly told: readonly Snapshot[];
}

/**
 * @param before what is done to the sandbox and the till before the window is there
 * @param around what is other than usual around the desk: what a person answers to a dialog, the real till
 */
export async function openTestDesk(
  options: Partial<SandboxAppOptions> & { readonly asReal?: true } = {},
  before: (world: SandboxApp) => void | Promise<void> = () => undefined,
  around: Partial<DeskOptions> = {},
): Promise<TestDesk> {
  const folder = await mkdtemp(join(tmpdir(), 'qris-desk-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const told: Snapshot[] = [];
  let world: SandboxApp | undefined;
  const start = async (onProgress: (progress: CallProgress) => void) => {
    const opened = await openSandboxApp({
      operator: 'penguji',
      hasDisplay: true,
      machineTerminalId: () => 'T-TEST0001',
      onProgress,
      ...options,
    });
    await opened.provision();
    await before(opened);
    world = opened;
    return { app: opened.app, sandbox: options.asReal !== true, close: () => opened.close() };
  };
  const desk = await openDesk({
    version: '0',
    operator: 'penguji',
    language: 'id',
    theme: () => 'light',
    open: start,
    openReal: start,
    openSandbox: start,
    chooseProfile: () => Promise.resolve(null),
    chooseSave: () => Promise.resolve(null),
    settings: settingsFile(join(folder, 'settings.json')),
    onBug: (error) => {
      throw error;
    },
    emit: (name, payload) => {
      if (name === 'state.changed' && 'slips' in payload) told.push(payload);
    },
    ...around,
  });
  onTestFinished(() => desk.beforeQuit());
  if (world === undefined) throw new Error('nothing was opened');
  return { desk, world, told };
}
