/** One print from the outside: when the job begins to leave, who may write, what is asked, and what follows a failure. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SandboxPrinter, startSandboxPrinter } from '../../../main/sandbox/printer/start-sandbox-printer.ts';
import { HASTY, printingWith, SLIP, settings, settingsOf } from './rig.ts';

let printer: SandboxPrinter;

beforeEach(async () => {
  printer = await startSandboxPrinter({ paper: 80 });
});
afterEach(() => printer.close());

describe('onSend', () => {
  const INIT = '\x1b@';

  it('is called once, when the printer was asked and nothing of the job has left', async () => {
    const received: string[] = [];
    const onSend = () => received.push(printer.control.received().toString('latin1'));
    const result = await printingWith().print(SLIP, settings(printer.port), { onSend });
    expect(result).toEqual({ kind: 'done', proof: 'printed' });
    expect(received).toHaveLength(1);
    expect(received[0]).toContain('\x10\x04\x04');
    expect(received[0]).not.toContain(INIT);
  });

  it('what it throws goes on to the caller: nothing of the job leaves, and the next has the printer', async () => {
    const printing = printingWith(HASTY);
    const onSend = () => {
      throw new Error('the disk is full');
    };
    await expect(printing.print(SLIP, settings(printer.port), { onSend })).rejects.toThrow('the disk is full');
    expect(printer.control.received().toString('latin1')).not.toContain(INIT);
    expect(await printing.print(SLIP, settings(printer.port))).toEqual({ kind: 'done', proof: 'printed' });
    expect(printer.slips()).toHaveLength(1);
  });

  it('is not called when the printer cannot print', async () => {
    printer.control.set({ coverOpen: true });
    let calls = 0;
    await printingWith().print(SLIP, settings(printer.port), { onSend: () => (calls += 1) });
    expect(calls).toBe(0);
  });

  it('on a way without answers: right before the delivery', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'session-'));
    const to = settingsOf({ kind: 'file', path: join(folder, 'out.bin') });
    const seen: number[] = [];
    const refuse = () => {
      throw new Error('no');
    };
    await expect(printingWith().print(SLIP, to, { onSend: refuse })).rejects.toThrow('no');
    await printingWith().print(SLIP, to, { onSend: () => seen.push(readdirSync(folder).length) });
    expect(seen).toEqual([0]);
    expect(readdirSync(folder)).toEqual(['out.bin']);
    rmSync(folder, { recursive: true });
  });
});
