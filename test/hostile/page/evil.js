/** Values that no honest page sends, by name; made here because most of them cannot be written as JSON. */

/** Not written out where it is used: every linter would refuse it as well. */
const THEN = ['th', 'en'].join('');

function cyclic() {
  const circle = { reference: 'x' };
  circle.self = circle;
  return circle;
}

function cyclicArray() {
  const circle = [];
  circle.push(circle);
  return circle;
}

function deep(levels) {
  let inner = 'x';
  for (let level = 0; level < levels; level += 1) inner = { reference: inner };
  return inner;
}

function thrower() {
  return {
    get reference() {
      throw new Error('evil getter');
    },
  };
}

function arrayWithKeys() {
  return Object.assign(['x'], { reference: 'x', length: 3 });
}

class Wish {
  reference = 'x';
  get secret() {
    return 1;
  }
}

export const evils = {
  undefined: () => undefined,
  null: () => null,
  NaN: () => Number.NaN,
  infinity: () => Number.POSITIVE_INFINITY,
  'minus zero': () => -0,
  'a number': () => 2 ** 53,
  true: () => true,
  bigint: () => 7n,
  'a huge bigint': () => 1n << 100_000n,
  symbol: () => Symbol('x'),
  function: () => () => 1,
  class: () => Wish,
  instance: () => new Wish(),
  date: () => new Date(0),
  'no date': () => new Date(Number.NaN),
  regexp: () => /(a+)+$/,
  map: () => new Map([['reference', 'x']]),
  set: () => new Set(['x']),
  weakmap: () => new WeakMap(),
  bytes: () => new Uint8Array([1, 2, 255]),
  'eight million bytes': () => new Uint8Array(8_000_000),
  buffer: () => new ArrayBuffer(64),
  view: () => new DataView(new ArrayBuffer(8)),
  promise: () => Promise.resolve('x'),
  thenable: () => ({
    [THEN]: (done) => done('x'),
  }),
  'a then that is none': () => ({ [THEN]: 1 }),
  error: () => new Error('evil'),
  element: () => document.body,
  window: () => window,
  file: () => new File(['x'], '/etc/passwd'),
  blob: () => new Blob(['x']),
  proxy: () => new Proxy({}, { get: () => 'x' }),
  'a getter that throws': thrower,
  toJSON: () => ({ toJSON: () => ({ reference: 'x' }) }),
  'a toJSON that is none': () => ({ toJSON: 'x' }),
  valueOf: () => ({ valueOf: 1, toString: 2 }),
  'no prototype': () => Object.assign(Object.create(null), { reference: 'x' }),
  'boxed string': () => Object('x'),
  circle: cyclic,
  'circle of arrays': cyclicArray,
  'a hundred deep': () => deep(100),
  'ten thousand deep': () => deep(10_000),
  'twenty thousand items': () => Array.from({ length: 20_000 }, () => 0),
  'a million holes': () => Object.assign([], { length: 1_000_000 }),
  'array with keys': arrayWithKeys,
  'ten thousand keys': () => Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`k${n}`, n])),
  'an empty array': () => [],
  'an empty object': () => ({}),
  'an empty string': () => '',
  'a million characters': () => 'x'.repeat(1_000_000),
  'five million characters': () => 'x'.repeat(5_000_000),
  '1,000 characters': () => 'x'.repeat(1_000),
  '1,001 characters': () => 'x'.repeat(1_001),
  '999 astral characters': () => '😀'.repeat(499),
  'a lone high surrogate': () => 'a\ud800b',
  'a lone low surrogate': () => '\udc00',
  'bidi marks': () => '\u202eadmin\u202c\u2066\u200f',
  'zero width': () => 'ku\u200brir\ufeff\u2060',
  'combining marks': () => `a${'\u0301'.repeat(500)}`,
  NUL: () => 'a\u0000b',
  'control characters': () => '\u0001\u001b@\u001d(k\u0007\r\n\u0085\u2028',
  'printer commands': () => '\u001b@\u001dV\u0000\u0010\u0014\u0001\u0000\u0005',
  SQL: () => "x'; DROP TABLE operations; --",
  'SQL of SQLite': () => "' UNION SELECT sql FROM sqlite_master; ATTACH '/tmp/x' AS x; --",
  'LIKE marks': () => '%_%\\_%'.repeat(100),
  'FTS marks': () => '"a" NEAR/2 (b*) ^c: {d} -e',
  format: () => ['%s%n%x%d%o%O%j %p {0} $', '{process.env} {{7*7}}'].join(''),
  template: () => '{reference}{provider}{__proto__}',
  shell: () => '$(id) `id` ; id | id & id\n',
  header: () => 'x\r\nX-Evil: 1\r\n\r\n',
  climbing: () => '../'.repeat(20),
  'climbing to a file': () => '../../../../../../etc/passwd',
  'climbing backwards': () => '..\\..\\..\\windows\\system32\\config\\sam',
  'absolute path': () => '/etc/passwd',
  'endless file': () => '/dev/zero',
  'own memory': () => '/proc/self/environ',
  UNC: () => '\\\\203.0.113.1\\share\\profile.json',
  'UNC forwards': () => '//203.0.113.1/share/profile.json',
  'UNC mixed': () => '/\\203.0.113.1\\share\\profile.json',
  device: () => '\\\\.\\PhysicalDrive0',
  'verbatim path': () => '\\\\?\\UNC\\203.0.113.1\\share',
  'file url': () => 'file:///etc/passwd',
  'http url': () => 'http://127.0.0.1:1/',
  'javascript url': () => 'javascript:alert(1)',
  markup: () => '<img src=x onerror=alert(1)><script>1</script>',
  __proto__key: () => '__proto__',
  constructor: () => 'constructor',
  'a channel': () => 'qr.generate',
  slow: () => `${'a'.repeat(900)}!`,
  'slow spaces': () => `${' '.repeat(900)}x`,
  'slow digits': () => '1'.repeat(990),
  'a date that is none': () => '2026-02-31',
  'far away date': () => '9999999-12',
};

/** Builds what a recipe describes. */
export function build(node) {
  if (node.k === 'evil') return evils[node.n]();
  if (node.k === 'lit') return node.v;
  if (node.k === 'arr') return node.i.map(build);
  const made = {};
  for (const [key, inner] of node.e) {
    // Assigned, `__proto__` would set the prototype; as an own key it is a key like any other.
    Object.defineProperty(made, key, { value: build(inner), enumerable: true, configurable: true, writable: true });
  }
  return made;
}
