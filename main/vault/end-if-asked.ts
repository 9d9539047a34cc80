/** Ends a process whose keychain still waits for a password: no thread of Node's pool can be taken back from it. */
import { createRequire } from 'node:module';
import { keychainIsAsked } from './keychain.ts';

/**
 * Returns at once where nothing holds the end up. Otherwise an ordinary exit would wait for as long as the keychain's
 * prompt stands on the screen; the system's own `_exit` does not. Call it when everything is told, written and closed.
 */
export function endIfAsked(status: number): void {
  if (!keychainIsAsked() || process.platform === 'win32') return; // Windows' keychain asks nobody
  try {
    const koffi: typeof import('koffi') = createRequire(import.meta.url)('koffi');
    koffi.load(null).func('void _exit(int)')(status);
  } catch {
    // Not made for this system: the process ends with the prompt, as it would have.
  }
}
