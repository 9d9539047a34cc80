/** The command line at a terminal, as a person sits before it: what is on screen is seen, what is typed is typed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CLI, type Env } from './cli.ts';

/** A pseudo-terminal of its own session, with echo as every terminal has it at first; both ends in a Python of its own. */
const SCRIPT = `
import json, os, pty, select, sys
argv, env = json.loads(sys.argv[1])
pid, master = pty.fork()
if pid == 0:
    os.execve(argv[0], argv, env)
watched = [0, master]
while watched:
    for fd in select.select(watched, [], [])[0]:
        try:
            data = os.read(fd, 4096)
        except OSError:
            data = b""
        if not data:
            # Whoever typed is gone, as when a window is closed; or the program has ended.
            if fd == 0:
                os.close(master)
            watched = []
            break
        else:
            os.write(1 if fd == master else master, data)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

export interface Terminal {
  /** Waits until this is on screen, after what was waited for before; then types. */
  readonly answer: (question: string, typed: string) => Promise<void>;
  /** Waits for the end. @returns everything that was on screen, and the exit status */
  readonly end: () => Promise<{ readonly screen: string; readonly status: number | null }>;
}

export function atTerminal(args: readonly string[], env: Env): Terminal {
  const wanted = JSON.stringify([[process.execPath, CLI, ...args], env]);
  const child = spawn('python3', ['-c', SCRIPT, wanted], { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  let screen = '';
  let seen = 0;
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    screen += part;
  });
  return {
    answer: async (question, typed) => {
      let at = screen.indexOf(question, seen);
      while (at < 0) {
        const ended = await Promise.race([once(child.stdout, 'data').then(() => false), closed.then(() => true)]);
        if (ended) throw new Error(`ended without asking ${JSON.stringify(question)}: ${screen}`);
        at = screen.indexOf(question, seen);
      }
      seen = at + question.length;
      child.stdin.write(typed);
    },
    end: async () => {
      await closed;
      return { screen, status: child.exitCode };
    },
  };
}
