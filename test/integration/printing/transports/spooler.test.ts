/** A real CUPS whose queue's device is the sandbox printer's socket; where there is none, only what does without it. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { abilityOf } from '../../../../main/printing/ability.ts';
import { encodeSlip } from '../../../../main/printing/encode-slip.ts';
import { type SandboxPrinter, startSandboxPrinter } from '../../../../main/sandbox/printer/start-sandbox-printer.ts';
import { hasCups, type PrivateCups, startPrivateCups } from '../../../support/private-cups.ts';
import { closedPort } from '../../../support/raw-server.ts';
import { eventually, printingWith, SLIP, settingsOf } from '../rig.ts';

const to = (queue: string) => settingsOf({ kind: 'spooler', queue });

describe.runIf(hasCups)('a real CUPS', () => {
  let printer: SandboxPrinter;
  let cups: PrivateCups;

  beforeAll(async () => {
    printer = await startSandboxPrinter({ paper: 80 });
    const { port } = printer;
    cups = await startPrivateCups([
      { name: 'kasir', port, accepting: true },
      { name: 'tutup', port, accepting: false },
    ]);
  });
  afterAll(async () => {
    await cups.close();
    await printer.close();
  });

  const printing = () => printingWith({}, { spoolerServer: cups.server });

  it('spooled, never more, and every byte comes out of the printer unchanged', async () => {
    expect(await printing().print(SLIP, to('kasir'))).toEqual({ kind: 'done', proof: 'spooled' });
    await eventually(() => printer.slips().length > 0);
    const job = encodeSlip(SLIP, abilityOf(to('kasir'), null));
    if (!job.ok) throw new Error(job.detail);
    expect(printer.control.received().equals(Buffer.from(job.bytes))).toBe(true);
  });

  it('status: a queue that accepts is mute, for it says nothing of paper', async () => {
    expect(await printing().status(to('kasir'))).toEqual({ state: 'mute' });
  });

  it.each([
    ['tutup', 'offline', 'the queue does not accept jobs'],
    ['nobody', 'unreachable', 'no such queue'],
  ] as const)('%s: refused, nothing spooled', async (queue, trouble, detail) => {
    expect(await printing().print(SLIP, to(queue))).toEqual({ kind: 'not-printed', trouble, detail });
    expect(await printing().status(to(queue))).toEqual({ state: 'trouble', trouble, detail });
  });

  it('no scheduler there: not printed', async () => {
    const away = printingWith({}, { spoolerServer: `127.0.0.1:${await closedPort()}` });
    expect(await away.print(SLIP, to('kasir'))).toMatchObject({ kind: 'not-printed', trouble: 'unreachable' });
    expect(await away.status(to('kasir'))).toMatchObject({ state: 'trouble', trouble: 'unreachable' });
  });
});

describe.runIf(process.platform !== 'win32')('an lp of our own', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'till-lp-'));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  function install(script: string, path = `${folder}${delimiter}${process.env.PATH ?? ''}`): void {
    writeFileSync(join(folder, 'lp'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'lp'), 0o755);
    vi.stubEnv('PATH', path);
  }

  it('that never ends is ended: it may have spooled the job', async () => {
    install('cat > /dev/null; exec sleep 1000');
    const result = await printingWith({ connectMs: 100, proofMs: 100 }).print(SLIP, to('kasir'));
    expect(result).toMatchObject({ kind: 'possibly-printed', trouble: 'no-answer' });
  });

  it('that fails in words we do not know may have spooled the job', async () => {
    install('echo "lp: something new" >&2; exit 3');
    const result = await printingWith().print(SLIP, to('kasir'));
    expect(result).toEqual({ kind: 'possibly-printed', trouble: 'error', detail: 'lp: something new' });
  });

  it('sees nothing of our environment', async () => {
    vi.stubEnv('TILL_SECRET', 'x');
    install('cat > /dev/null; env >&2; exit 3');
    const result = await printingWith().print(SLIP, to('kasir'));
    const detail = result.kind === 'done' ? '' : result.detail;
    expect(detail).toContain('LANG=C');
    expect(detail).not.toContain('TILL_SECRET');
  });

  it('that is not there: the transport is unsupported here', async () => {
    vi.stubEnv('PATH', folder);
    const said = { trouble: 'transport-unsupported', detail: 'this system has no lp program (CUPS)' };
    expect(await printingWith().print(SLIP, to('kasir'))).toEqual({ kind: 'not-printed', ...said });
    expect(await printingWith().status(to('kasir'))).toEqual({ state: 'trouble', ...said });
  });
});

it.skipIf(process.platform === 'win32')(
  "Windows' spooler without koffi: the transport is unsupported here",
  async () => {
    const printing = printingWith({}, { platform: 'win32' });
    const said = { trouble: 'transport-unsupported', detail: 'the koffi package is not made for this system' };
    expect(await printing.print(SLIP, to('kasir'))).toEqual({ kind: 'not-printed', ...said });
    expect(await printing.status(to('kasir'))).toEqual({ state: 'trouble', ...said });
  },
);
