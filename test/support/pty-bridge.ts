/** A terminal device whose other end is a printer on a socket: what a till opens instead of /dev/usb/lpN or a serial port. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * A pseudo-terminal in raw mode, both its ends in a Python of their own. A mute or deaf device is one whose master is
 * never read; `port` 0 asks for that.
 */
const SCRIPT = `
import os, pty, select, socket, sys, tty
master, slave = pty.openpty()
tty.setraw(slave)
port = int(sys.argv[1])
peer = socket.create_connection(("127.0.0.1", port)) if port else None
if sys.argv[2]:
    os.write(master, bytes.fromhex(sys.argv[2]))
print(os.ttyname(slave), flush=True)
watched = [sys.stdin.fileno()] + ([master, peer.fileno()] if peer else [])
while True:
    ready = select.select(watched, [], [])[0]
    if sys.stdin.fileno() in ready:
        break
    if master in ready:
        peer.sendall(os.read(master, 4096))
    if peer and peer.fileno() in ready:
        data = peer.recv(4096)
        if data:
            os.write(master, data)
        else:
            watched.remove(peer.fileno())
`;

export interface PtyBridge {
  readonly path: string;
  /** Pulls the plug: the device is gone for whoever has it open. */
  readonly close: () => Promise<void>;
}

export interface PtyOptions {
  /** Where the printer listens on loopback; 0: nobody reads the device. */
  readonly port: number;
  /** What lies in the device before anybody opens it, in hex. */
  readonly stale?: string;
}

export async function startPty(options: PtyOptions): Promise<PtyBridge> {
  const child = spawn('python3', ['-c', SCRIPT, String(options.port), options.stale ?? ''], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve());
  });
  const path = await Promise.race([
    new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve)),
    ended.then(() => Promise.reject(new Error('python3 made no pseudo-terminal'))),
  ]);
  return {
    path,
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
