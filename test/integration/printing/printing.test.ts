/** One print among others: when its first byte may leave, and who may write to the printer meanwhile. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PrinterLocks } from '../../../main/ports/printing.ts';
import { createPrinting } from '../../../main/printing/printing.ts';
import { type SandboxPrinter, startSandboxPrinter } from '../../../main/sandbox/printer/start-sandbox-printer.ts';
import { eventually, HASTY, memoryLocks, printingWith, random, realClock, SLIP, settings, settingsOf } from './rig.ts';

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

describe('one writer for each printer', () => {
  it('waits for another process, and gives the printer back after the line was let go', async () => {
    const locks = memoryLocks();
    const other = await locks.acquire(`tcp 127.0.0.1 ${printer.port}`, 0);
    const printing = createPrinting({ clock: realClock, random, timing: HASTY, locks });
    const print = printing.print(SLIP, settings(printer.port));
    await eventually(() => locks.waiting() === 1);
    expect(printer.control.received()).toHaveLength(0);
    if (other.held) other.release();
    expect(await print).toEqual({ kind: 'done', proof: 'printed' });
    await eventually(() => locks.held() === 0);
  });

  it('kept by another for too long: busy, nothing opened, no lock left behind', async () => {
    const locks = memoryLocks();
    await locks.acquire(`tcp 127.0.0.1 ${printer.port}`, 0);
    const printing = createPrinting({ clock: realClock, random, timing: { ...HASTY, lockMs: 30 }, locks });
    const to = settings(printer.port);
    const results = [await printing.print(SLIP, to), await printing.print(SLIP, to)];
    expect(results).toMatchObject([
      { kind: 'not-printed', trouble: 'busy' },
      { kind: 'not-printed', trouble: 'busy' },
    ]);
    expect(await printing.status(to)).toMatchObject({ state: 'trouble', trouble: 'busy' });
    expect(printer.control.received()).toHaveLength(0);
    expect(locks.held()).toBe(1);
  });

  it('a lock that fails is an error for its caller alone', async () => {
    let broken = true;
    const inner = memoryLocks();
    const locks: PrinterLocks = {
      acquire: async (address, waitMs) => {
        if (broken) throw new Error('disk I/O error');
        return inner.acquire(address, waitMs);
      },
    };
    const printing = createPrinting({ clock: realClock, random, timing: HASTY, locks });
    await expect(printing.print(SLIP, settings(printer.port))).rejects.toThrow('disk I/O error');
    broken = false;
    expect(await printing.print(SLIP, settings(printer.port))).toEqual({ kind: 'done', proof: 'printed' });
  });

  it('two tills on one lock: never two at the printer', async () => {
    const locks = memoryLocks();
    const tills = [1, 2].map(() => createPrinting({ clock: realClock, random, timing: HASTY, locks }));
    const results = await Promise.all(
      tills.flatMap((till) => [1, 2].map(() => till.print(SLIP, settings(printer.port)))),
    );
    expect(results.map((result) => result.kind)).toEqual(['done', 'done', 'done', 'done']);
    expect(locks.most()).toBe(1);
    expect(printer.slips()).toHaveLength(4);
  });
});
