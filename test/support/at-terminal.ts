/** Runs the command line at a terminal of its own, with hands that answer its question. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { CLI } from './cli.ts';

/** Types what it is given once the text that it waits for stands on the terminal, and ends as the program ends. */
const HANDS = `
import os, pty, sys
wanted, typed, command = sys.argv[1].encode(), bytes.fromhex(sys.argv[2]), sys.argv[3:]
pid, terminal = pty.fork()
if pid == 0:
    os.execv(command[0], command)
seen = b""
while True:
    try:
        data = os.read(terminal, 4096)
    except OSError:
        break
    if not data:
        break
    seen += data
    if wanted and wanted in seen:
        os.write(terminal, typed)
        wanted = b""
sys.stdout.buffer.write(seen)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

export interface AtTerminal {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What stands on the terminal when the hands begin to type. */
  readonly asked: string;
  /** Bytes as the keys give them: `\u0003` is Ctrl-C. */
  readonly typed: string;
}

/** @returns all that stood on the terminal, and the program's status */
export async function atTerminal(
  given: AtTerminal,
): Promise<{ readonly seen: string; readonly status: number | null }> {
  const typed = Buffer.from(given.typed).toString('hex');
  const args = ['-c', HANDS, given.asked, typed, process.execPath, CLI, ...given.args];
  const child = spawn('python3', args, { env: { ...process.env, ...given.env }, stdio: ['ignore', 'pipe', 'inherit'] });
  const [seen] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return { seen, status: child.exitCode };
}
