/** Which packages a built bundle still asks for at run time: those, and no others, must be shipped beside it. */
import { isBuiltin } from 'node:module';
import { parseAst } from 'vite';

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** What an import, an export from, an `import()` or a `require()` names; null for anything else, and for a name that is computed. */
function namedBy(node: Readonly<Record<string, unknown>>): string | null {
  const { type, callee, source, arguments: given } = node;
  const requires =
    type === 'CallExpression' && isRecord(callee) && /^_*require$/.test(String(callee.name)) && Array.isArray(given);
  const named: unknown = requires ? given[0] : source;
  return isRecord(named) && typeof named.value === 'string' ? named.value : null;
}

function* namesIn(node: unknown): Generator<string> {
  if (Array.isArray(node)) {
    for (const child of node) yield* namesIn(child);
  } else if (isRecord(node)) {
    const name = namedBy(node);
    if (name !== null) yield name;
    for (const child of Object.values(node)) yield* namesIn(child);
  }
}

function packageOf(name: string): string {
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/');
}

/**
 * @param script an ES module's text
 * @returns package names, each once, without Node's own modules, relative files and Electron
 */
export function outsideImports(script: string): readonly string[] {
  const names = [...namesIn(parseAst(script))].filter((name) => !/^[./]/.test(name) && !isBuiltin(name));
  return [...new Set(names.map(packageOf))].filter((name) => name !== 'electron').toSorted();
}
