/** A till without such a printer loads none of the native parts: each may be missing, and costs start-up time. */
import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

const REACH = pathToFileURL(`${import.meta.dirname}/../../../../main/printing/reach.ts`).href;

/** What a fresh process has loaded after it ran these lines, by the names of shared objects. */
function loadedAfter(lines: string): string {
  const script = `${lines}\nprocess.stdout.write(process.report.getReport().sharedObjects.join('\\n'))`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
}

const NATIVES = /koffi|node-usb|usb\..*\.node|serialport|bindings-cpp/;

it('the printing room loads none', () => {
  expect(loadedAfter(`await import(${JSON.stringify(REACH)});`)).not.toMatch(NATIVES);
});

it('and this would notice', () => {
  const open = `
    const { reach } = await import(${JSON.stringify(REACH)});
    const way = await reach({ kind: 'serial', path: '/dev/null', baudRate: 9600 }, { perByteMs: 0, connectMs: 1000 }, {});
    await way.open({ onBytes() {}, onPeerEnded() {}, onEnd() {} });`;
  expect(loadedAfter(open)).toMatch(NATIVES);
});
