/** Which addresses a process listens on, by what Linux itself says of its descriptors. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const LISTEN = '0A';

/** Inode → local address, of every listening TCP socket and every bound UDP socket of the machine. */
function boundSockets(): ReadonlyMap<string, string> {
  const bound = new Map<string, string>();
  for (const table of ['tcp', 'tcp6', 'udp', 'udp6']) {
    let lines: readonly string[];
    try {
      lines = readFileSync(`/proc/net/${table}`, 'latin1').trim().split('\n').slice(1);
    } catch {
      continue; // a kernel without IPv6
    }
    for (const line of lines) {
      // proc(5): sl local_address rem_address st … inode is the tenth
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
      if (local === undefined || inode === undefined) continue;
      if (state === LISTEN || table.startsWith('udp')) bound.set(inode, `${table} ${local}`);
    }
  }
  return bound;
}

/** @returns `table address`, in /proc/net's own writing; nothing for a process that only connects */
export function listeningSockets(pid: number): readonly string[] {
  const bound = boundSockets();
  return readdirSync(`/proc/${pid}/fd`).flatMap((descriptor) => {
    let link: string;
    try {
      link = readlinkSync(`/proc/${pid}/fd/${descriptor}`);
    } catch {
      return []; // closed meanwhile
    }
    const address = bound.get(/^socket:\[(\d+)\]$/.exec(link)?.[1] ?? '');
    return address === undefined ? [] : [address];
  });
}
