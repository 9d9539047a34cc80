/** The system's own programs that the tests need: found, installed where that is possible, or named plainly. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

interface Need {
  /** Any of these on PATH will do. */
  readonly programs: readonly string[];
  readonly debian: string;
  readonly why: string;
  /** Its tests are skipped without it, so it stops nobody. */
  readonly optional?: true;
}

const KEYRING: readonly Need[] = [
  { programs: ['dbus-daemon'], debian: 'dbus', why: 'a private session bus for the keychain tests' },
  { programs: ['dbus-send'], debian: 'dbus', why: 'to lock the keyring of a test' },
  { programs: ['gnome-keyring-daemon'], debian: 'gnome-keyring', why: 'a real keychain for the keychain tests' },
];
const PRINTING: readonly Need[] = [
  { programs: ['python3'], debian: 'python3', why: 'pseudo-terminals that stand for USB and serial printers' },
  { programs: ['cupsd'], debian: 'cups', why: 'a private spooler for the printing tests', optional: true },
  { programs: ['lp'], debian: 'cups-client', why: "the spooler's own program", optional: true },
];
const BROWSER: Need = {
  programs: ['chromium', 'chromium-browser', 'google-chrome'],
  debian: 'chromium',
  why: 'the window of the end-to-end tests',
};

export interface SystemPackages {
  readonly ok: boolean;
  /** What to print, line by line; empty when everything was there already. */
  readonly lines: readonly string[];
}

function onPath(program: string): boolean {
  // Daemons lie where only root's PATH leads.
  return [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'].some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false; // not in this folder
    }
  });
}

const missingOf = (needs: readonly Need[]) => needs.filter((need) => !need.programs.some(onPath));

function isDebian(): boolean {
  try {
    return /^ID(?:_LIKE)?=.*(?:debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8')) && onPath('apt-get');
  } catch {
    return false; // some other system
  }
}

function aptGet(...args: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Its output belongs beside the tests' own, on stderr.
  execFileSync('apt-get', ['-q', ...args], { env, stdio: ['ignore', 2, 2] });
}

/**
 * Sees to dbus, gnome-keyring, python3 and CUPS (Linux; elsewhere the tests that need them are skipped), and to a
 * Chromium when asked.
 * As root on Debian or Ubuntu it installs what is missing; otherwise it says what is missing and how to get it.
 */
export function ensureSystemPackages(options: { readonly browser?: boolean } = {}): SystemPackages {
  if (process.platform !== 'linux') {
    return { ok: true, lines: ['The keyring and device tests are skipped: they need Linux.'] };
  }
  const always = [...KEYRING, ...PRINTING];
  const needs = options.browser === true ? [...always, BROWSER] : always;
  const missing = missingOf(needs);
  if (missing.length === 0) return { ok: true, lines: [] };
  const packages = [...new Set(missing.map((need) => need.debian))];
  const said = missing.map((need) => `Missing: ${need.programs[0]} (${need.why}).`);
  const byHand = `Install it with: sudo apt-get install ${packages.join(' ')} (or your system's packages of that name).`;
  const enough = (without: readonly Need[]): boolean => without.every(({ optional }) => optional === true);
  if (!isDebian() || process.getuid?.() !== 0) return { ok: enough(missing), lines: [...said, byHand] };
  try {
    aptGet('update');
    aptGet('install', '-y', '--no-install-recommends', ...packages);
  } catch {
    return { ok: enough(missing), lines: [...said, 'apt-get could not install it; see its output above.', byHand] };
  }
  const left = missingOf(needs);
  const still = left.map((need) => `Still missing: ${need.programs[0]}.`);
  return { ok: enough(left), lines: [`Installed: ${packages.join(', ')}.`, ...still] };
}
