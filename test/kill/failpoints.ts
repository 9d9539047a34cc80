/** Points at which a till can be killed, put around SQLite and the sockets from outside: nothing of them is in the product. */
import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { type Death, type Init, MARK } from './protocol.ts';

/** Looked for in everything that ships (resources/packaging/asar-allow-list.ts). */
const MARKER = 'qris-till-failpoint';

/** To the parent, in the kernel's hands when this returns: what was said is not lost with the process. */
export function say(mark: string, text: string): void {
  writeSync(1, `${mark}${text}\n`);
}

/** @returns tells whether this is the moment to die, after saying so */
function reaper(death: Death | null): (point: string) => boolean {
  const passed = new Map<string, number>();
  return (point) => {
    const count = (passed.get(point) ?? 0) + 1;
    passed.set(point, count);
    const now = death !== null && point === death.point && count === death.nth;
    say(now ? MARK.dying : MARK.passed, point);
    return now;
  };
}

/** The kernel takes this process away before the call returns. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

/* ── SQLite ────────────────────────────────────────────────────────────────── */

interface Watched {
  /** The journal, or the lock file's name: `acting`, `printer`. */
  readonly what: 'journal' | 'acting' | 'printer';
  /** What the open transaction has written so far; null: there is none. */
  written: string | null;
}

function fileOf(db: DatabaseSync): Watched['what'] | null {
  const file = db.location() ?? '';
  if (file.endsWith('journal.sqlite')) return 'journal';
  if (file.endsWith('acting.lock')) return 'acting';
  return file.endsWith('.lock') ? 'printer' : null;
}

const WRITES = /^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+(\w+)/i;
const SIGN: Readonly<Record<string, string>> = { insert: '+', update: '~', delete: '-' };

/** `~operations:sent`: the verb's sign, the table, and the state that it writes, where it writes one. */
function labelOf(sql: string, values: readonly unknown[]): string | null {
  const [, verb = '', table = ''] = WRITES.exec(sql) ?? [];
  if (table === '') return null;
  const [, literal] = /SET state = '([a-z-]+)'/.exec(sql) ?? [];
  const bound = /SET state = \?/.test(sql) && typeof values[0] === 'string' ? values[0] : undefined;
  const state = literal ?? bound;
  return `${SIGN[verb.slice(0, 6).toLowerCase()] ?? ''}${table}${state === undefined ? '' : `:${state}`}`;
}

/** Replaces a method; `with` gets the original, bound. */
function replace<Target extends object, Name extends keyof Target>(
  target: Target,
  name: Name,
  make: (original: (self: unknown, args: readonly unknown[]) => unknown) => (self: unknown, args: unknown[]) => unknown,
): void {
  const before: unknown = target[name];
  if (typeof before !== 'function') throw new Error(`${String(name)} is no method`);
  const run = make((self, args) => Reflect.apply(before, self, args));
  Object.defineProperty(target, name, {
    configurable: true,
    writable: true,
    value(this: unknown, ...args: unknown[]) {
      return run(this, args);
    },
  });
}

function aroundSqlite(pass: (point: string) => void): void {
  const databases = new WeakMap<object, Watched>();
  const statements = new WeakMap<object, { readonly db: object; readonly sql: string }>();
  const watched = (db: unknown): Watched | null => {
    if (!(db instanceof DatabaseSync)) return null;
    const known = databases.get(db);
    if (known !== undefined) return known;
    const what = db.isOpen ? fileOf(db) : null;
    if (what === null) return null;
    const fresh: Watched = { what, written: null };
    databases.set(db, fresh);
    return fresh;
  };

  replace(DatabaseSync.prototype, 'exec', (original) => (self, args) => {
    const db = watched(self);
    const sql = String(args[0]);
    if (db === null) return original(self, args);
    if (db.what !== 'journal') {
      const done = original(self, args);
      if (sql === 'BEGIN IMMEDIATE') pass(`lock.taken ${db.what}`);
      return done;
    }
    if (sql === 'BEGIN IMMEDIATE') {
      const done = original(self, args);
      db.written = '';
      return done;
    }
    if (sql === 'COMMIT') {
      const { written } = db;
      if (written !== '') pass(`commit.before ${written}`);
      const done = original(self, args);
      db.written = null;
      if (written !== '') pass(`commit.after ${written}`);
      return done;
    }
    const done = original(self, args);
    if (sql === 'ROLLBACK') db.written = null;
    // A migration's step: its statements come in one string.
    if (db.written !== null && /CREATE TABLE/.test(sql)) {
      db.written = '+schema';
      pass('statement.after +schema');
    }
    return done;
  });

  replace(DatabaseSync.prototype, 'close', (original) => (self, args) => {
    const db = watched(self);
    if (db === null || db.what === 'journal') return original(self, args);
    pass(`lock.release.before ${db.what}`);
    const done = original(self, args);
    pass(`lock.release.after ${db.what}`);
    return done;
  });

  replace(DatabaseSync.prototype, 'prepare', (original) => (self, args) => {
    const statement = original(self, args);
    const sql = String(args[0]);
    if (watched(self)?.what === 'journal' && self instanceof DatabaseSync && WRITES.test(sql)) {
      if (statement instanceof StatementSync) statements.set(statement, { db: self, sql });
    }
    return statement;
  });

  for (const method of ['run', 'get', 'all'] as const) {
    replace(StatementSync.prototype, method, (original) => (self, args) => {
      const known = typeof self === 'object' && self !== null ? statements.get(self) : undefined;
      const db = known === undefined ? null : watched(known.db);
      const label = known === undefined ? null : labelOf(known.sql, args);
      if (db === null || label === null) return original(self, args);
      if (db.written === null) {
        // A transaction of its own.
        pass(`commit.before ${label}`);
        const done = original(self, args);
        pass(`commit.after ${label}`);
        return done;
      }
      const done = original(self, args);
      db.written = db.written === '' ? label : `${db.written} ${label}`;
      pass(`statement.after ${db.written}`);
      return done;
    });
  }
}

/* ── sockets ───────────────────────────────────────────────────────────────── */

type Chunk = { readonly chunk: string | Uint8Array; readonly encoding: BufferEncoding };

function bytesOf(data: unknown, encoding: unknown): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data.map((one: Chunk) => bytesOf(one.chunk, one.encoding)));
  if (typeof data === 'string') return Buffer.from(data, typeof encoding === 'string' ? (encoding as 'utf8') : 'utf8');
  return data instanceof Uint8Array ? Buffer.from(data) : Buffer.alloc(0);
}

const DLE = 0x10;

function aroundSockets(init: Init, pass: (point: string) => void, isDue: (point: string) => boolean): void {
  const services = new WeakMap<Socket, string>();
  const isPrinter = (socket: Socket): boolean => socket.remotePort === init.printerPort;
  /** What goes out: a request of a service, a question to the printer, or a job. */
  const nameOf = (socket: Socket, bytes: Buffer): string => {
    if (isPrinter(socket)) return bytes.length <= 3 && bytes[0] === DLE ? 'printer.ask' : 'printer.job';
    const [, path] = /^POST \S*\/([\w-]+) HTTP/.exec(bytes.subarray(0, 200).toString('latin1')) ?? [];
    if (path !== undefined) services.set(socket, path);
    return `http ${services.get(socket) ?? '?'}`;
  };

  const proto = Socket.prototype as Socket & { _writeGeneric(...args: unknown[]): unknown };
  replace(proto, '_writeGeneric', (original) => (self, args) => {
    const [, data, encoding] = args;
    // While it connects the write is put off, and comes here again.
    if (!(self instanceof Socket) || self.remotePort === undefined || self.connecting) return original(self, args);
    const bytes = bytesOf(data, encoding);
    const name = nameOf(self, bytes);
    pass(`${name} write.before`);
    if (isDue(`${name} write.part`)) {
      const share = init.death?.share ?? 0.5;
      const size = Math.min(Math.max(1, Math.floor(bytes.length * share)), bytes.length);
      original(self, [false, bytes.subarray(0, size), 'buffer', () => undefined]);
      die();
    }
    const done = original(self, args);
    pass(`${name} write.after`);
    return done;
  });

  replace(Socket.prototype, 'push', (original) => (self, args) => {
    if (!(self instanceof Socket) || self.remotePort === undefined || args[0] === null) return original(self, args);
    const name = isPrinter(self) ? 'printer' : `http ${services.get(self) ?? '?'}`;
    pass(`${name} answer.before`);
    const done = original(self, args);
    pass(`${name} answer.after`);
    return done;
  });
}

/** Puts the points in place; call it before the till is opened. @returns passes a point of the child's own */
export function installFailpoints(init: Init): (point: string) => void {
  const isDue = reaper(init.death);
  const pass = (point: string): void => {
    if (isDue(point)) die();
  };
  Object.defineProperty(globalThis, MARKER, { value: true });
  aroundSqlite(pass);
  aroundSockets(init, pass, isDue);
  return pass;
}
