/** The environment that programs started by this one get: what they need to run, and nothing of what is in ours. */

/** Without these PowerShell and the system's own programs do not start, or do not find their modules. */
const WINDOWS = [
  'SystemRoot',
  'SystemDrive',
  'windir',
  'PATH',
  'PATHEXT',
  'ComSpec',
  'TEMP',
  'TMP',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'ProgramData',
  'ProgramFiles',
  'PROCESSOR_ARCHITECTURE',
  'PROCESSOR_ARCHITEW6432',
] as const;

/** @returns a new environment: elsewhere than on Windows `PATH`, and English for whoever reads what they say */
export function childEnv(
  platform: string = process.platform,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string> {
  if (platform !== 'win32') return { PATH: env.PATH ?? '/usr/bin:/bin', LANG: 'C' };
  return Object.fromEntries(WINDOWS.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}

/**
 * For a library that starts a program and takes no environment for it: while `act` runs, and not while what it returned
 * is waited for, ours is the one above.
 */
export function underChildEnv<T>(act: () => T): T {
  const ours = process.env;
  process.env = childEnv();
  try {
    return act();
  } finally {
    process.env = ours;
  }
}
