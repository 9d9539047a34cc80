/** Orders and scripts in action: what comes after so many lines, bytes, slips, connections or milliseconds. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SandboxPrinter, startSandboxPrinter } from '../../../../main/sandbox/printer/start-sandbox-printer.ts';
import { hostTo, type RawHost, until } from './raw-host.ts';

let printer: SandboxPrinter;
let host: RawHost;

beforeEach(async () => {
  printer = await startSandboxPrinter({ paper: 80 });
  host = await hostTo(printer.port);
});
afterEach(async () => {
  host.socket.destroy();
  await printer.close();
});

function order(line: string): string {
  const done = printer.control.order(line);
  if (!done.ok) throw new Error(done.problem);
  return done.said;
}

describe('after', () => {
  it('so many lines: the paper ends there', async () => {
    order('printer after 10 lines paper-out');
    host.write('Halo\n'.repeat(20));
    await until(() => printer.control.faults().paperOut);
    host.write('\x10\x04\x04');
    await host.hears('\x7e');
    printer.control.tear();
    expect(printer.slips()[0]?.text).toHaveLength(10);
  });

  it('so many bytes: connections are reset, status questions not counted', async () => {
    order('printer after 2000 bytes drop');
    host.write('x'.repeat(1990), '\x10\x04\x01'.repeat(20));
    await host.hears('\x12'.repeat(20));
    host.write('x'.repeat(20));
    expect(await host.gone()).toBe('ECONNRESET');
    host = await hostTo(printer.port);
    host.write('\x10\x04\x01');
    await host.hears('\x12');
  });

  it('reset stays until it is well again', async () => {
    order('printer after 100 bytes reset');
    host.write('x'.repeat(200));
    expect(await host.gone()).toBe('ECONNRESET');
    host = await hostTo(printer.port);
    host.write('x'.repeat(20));
    expect(await host.gone()).toBe('ECONNRESET');
  });

  it('a slip, a connection, a time', async () => {
    order('printer after 1 slip cover-open');
    order('printer after 1 connection near-end');
    host.write('Halo\n\x1dVB\0');
    await until(() => printer.control.faults().coverOpen);
    const other = await hostTo(printer.port);
    await until(() => printer.control.faults().nearEnd);
    other.socket.destroy();
    order('printer after 30 ms ok');
    await until(() => !printer.control.faults().nearEnd);
  });

  it('is taken back by forget', async () => {
    order('printer after 1 line paper-out');
    order('printer after 20 ms paper-out');
    expect(order('state')).toContain('after 1 line paper-out (1 left) · after 20 ms paper-out');
    order('printer forget');
    host.write('Halo\n\x1dr\x01');
    await host.hears('\0');
    expect(order('printer state')).not.toContain('after');
  });
});

describe('scripts', () => {
  it('one with a mistake is not begun', () => {
    const done = printer.control.script('printer paper-out\nprinter papr\n');
    expect(done).toMatchObject({ ok: false, problems: [{ line: 2 }] });
    expect(printer.control.faults().paperOut).toBe(false);
  });

  it('a good one is obeyed line by line', () => {
    const done = printer.control.script(
      '# a poor clone\nprinter model KLON\nprinter dialect clone\nprinter cover-open\nstate\nprinter power off\n',
    );
    expect(done).toEqual({
      ok: true,
      said: [
        'power on · offline · paper ok · cover open · errors none · drawer closed · ' +
          '0 of 4096 bytes waiting · connections 1 · slips 0 · KLON (clone)',
      ],
    });
    expect(printer.control.state()).toContain('power off');
    printer.control.reset();
    expect(printer.control.setup()).toMatchObject({ model: 'KLON', dialect: 'clone' });
  });
});
