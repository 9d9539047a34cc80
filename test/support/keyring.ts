/** A private session bus with a real gnome-keyring on it, in its own folders; Linux only. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

/**
 * unlocked: as after a login · uninitialised: runs, but has no keyring · no-daemon: a bus and nothing on it ·
 * no-bus: not even a bus. `mutePrompter`: what should ask for the password starts, and never says a word.
 */
export interface KeyringOptions {
  readonly kind: 'unlocked' | 'uninitialised' | 'no-daemon' | 'no-bus';
  readonly mutePrompter?: boolean;
  /** How long the bus waits for that one, milliseconds; then it says that there is none. */
  readonly prompterMs?: number;
}

export interface Keyring {
  /** The whole environment for a child process; nothing of the caller's session is in it but PATH. */
  readonly env: Readonly<Record<string, string>>;
  lock(): Promise<void>;
  /** As a person who logs in again. */
  unlock(): Promise<void>;
  /** How many entries there are, of whatever program. */
  countEntries(): Promise<number>;
  /** Removes every entry past the till, as somebody with the desktop's key manager would. @param keep how many stay */
  forget(keep?: number): Promise<void>;
  /** Ends the daemon as a crash would, and waits until it is gone. */
  kill(): Promise<void>;
  /** Starts a daemon again: on the same keyring, or on a new one as a reinstalled user has it. */
  restart(how?: 'same' | 'new'): Promise<void>;
  stop(): Promise<void>;
}

/** Why keyring tests cannot run here, or null. */
export const KEYRING_SKIPPED =
  process.platform === 'linux' ? null : 'the keyring tests need Linux (gnome-keyring over D-Bus)';

const run = promisify(execFile);
const SECRETS = 'org.freedesktop.secrets';
const PASSWORD = 'the keyring of one test';

async function exited(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

async function stopChild(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  await exited(child);
}

async function startBus(
  root: string,
  env: Readonly<Record<string, string>>,
  { mutePrompter = false, prompterMs = 2_000 }: KeyringOptions,
) {
  const services = join(root, 'services');
  const pidFile = join(root, 'prompter.pid');
  await mkdir(services);
  if (mutePrompter) {
    const script = join(root, 'prompter.sh');
    await writeFile(script, `echo $$ > ${pidFile}\nexec sleep 300\n`);
    const service = `[D-BUS Service]\nName=org.gnome.keyring.SystemPrompter\nExec=/bin/sh ${script}\n`;
    await writeFile(join(services, 'prompter.service'), service);
  }
  const config = join(root, 'bus.conf');
  await writeFile(
    config,
    `<busconfig><type>session</type><listen>unix:path=${root}/bus</listen><auth>EXTERNAL</auth>
<servicedir>${services}</servicedir><limit name="service_start_timeout">${prompterMs}</limit>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>`,
  );
  const bus = spawn('dbus-daemon', [`--config-file=${config}`, '--nofork', '--print-address=1'], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(createInterface({ input: bus.stdout }), 'line');
  return {
    async stop() {
      await stopChild(bus);
      if (!existsSync(pidFile)) return;
      try {
        process.kill(Number(await readFile(pidFile, 'utf8')), 'SIGTERM');
      } catch {
        // it ended with its bus
      }
    },
  };
}

async function isReady(env: Readonly<Record<string, string>>, kind: KeyringOptions['kind']): Promise<boolean> {
  const call = [`--dest=${SECRETS}`, `/${SECRETS.replaceAll('.', '/')}`, 'org.freedesktop.Secret.Service.ReadAlias'];
  try {
    const { stdout } = await run('dbus-send', ['--session', '--print-reply', ...call, 'string:default'], { env });
    return kind === 'uninitialised' || stdout.includes('/collection/');
  } catch {
    return false; // not on the bus yet
  }
}

async function startDaemon(env: Readonly<Record<string, string>>, kind: KeyringOptions['kind']): Promise<ChildProcess> {
  const unlock = kind === 'unlocked' ? ['--unlock'] : [];
  const daemon = spawn('gnome-keyring-daemon', ['--foreground', ...unlock, '--components=secrets'], {
    env,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  daemon.stdin.end(PASSWORD);
  // Each look is a round trip over the bus, so this does not spin.
  while (!(await isReady(env, kind))) {
    if (daemon.exitCode !== null) throw new Error(`gnome-keyring-daemon ended with ${daemon.exitCode}`);
  }
  return daemon;
}

/** Starts what was asked for; `stop` ends it by its processes' own ids and removes every file. */
export async function startKeyring(options: KeyringOptions): Promise<Keyring> {
  const { kind } = options;
  const root = await mkdtemp(join(tmpdir(), 'qk-'));
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: root,
    XDG_RUNTIME_DIR: root,
    XDG_DATA_HOME: join(root, 'data'),
    XDG_CACHE_HOME: join(root, 'cache'),
    XDG_CONFIG_HOME: join(root, 'config'),
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${root}/bus`,
  };
  const bus = kind === 'no-bus' ? null : await startBus(root, env, options);
  let daemon = bus === null || kind === 'no-daemon' ? null : await startDaemon(env, kind);
  const items = async (): Promise<readonly string[]> => {
    const target = [`--dest=${SECRETS}`, '/org/freedesktop/secrets/collection/login'];
    const what = ['org.freedesktop.DBus.Properties.Get', 'string:org.freedesktop.Secret.Collection', 'string:Items'];
    const { stdout } = await run('dbus-send', ['--session', '--print-reply', ...target, ...what], { env });
    return stdout.match(/(?<=object path ")[^"]+/g) ?? [];
  };
  const kill = async (): Promise<void> => {
    if (daemon === null) return;
    daemon.kill('SIGKILL');
    await exited(daemon);
    daemon = null;
  };
  return {
    env,
    async lock() {
      const target = [`--dest=${SECRETS}`, '/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.Lock'];
      const login = 'array:objpath:/org/freedesktop/secrets/collection/login';
      await run('dbus-send', ['--session', '--print-reply', ...target, login], { env });
    },
    async unlock() {
      await kill();
      daemon = await startDaemon(env, kind);
    },
    countEntries: async () => (await items()).length,
    async forget(keep = 0) {
      for (const item of (await items()).slice(keep)) {
        const call = [`--dest=${SECRETS}`, item, 'org.freedesktop.Secret.Item.Delete'];
        await run('dbus-send', ['--session', '--print-reply', ...call], { env });
      }
    },
    kill,
    async restart(how = 'same') {
      if (how === 'new') await rm(join(root, 'data'), { recursive: true, force: true });
      daemon = await startDaemon(env, kind);
    },
    async stop() {
      if (daemon !== null) await stopChild(daemon);
      await bus?.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}
