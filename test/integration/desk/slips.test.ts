/** What the window is told of slips while they wait, print and come out, on the sandbox's printers. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Till } from '../../../main/app/till.ts';
import { type Desk, openDesk } from '../../../main/desk/open-desk.ts';
import { settingsFile } from '../../../main/desk/settings.ts';
import type { Snapshot } from '../../../main/desk/state.ts';
import { openSandboxApp } from '../../../main/sandbox/open-sandbox-app.ts';
import { type SandboxPrinter, startSandboxPrinter } from '../../../main/sandbox/printer/start-sandbox-printer.ts';
import { BUDI } from '../../support/sandbox-till.ts';

interface Opened {
  readonly desk: Desk;
  readonly printer: SandboxPrinter;
  readonly told: readonly Snapshot[];
}

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** The sandbox's printer, `kasir`, with `gudang` as its substitute where one is given. */
function withSubstitute(profile: Readonly<Record<string, unknown>>, other: SandboxPrinter): unknown {
  const printers = (Array.isArray(profile.printers) ? profile.printers : []) as readonly object[];
  const gudang = { name: 'gudang', transport: { kind: 'tcp', host: other.host, port: other.port }, paper: 80 };
  return { ...profile, printers: [...printers.map((one) => ({ ...one, substitute: 'gudang' })), gudang] };
}

/** @param before what an earlier run of the program left in the journal */
async function open(other?: SandboxPrinter, before?: (till: Till) => void): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), 'qris-desk-'));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  const told: Snapshot[] = [];
  let printer: SandboxPrinter | undefined;
  const start = async (onProgress: Parameters<Parameters<typeof openDesk>[0]['open']>[0]) => {
    const world = await openSandboxApp({
      operator: 'penguji',
      hasDisplay: true,
      machineTerminalId: () => 'T-TEST0001',
      onProgress,
      ...(other === undefined ? {} : { adapt: (profile) => withSubstitute(profile, other) }),
    });
    await world.provision();
    const till = await world.app.till();
    if (till.ok) before?.(till.value);
    printer = world.sandbox.printer;
    return { app: world.app, sandbox: true, close: () => world.close() };
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
    settings: settingsFile(join(folder, 'settings.json')),
    onBug: (error) => {
      throw error;
    },
    emit: (name, payload) => {
      if (name === 'state.changed' && 'slips' in payload) told.push(payload);
    },
  });
  closers.push(() => desk.beforeQuit());
  if (printer === undefined) throw new Error('nothing was opened');
  return { desk, printer, told };
}

/** What was told of a job's state, one after another. */
function statesOf(told: readonly Snapshot[], jobId: string): readonly string[] {
  const states = told.flatMap(({ slips }) => slips.filter((slip) => slip.jobId === jobId).map(({ state }) => state));
  return states.filter((state, index) => state !== states[index - 1]);
}

async function makeSlip({ desk }: Opened): Promise<string> {
  const made = await desk.actions['qr.generate']({ ...BUDI, print: true });
  if (made.outcome !== 'ok' || made.data.print === undefined) throw new Error(made.words.en);
  return made.data.print.jobId;
}

describe('a slip', () => {
  it('is told of while it waits, while it prints and when it is out, without a press', async () => {
    const opened = await open();
    opened.printer.control.set({ paperOut: true });
    const jobId = await makeSlip(opened);
    const last = () => opened.told.at(-1)?.slips[0];
    await expect.poll(last).toMatchObject({ jobId, state: 'paused', printedOn: null, outs: 0 });
    // Slow enough to be seen while it prints.
    opened.printer.control.set({ paperOut: false, bytesPerSecond: 1_500 });
    await expect.poll(() => statesOf(opened.told, jobId).at(-1), { timeout: 20_000 }).toBe('done');
    const states = statesOf(opened.told, jobId);
    expect(states.slice(states.indexOf('paused'))).toEqual(['paused', 'printing', 'done']);
    expect(opened.told.at(-1)?.slips[0]).toMatchObject({ proof: 'printed', printedOn: 'kasir', outs: 1 });
  });

  it('that a dead process was printing is a person’s to decide about, without a press', async () => {
    const opened = await open(undefined, (till) => {
      const slip = { title: 'x', parts: [{ kind: 'rule' as const }] };
      const job = { operationId: null, reference: 'R-1', printer: 'kasir', kind: 'slip', copy: 0, slip } as const;
      till.journal.stepPrint(till.journal.beginPrint(job), { state: 'printing', on: 'kasir' });
    });
    const last = () => opened.told.at(-1)?.slips[0];
    await expect.poll(last).toMatchObject({ state: 'possibly-printed', reason: 'program-ended' });
    expect(opened.printer.slips()).toEqual([]);
  });

  it('that its substitute printed is told with the printer that it came out of', async () => {
    const other = await startSandboxPrinter({ paper: 80 });
    closers.push(() => other.close());
    const opened = await open(other);
    opened.printer.control.set({ coverOpen: true });
    const jobId = await makeSlip(opened);
    const slip = { jobId, printer: 'kasir', printedOn: 'gudang', state: 'done', proof: 'printed' };
    await expect.poll(() => opened.told.at(-1)?.slips[0]).toMatchObject(slip);
    const operations = await opened.desk.actions['operations.list']({ limit: 1 });
    if (operations.outcome !== 'ok') throw new Error(operations.words.en);
    const id = operations.data.operations[0]?.id ?? '';
    expect(await opened.desk.actions['operations.detail']({ id })).toMatchObject({
      data: { prints: [{ printedOn: 'gudang' }] },
    });
  });
});
