/** `session` and `protocol`: who answers a page's requests, what it may do, and what becomes of downloads. */
import { fromChromium } from './addresses.ts';
import { events, preventable } from './emitter.ts';
import { told } from './settings.ts';
import { NotStoodIn, strict } from './strict.ts';

type Handler = (request: Request) => Response | Promise<Response>;
type BeforeRequest = Parameters<Electron.WebRequest['onBeforeRequest']>[0];
type PermissionRequest = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
type PermissionCheck = Parameters<Electron.Session['setPermissionCheckHandler']>[0];

/** As Electron names them and as Chromium does; each is decided before a page exists. */
export const PERMISSIONS = {
  notifications: ['notifications'],
  geolocation: ['geolocation'],
  media: ['camera', 'microphone'],
  midi: ['midi'],
  'clipboard-read': ['clipboard-read'],
  'idle-detection': ['idle-detection'],
  'storage-access': ['storage-access'],
  'window-management': ['window-management'],
} as const satisfies Partial<Record<Parameters<NonNullable<PermissionRequest>>[1], readonly string[]>>;
type Permission = keyof typeof PERMISSIONS;

interface Rules {
  request: PermissionRequest;
  check: PermissionCheck;
  beforeRequest: BeforeRequest | null;
  readonly schemes: Map<string, Handler>;
}

/** The stand-in's own way into a session. */
export interface SessionInside {
  /** What becomes of a request, by webRequest first and then by the scheme's handler. */
  answer(request: PageRequest): Promise<Response | 'cancelled'>;
  allows(permission: Permission, contents: Electron.WebContents): Promise<boolean>;
  /** @returns whether the download was prevented */
  download(url: string): boolean;
}

export interface PageRequest {
  readonly url: string;
  readonly method: string;
  /** Chromium's name for it (`Document`, `Image` …). */
  readonly type: string;
}

const TYPES: Readonly<Record<string, string>> = {
  Document: 'mainFrame',
  Stylesheet: 'stylesheet',
  Script: 'script',
  Image: 'image',
  Font: 'font',
  Media: 'media',
  XHR: 'xhr',
  Fetch: 'xhr',
  Ping: 'ping',
  CSPViolationReport: 'cspReport',
  WebSocket: 'webSocket',
};

const insides = new WeakMap<object, SessionInside>();

export function insideOf(session: object): SessionInside {
  const inside = insides.get(session);
  if (inside === undefined) throw new Error('this is no session of the stand-in');
  return inside;
}

function cancels(rules: Rules, { url, method, type }: PageRequest): Promise<boolean> {
  const { beforeRequest } = rules;
  if (beforeRequest === null) return Promise.resolve(false);
  const details = strict('OnBeforeRequestListenerDetails', { url, method, resourceType: TYPES[type] ?? 'other' });
  const { promise, resolve } = Promise.withResolvers<boolean>();
  beforeRequest(details as unknown as Electron.OnBeforeRequestListenerDetails, (answer) => {
    if (answer.redirectURL !== undefined) throw new NotStoodIn('a redirect by webRequest');
    resolve(answer.cancel === true);
  });
  return promise;
}

function inside(rules: Rules, download: (url: string) => boolean): SessionInside {
  return {
    async answer(asked) {
      const url = fromChromium(asked.url);
      if (await cancels(rules, { ...asked, url })) {
        told.cancelled.push(url);
        return 'cancelled';
      }
      const handler = rules.schemes.get(URL.parse(url)?.protocol ?? '');
      if (handler === undefined) throw new NotStoodIn(`a way to answer ${url}, which the session let through`);
      // undici's Request knows no app: scheme problem: any absolute URL is kept as it is written
      return handler(new Request(url, { method: asked.method }));
    },
    async allows(permission, contents) {
      const checked = rules.check?.(contents, permission, '', strict('PermissionCheck details', {}) as never) ?? true;
      const { promise, resolve } = Promise.withResolvers<boolean>();
      if (rules.request === null) resolve(true);
      else rules.request(contents, permission, resolve, strict('PermissionRequest details', {}) as never);
      return checked && (await promise);
    },
    download,
  };
}

function makeSession(): Electron.Session {
  const rules: Rules = { request: null, check: null, beforeRequest: null, schemes: new Map() };
  const raising = events('Session', ['will-download']);
  const protocol = {
    handle: (scheme, handler) => {
      if (rules.schemes.has(`${scheme}:`)) throw new Error(`Failed to register protocol: ${scheme}`);
      if (!privileged.has(scheme)) throw new NotStoodIn(`the scheme ${scheme} without privileges`);
      rules.schemes.set(`${scheme}:`, handler as Handler);
    },
  } satisfies Pick<Electron.Protocol, 'handle'>;
  const webRequest = {
    onBeforeRequest: (listener: unknown) => {
      if (typeof listener !== 'function') throw new NotStoodIn('a filter of webRequest.onBeforeRequest');
      rules.beforeRequest = listener as BeforeRequest;
    },
  };
  const known = {
    setPermissionRequestHandler: (handler) => {
      rules.request = handler;
    },
    setPermissionCheckHandler: (handler) => {
      rules.check = handler;
    },
    // USB, HID and serial devices, and screens: a page in headless Chromium has none of them to ask for.
    setDevicePermissionHandler: () => undefined,
    setDisplayMediaRequestHandler: () => undefined,
  } satisfies Pick<
    Electron.Session,
    | 'setPermissionRequestHandler'
    | 'setPermissionCheckHandler'
    | 'setDevicePermissionHandler'
    | 'setDisplayMediaRequestHandler'
  >;
  const made = strict('Session', {
    ...raising.methods,
    ...known,
    protocol: strict('Session.protocol', protocol),
    webRequest: strict('Session.webRequest', webRequest),
  });
  const download = (url: string): boolean => {
    const event = preventable();
    raising.raise('will-download', event, strict('DownloadItem', { getURL: () => url }), strict('WebContents', {}));
    return event.defaultPrevented;
  };
  insides.set(made, inside(rules, download));
  return made as unknown as Electron.Session;
}

const sessions = new Map<string, Electron.Session>();
const privileged = new Set<string>();

export const session = strict('session', {
  fromPartition(partition) {
    if (partition.startsWith('persist:')) throw new NotStoodIn('a session that persists');
    const found = sessions.get(partition) ?? makeSession();
    sessions.set(partition, found);
    return found;
  },
} satisfies Pick<typeof Electron.session, 'fromPartition'>);

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged(schemes) {
    for (const { scheme, privileges = {} } of schemes) {
      // What the made-up https origin is by itself; anything less cannot be shown in it.
      const fits = privileges.standard === true && privileges.secure === true && privileges.supportFetchAPI === true;
      if (!fits || Object.keys(privileges).length !== 3) throw new NotStoodIn(`these privileges of ${scheme}:`);
      privileged.add(scheme);
    }
  },
} satisfies Pick<typeof Electron.protocol, 'registerSchemesAsPrivileged'>);
