/** What a process that will hold keys does before it holds any: nothing of its memory reaches a dump, a report or a debugger's port. */
import { writeFileSync } from 'node:fs';

/** Linux: which kinds of memory go into a core dump, as bits (core(5)). None: registers and names of files are left. */
const FILTER = '/proc/self/coredump_filter';

function emptyDumps(): void {
  if (process.platform !== 'linux') return;
  try {
    writeFileSync(FILTER, '0');
  } catch {
    // a kernel without core dumps, or a /proc that is not writable: doctor --bundle cannot tell more either
  }
}

/**
 * Call it first thing. An error that nobody caught is told by `onUncaught` alone: Node would print its text, which could
 * quote anything, and Electron would put it in a dialog in front of the till.
 */
export function guardProcess(onUncaught: (error: unknown) => void): void {
  emptyDumps();
  // Sent by anybody of this user, it would open a debugger's port.
  if (process.platform !== 'win32') process.on('SIGUSR1', () => undefined);
  if (process.report !== undefined) {
    process.report.reportOnFatalError = false;
    process.report.reportOnSignal = false;
    process.report.reportOnUncaughtException = false;
    process.report.excludeEnv = true;
  }
  if (!process.hasUncaughtExceptionCaptureCallback()) process.setUncaughtExceptionCaptureCallback(onUncaught);
}
