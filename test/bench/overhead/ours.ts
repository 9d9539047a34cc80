/** The program itself, as a command or a window runs it: the real action, journal, locks, queue and printing. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateAtmQr } from '../../../main/app/generate-atm-qr.ts';
import { openApp } from '../../../main/app/open-app.ts';
import type { Till } from '../../../main/app/till.ts';
import { createSandboxVault } from '../../../main/vault/memory.ts';
import { courierOf, type Done, type Order, type Setting, sharedMs } from './shapes.ts';
import { watchSteps } from './steps.ts';

async function openTill({ folder, profile, ports }: Setting): Promise<Till> {
  const vault = createSandboxVault();
  const sandbox = { speedcash: null, paycools: { baseUrl: `http://127.0.0.1:${ports.provider}` } };
  const app = openApp({
    place: { env: { QRIS_TERMINAL_HOME: join(folder, 'till') }, platform: process.platform, home: folder },
    openVault: (_scope, stored) => vault.openFor(stored ?? sandbox),
    operator: 'bench',
    hasDisplay: false,
    machineTerminalId: () => 'T-BENCH001',
    onFault: (error) => {
      throw error;
    },
  });
  const path = join(folder, 'profile.json');
  writeFileSync(path, JSON.stringify(profile.file), { mode: 0o600 });
  const provisioned = await app.provision({ path, shred: true });
  const opened = await app.till();
  if (!opened.ok) throw new Error(`no till: ${JSON.stringify([provisioned, opened.outcome])}`);
  return opened.value;
}

async function begin(setting: Setting): Promise<void> {
  const till = await openTill(setting);
  const loaded = await till.providers();
  const http = loaded.ok ? loaded.providers.paycools?.http : undefined;
  if (http === undefined) throw new Error('no provider');
  const watched = setting.steps ? watchSteps(till, http) : null;

  async function make({ turn }: Order): Promise<Done> {
    watched?.begin();
    const startedAt = sharedMs();
    const outcome = await generateAtmQr(till, { ...courierOf(turn), print: true });
    const steps = watched?.take() ?? {};
    if (outcome.outcome !== 'ok' || outcome.data.print?.proof !== 'printed') throw new Error(JSON.stringify(outcome));
    // Whoever asked was told: what a command does when it has written its answer.
    till.journal.told(outcome.operationId ?? '');
    return { turn, startedAt, steps };
  }

  process.on('message', (order: Order) => {
    make(order).then(
      (done) => process.send?.(done),
      (error: unknown) => {
        throw error;
      },
    );
  });
}

process.once('disconnect', () => process.exit(0));
process.once('message', (setting: Setting) => {
  begin(setting).then(
    () => process.send?.('ready'),
    (error: unknown) => {
      throw error;
    },
  );
});
