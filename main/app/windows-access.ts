/** Windows: closes a folder to everybody but its user, SYSTEM and the administrators, by the system's own icacls. */
import { execFileSync } from 'node:child_process';
import { userInfo } from 'node:os';
import { win32 } from 'node:path';
import { childEnv } from '../child-env.ts';

/** Well-known ids, for their names are translated: SYSTEM, Administrators. */
const ALSO = ['*S-1-5-18', '*S-1-5-32-544'];
/** This folder, folders and files in it, and whatever is made there later. */
const ALL = ':(OI)(CI)F';

/** What icacls is called with: nothing is inherited any more, three may do everything. */
export function accessArguments(folder: string, user: string, domain: string | undefined): readonly string[] {
  const whole = domain === undefined || domain === '' ? user : `${domain}\\${user}`;
  return [folder, '/inheritance:r', '/grant:r', ...[whole, ...ALSO].map((who) => `${who}${ALL}`)];
}

/** @param folder one that was just made, empty. Throws where it cannot be closed. */
export function closeToOthers(folder: string): void {
  // By its full path: an icacls.exe in the folder that we were started in is not asked.
  const program = win32.join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'icacls.exe');
  const args = accessArguments(folder, userInfo().username, process.env.USERDOMAIN);
  execFileSync(program, args, { env: childEnv(), stdio: 'ignore', timeout: 20_000, windowsHide: true });
}
