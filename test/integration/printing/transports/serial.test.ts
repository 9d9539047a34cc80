/** A printer on a serial line: a pseudo-terminal bridged to the sandbox printer, through the real serial binding. */
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reach } from '../../../../main/printing/reach.ts';
import { TIMING } from '../../../../main/printing/timing.ts';
import { openSerial, serialByteMs } from '../../../../main/printing/transports/serial.ts';
import { type SandboxPrinter, startSandboxPrinter } from '../../../../main/sandbox/printer/start-sandbox-printer.ts';
import { type PtyBridge, startPty } from '../../../support/pty-bridge.ts';
import { eventually, HASTY, printingWith, SLIP, settingsOf } from '../rig.ts';

let printer: SandboxPrinter;
let bridge: PtyBridge | null = null;

beforeEach(async () => {
  printer = await startSandboxPrinter({ paper: 80 });
});
afterEach(async () => {
  await bridge?.close();
  bridge = null;
  await printer.close();
});

const BAUD = 115_200;

async function plugIn(stale = '') {
  bridge = await startPty({ port: printer.port, stale });
  return settingsOf({ kind: 'serial', path: bridge.path, baudRate: BAUD });
}

const LONG = { ...SLIP, parts: Array.from({ length: 60 }, () => SLIP.parts).flat() };
const NOBODY = { onBytes: () => undefined, onPeerEnded: () => undefined, onEnd: () => undefined };

describe.runIf(process.platform === 'linux')('a serial port', () => {
  it('printed: it brought our id back, and it is free for the next job at once', async () => {
    const to = await plugIn();
    const printing = printingWith();
    expect(await printing.status(to)).toEqual({ state: 'ready', paper: 'ok' });
    const results = await Promise.all([1, 2, 3].map(() => printing.print(SLIP, to)));
    expect(results).toEqual([1, 2, 3].map(() => ({ kind: 'done', proof: 'printed' })));
    expect(printer.slips().map((slip) => slip.text)).toEqual([1, 2, 3].map(() => printer.slips()[0]?.text));
  });

  it('accepted: only GS r is answered', async () => {
    const to = await plugIn();
    printer.control.set({ completion: 'in-order' });
    expect(await printingWith(HASTY).print(SLIP, to)).toEqual({ kind: 'done', proof: 'accepted' });
  });

  it('written: a printer that never answers', async () => {
    const to = await plugIn();
    printer.control.set({ mute: true });
    expect(await printingWith(HASTY).print(SLIP, to)).toEqual({ kind: 'done', proof: 'written' });
    await eventually(() => printer.slips().length === 1);
  });

  it('no paper: not printed, and none of the job was sent', async () => {
    const to = await plugIn();
    printer.control.set({ paperOut: true });
    expect(await printingWith().print(SLIP, to)).toMatchObject({ kind: 'not-printed', trouble: 'paper-out' });
    expect([...printer.control.received()]).toEqual([16, 4, 1, 16, 4, 2, 16, 4, 3, 16, 4, 4]);
  });

  it('the paper ends in the middle: possibly printed', async () => {
    const to = await plugIn();
    printer.control.set({ paperOutAfterLines: 10 });
    expect(await printingWith().print(SLIP, to)).toMatchObject({ kind: 'possibly-printed', trouble: 'paper-out' });
  });

  it('answers that lay there before are not taken for ours', async () => {
    const to = await plugIn('1e1e1e1e');
    expect(await printingWith().print(SLIP, to)).toEqual({ kind: 'done', proof: 'printed' });
  });

  it('a device that stops taking: possibly printed at the deadline, and let go for the next', async () => {
    bridge = await startPty({ port: 0 });
    const to = settingsOf({ kind: 'serial', path: bridge.path, baudRate: 4_000_000 });
    const printing = printingWith(HASTY);
    for (const _again of [1, 2]) {
      expect(await printing.print(LONG, to)).toMatchObject({ kind: 'possibly-printed', trouble: 'no-answer' });
    }
  });

  it('unplugged while it prints: the connection is lost', async () => {
    const to = await plugIn();
    printer.control.set({ bytesPerSecond: 500 });
    const printing = printingWith().print(LONG, to);
    await eventually(() => printer.control.received().length > 100);
    await bridge?.close();
    expect(await printing).toMatchObject({ kind: 'possibly-printed', trouble: 'connection-lost' });
  });

  it('one at a time: a second program is told that it is busy', async () => {
    const to = await plugIn();
    if (to.transport.kind !== 'serial') throw new Error('not serial');
    const address = { path: to.transport.path, baudRate: BAUD, connectMs: 1_000 };
    const first = await openSerial(address)(NOBODY);
    expect(first.ok).toBe(true);
    expect(await openSerial(address)(NOBODY)).toEqual({ ok: false, detail: 'EBUSY' });
    if (first.ok) first.connection.drop();
  });

  it.each([
    ['nothing', '/dev/tty-none', 'ENOENT'],
    ['what is no terminal', '/dev/null', 'ENOTTY'],
    ['a folder', tmpdir(), /./],
  ])('%s is no printer', async (_name, path, detail) => {
    const result = await printingWith().print(SLIP, settingsOf({ kind: 'serial', path, baudRate: BAUD }));
    const said = typeof detail === 'string' ? detail : expect.stringMatching(detail);
    expect(result).toEqual({ kind: 'not-printed', trouble: 'unreachable', detail: said });
  });
});

it('the time that a job may take follows the speed of its line', async () => {
  expect(serialByteMs(9_600)).toBeCloseTo(1.0417, 3);
  const way = await reach({ kind: 'serial', path: '/dev/ttyUSB0', baudRate: 9_600 }, TIMING, {});
  expect(way).toMatchObject({ kind: 'two-way', address: 'device /dev/ttyUSB0' });
  if (way.kind === 'two-way') expect(way.timing.perByteMs).toBeCloseTo(1.0417, 3);
});
