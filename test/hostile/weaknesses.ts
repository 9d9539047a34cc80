/**
 * Weak spots to build on purpose, so that the suite is seen to find each: `TILL_WEAKNESS=<name> npm test -- test/hostile`
 * must fail. Never part of a build that nobody asked to be weak.
 */
import type { Plugin } from 'vite';

interface Spot {
  /** The source file, by the end of its path. */
  readonly file: string;
  readonly strong: string;
  readonly weak: string;
}

interface Weakness {
  /** The spec that finds it, by the beginning of its name. */
  readonly foundBy: string;
  readonly spots: readonly Spot[];
}

const OUTCOME = 'gets an outcome or a plain refusal';
const FRAMES = 'is refused in every frame';
const TRIES = 'reaches nothing';
const FILES = 'gets no file';

export const WEAKNESSES: Readonly<Record<string, Weakness>> = {
  'any sender': {
    foundBy: FRAMES,
    spots: [
      {
        file: 'main/shell/ipc.ts',
        strong: 'const frame = asker.senderFrame;',
        weak: 'return true; const frame = asker.senderFrame;',
      },
    ],
  },
  'frames inside our page': {
    foundBy: FRAMES,
    spots: [
      {
        file: 'main/shell/ipc.ts',
        strong: 'frame.parent !== null || !ours(asker.sender) || frame !== asker.sender.mainFrame',
        weak: 'false',
      },
    ],
  },
  'no parsing of inputs': {
    foundBy: OUTCOME,
    spots: [
      {
        file: 'main/gate/handle.ts',
        strong: 'const parsed = spec.input.safeParse(input);',
        weak: 'const parsed = { success: true, data: input };',
      },
    ],
  },
  'no parsing of outputs': {
    foundBy: OUTCOME,
    spots: [
      {
        file: 'main/gate/handle.ts',
        strong: 'return outcomeOf(spec.output).parse(await run(parsed.data));',
        weak: 'return { ...(await run(parsed.data)), pid: process.pid };',
      },
    ],
  },
  'errors cross': {
    foundBy: OUTCOME,
    spots: [
      { file: 'main/gate/handle.ts', strong: 'return bug(begun', weak: 'throw error; return bug(begun' },
      {
        file: 'main/desk/read-actions.ts',
        strong: 'return till.ok ? ok({ couriers:',
        weak: "if (search.includes('DROP')) throw new Error('at /x'); return till.ok ? ok({ couriers:",
      },
    ],
  },
  'no rates': {
    foundBy: 'is told that it asks too much',
    spots: [
      { file: 'main/gate/handle.ts', strong: 'if (!limits.ask()) return tooMany();', weak: '' },
      { file: 'main/gate/limits.ts', strong: '|| !mayRun()', weak: '' },
    ],
  },
  'no bounds': {
    foundBy: 'gets no further past the preload',
    spots: [{ file: 'main/gate/handle.ts', strong: 'if (!withinBounds(input)) return invalid([]);', weak: '' }],
  },
  'no content policy': {
    foundBy: TRIES,
    spots: [{ file: 'main/shell/policy.ts', strong: "'Content-Security-Policy': CSP,", weak: '' }],
  },
  'scripts of text': {
    foundBy: TRIES,
    spots: [
      { file: 'main/shell/policy.ts', strong: `"script-src 'self'",`, weak: `"script-src 'self' 'unsafe-eval'",` },
      { file: 'main/shell/policy.ts', strong: `"require-trusted-types-for 'script'",`, weak: '' },
    ],
  },
  'markup of text': {
    foundBy: TRIES,
    spots: [
      { file: 'main/shell/policy.ts', strong: `"require-trusted-types-for 'script'",`, weak: '' },
      { file: 'main/shell/policy.ts', strong: `"trusted-types 'none'",`, weak: '' },
    ],
  },
  'permissions granted': {
    foundBy: TRIES,
    spots: [
      { file: 'main/shell/policy.ts', strong: 'answer(false));', weak: 'answer(true));' },
      {
        file: 'main/shell/policy.ts',
        strong: 'setPermissionCheckHandler(() => false)',
        weak: 'setPermissionCheckHandler(() => true)',
      },
    ],
  },
  'navigation allowed': {
    foundBy: TRIES,
    spots: [
      {
        file: 'main/shell/policy.ts',
        strong: "contents.on('will-navigate', (event) => event.preventDefault());",
        weak: '',
      },
      {
        file: 'main/shell/policy.ts',
        strong: "contents.on('will-frame-navigate', (event) => event.preventDefault());",
        weak: '',
      },
    ],
  },
  'requests let through': {
    foundBy: TRIES,
    spots: [
      {
        file: 'main/shell/policy.ts',
        strong: 'cancel: !mayRequest(details.url, details.resourceType, packaged)',
        weak: 'cancel: false',
      },
      { file: 'main/shell/policy.ts', strong: "'Content-Security-Policy': CSP,", weak: '' },
    ],
  },
  'windows allowed': {
    foundBy: TRIES,
    spots: [{ file: 'main/shell/policy.ts', strong: "action: 'deny'", weak: "action: 'allow'" }],
  },
  'downloads allowed': {
    foundBy: TRIES,
    spots: [
      {
        file: 'main/shell/policy.ts',
        strong: "session.on('will-download', (event) => event.preventDefault());",
        weak: '',
      },
    ],
  },
  'links out of the folder': {
    foundBy: FILES,
    spots: [
      {
        file: 'main/shell/app-protocol.ts',
        strong: 'if (!real.startsWith(home + sep)) return refusal(403);',
        weak: '',
      },
    ],
  },
  'any name of a file': {
    foundBy: FILES,
    spots: [
      {
        file: 'main/shell/app-protocol.ts',
        strong: 'if (!segments.every((segment) => SEGMENT.test(segment))) return { refused: 403 };',
        weak: '',
      },
    ],
  },
  'raw ipc': {
    foundBy: TRIES,
    spots: [
      {
        file: 'main/preload.ts',
        strong: "exposeInMainWorld('till', { request, on, pathOf });",
        weak: "exposeInMainWorld('till', { request, on, pathOf }); contextBridge.exposeInMainWorld('ipcRenderer', { invoke: (...args: [string, unknown]) => ipcRenderer.invoke(...args) });",
      },
    ],
  },
  'places in an answer': {
    foundBy: OUTCOME,
    spots: [
      {
        file: 'main/gate/handle.ts',
        strong: "words: words('input.invalid'), fields: fieldsOf(issues)",
        weak: "words: { key: 'x', id: process.cwd(), en: process.env.QRIS_TERMINAL_HOME ?? '', next: null }, fields: fieldsOf(issues)",
      },
    ],
  },
  'Chromium has a network': {
    foundBy: TRIES,
    spots: [{ file: 'main/shell/start-shell.ts', strong: 'cutNetwork(app.commandLine);', weak: '' }],
  },
  'rights that nobody asks for': {
    foundBy: 'does nothing that needs a supervisor',
    spots: [
      {
        file: 'main/desk/people-actions.ts',
        strong: 'const outcome = refusal ?? (await',
        weak: 'const outcome = (await',
      },
    ],
  },
  'leave without a PIN': {
    foundBy: 'is let do nothing by what it makes up',
    spots: [
      {
        file: 'main/desk/people-actions.ts',
        strong: 'const known = await login(till, { operator, pin });',
        weak: "const known = { outcome: 'ok', data: { operator, role: 'supervisor' } };",
      },
    ],
  },
  'PINs without waits': {
    foundBy: 'does not find a PIN by trying',
    spots: [{ file: 'main/app/people.ts', strong: 'if (wrong < FREE_TRIES) return 0;', weak: 'return 0;' }],
  },
  'a lock that only hides the screen': {
    foundBy: 'learns nothing of the till while nobody is in',
    spots: [
      {
        file: 'main/desk/people-actions.ts',
        strong: 'const outcome = refusal ?? (await',
        weak: 'const outcome = (await',
      },
    ],
  },
  'a locked till that is told of': {
    foundBy: 'learns nothing of the till while nobody is in',
    spots: [
      {
        file: 'main/desk/session.ts',
        strong: "if (session.state === 'free' || session.state === 'in') return state;",
        weak: 'return state;',
      },
    ],
  },
};

/** @returns the plugins that make a build weak in the named way; none where no name was given */
export function weakening(name: string | undefined): readonly Plugin[] {
  if (name === undefined) return [];
  const weakness = WEAKNESSES[name];
  if (weakness === undefined) throw new Error(`no weakness is called ${name}`);
  return [
    {
      name: 'weakness',
      enforce: 'pre',
      transform(code, id) {
        const here = weakness.spots.filter(({ file }) => id.endsWith(file));
        if (here.length === 0) return null;
        return here.reduce((text, { strong, weak }) => {
          if (!text.includes(strong)) throw new Error(`${id} no longer has: ${strong}`);
          return text.replace(strong, () => weak);
        }, code);
      },
    },
  ];
}
