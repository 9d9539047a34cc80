/** What holds of a printer behind any device that is read and written: one set of specs for every such transport. */
import { expect, it } from 'vitest';
import type { SandboxPrinter } from '../../../../main/sandbox/printer/start-sandbox-printer.ts';
import type { PrinterSettings } from '../../../../shared/printing.ts';
import { eventually, HASTY, printingWith, SLIP } from '../rig.ts';

export interface DeviceUnderTest {
  readonly printer: () => SandboxPrinter;
  /** @param stale what lies in the device before anybody opens it, in hex */
  readonly plugIn: (stale?: string) => Promise<PrinterSettings>;
}

/** Call it inside a `describe`. */
export function specsOfADevice({ printer, plugIn }: DeviceUnderTest): void {
  it('printed: it brought our id back, and it is free for the next job at once', async () => {
    const to = await plugIn();
    const printing = printingWith();
    expect(await printing.status(to)).toEqual({ state: 'ready', paper: 'ok' });
    const results = await Promise.all([1, 2].map(() => printing.print(SLIP, to)));
    expect(results).toEqual([1, 2].map(() => ({ kind: 'done', proof: 'printed' })));
    const slips = printer().slips();
    expect(slips.map((slip) => slip.text)).toEqual([1, 2].map(() => slips[0]?.text));
  });

  it('accepted: only GS r is answered', async () => {
    const to = await plugIn();
    printer().control.set({ completion: 'in-order' });
    expect(await printingWith(HASTY).print(SLIP, to)).toEqual({ kind: 'done', proof: 'accepted' });
  });

  it.each([
    ['answers status alone', { completion: 'none' }],
    ['never answers', { mute: true }],
  ] as const)('written: a printer that %s', async (_name, faults) => {
    const to = await plugIn();
    printer().control.set(faults);
    expect(await printingWith(HASTY).print(SLIP, to)).toEqual({ kind: 'done', proof: 'written' });
    await eventually(() => printer().slips().length === 1);
  });

  it('no paper: not printed, and none of the job was sent', async () => {
    const to = await plugIn();
    printer().control.set({ paperOut: true });
    expect(await printingWith().print(SLIP, to)).toMatchObject({ kind: 'not-printed', trouble: 'paper-out' });
    expect([...printer().control.received()]).toEqual([16, 4, 1, 16, 4, 2, 16, 4, 3, 16, 4, 4]);
  });

  it('the paper ends in the middle: possibly printed', async () => {
    const to = await plugIn();
    printer().control.set({ paperOutAfterLines: 10 });
    expect(await printingWith().print(SLIP, to)).toMatchObject({ kind: 'possibly-printed', trouble: 'paper-out' });
  });

  it('answers that lay there before are not taken for ours', async () => {
    // 12h: well; 1Eh: offline, so that believing it would show.
    const to = await plugIn('1e1e1e1e');
    expect(await printingWith().print(SLIP, to)).toEqual({ kind: 'done', proof: 'printed' });
  });
}
