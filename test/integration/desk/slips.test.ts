/** What the window is told of slips while they wait, print and come out, on the sandbox's printers. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Till } from '../../../main/app/till.ts';
import type { Snapshot } from '../../../main/desk/state.ts';
import { type SandboxPrinter, startSandboxPrinter } from '../../../main/sandbox/printer/start-sandbox-printer.ts';
import { BUDI } from '../../support/sandbox-till.ts';
import { openTestDesk, type TestDesk } from './world.ts';

type Profile = Readonly<Record<string, unknown>>;

/** The sandbox's printer, `kasir`, with `gudang` as its substitute where one is given. */
function withSubstitute(profile: Profile, other: SandboxPrinter): unknown {
  const printers = (Array.isArray(profile.printers) ? profile.printers : []) as readonly object[];
  const gudang = { name: 'gudang', transport: { kind: 'tcp', host: other.host, port: other.port }, paper: 80 };
  return { ...profile, printers: [...printers.map((one) => ({ ...one, substitute: 'gudang' })), gudang] };
}

interface Opened extends TestDesk {
  readonly printer: SandboxPrinter;
}

/** @param before what an earlier run of the program left in the journal */
async function open(other?: SandboxPrinter, before?: (till: Till) => void): Promise<Opened> {
  const adapt = other === undefined ? {} : { adapt: (profile: Profile) => withSubstitute(profile, other) };
  const opened = await openTestDesk(adapt, async ({ app }) => {
    const till = await app.till();
    if (till.ok) before?.(till.value);
  });
  return { ...opened, printer: opened.world.sandbox.printer };
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
    onTestFinished(() => other.close());
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
