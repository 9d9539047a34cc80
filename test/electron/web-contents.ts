/** `webContents`: one Chromium page with the preload in it, its requests and navigations under the app's rules. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CDPSession } from 'playwright-core';
import { fromChromium, toChromium } from './addresses.ts';
import type { Opened } from './chromium.ts';
import { cloneCodec } from './clone-codec.ts';
import { events, type Raising } from './emitter.ts';
import { type Frames, watchFrames } from './frames.ts';
import { invoke } from './ipc-main.ts';
import { BINDING, DELIVER, type FromPage, pageScript, preloadScript, type ToPage, WORLD } from './page-side.ts';
import { insideOf, PERMISSIONS, type SessionInside } from './session.ts';
import { settings, told, trouble } from './settings.ts';
import { NotStoodIn, strict } from './strict.ts';

interface Paused {
  readonly requestId: string;
  readonly request: { readonly url: string; readonly method: string };
  readonly frameId: string;
  readonly resourceType: string;
}
type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

const EVENTS = [
  'will-navigate',
  'will-frame-navigate',
  'will-redirect',
  'will-attach-webview',
  'render-process-gone',
  'did-finish-load',
];

/** What the window and the app need of it beside its Electron face. */
export interface ContentsInside {
  readonly face: Electron.WebContents;
  readonly raising: Raising;
  load(address: string): Promise<void>;
  attach(opened: Opened, preload: string, session: Electron.Session): Promise<void>;
  setDark(dark: boolean): Promise<void>;
}

const codec = cloneCodec();
let lastId = 0;

interface Attached {
  readonly cdp: CDPSession;
  readonly frames: Frames;
}

/** No more than this in one message to the page, in characters: one huge answer does not keep the small ones waiting. */
const BATCH_SIZE = 1_000_000;

/** What waits for each of the page's worlds while a batch is on its way there. */
const mail = new WeakMap<CDPSession, Map<number, string[]>>();

/** Takes from the front what fits into one batch, and at least one. */
function batchOf(waiting: string[]): readonly string[] {
  let size = 0;
  const end = waiting.findIndex((text) => {
    size += text.length;
    return size > BATCH_SIZE;
  });
  return waiting.splice(0, end === -1 ? waiting.length : Math.max(1, end));
}

/**
 * Messages for a page that is gone are dropped, as Electron drops them. One batch for each world is under way at a
 * time: every call that the driver waits for costs it tens of kilobytes, which in a flood is far more than the messages.
 */
function post({ cdp }: Attached, contextId: number | null, message: ToPage): void {
  if (contextId === null) return;
  const worlds = mail.get(cdp) ?? new Map<number, string[]>();
  mail.set(cdp, worlds);
  const waiting = worlds.get(contextId);
  const text = JSON.stringify(message);
  if (waiting !== undefined) return void waiting.push(text);
  worlds.set(contextId, [text]);
  void deliver(cdp, contextId, worlds);
}

async function deliver(cdp: CDPSession, contextId: number, worlds: Map<number, string[]>): Promise<void> {
  // Each is a task's own: what one of them throws is the page's error and keeps none of the others back.
  const functionDeclaration = `function (...texts) {
    for (const text of texts) try { globalThis.${DELIVER}(text); } catch (error) { reportError(error); }
  }`;
  const waiting = worlds.get(contextId) ?? [];
  try {
    while (waiting.length > 0) {
      const args = batchOf(waiting).map((value) => ({ value }));
      await cdp.send('Runtime.callFunctionOn', { functionDeclaration, executionContextId: contextId, arguments: args });
    }
  } catch {
    // The page is gone, and with it whoever waited for the rest.
  } finally {
    worlds.delete(contextId);
  }
}

async function answerRequest(
  to: Attached,
  asked: Paused,
  inside: SessionInside,
  refuses: (asked: Paused, to: Attached) => Promise<boolean>,
): Promise<void> {
  const { requestId } = asked;
  const fail = (errorReason: 'Aborted' | 'BlockedByClient'): Promise<unknown> =>
    to.cdp.send('Fetch.failRequest', { requestId, errorReason });
  if (await refuses(asked, to)) return void (await fail('Aborted'));
  const { url, method } = asked.request;
  const response = await inside.answer({ url, method, type: asked.resourceType }).catch(async (error: unknown) => {
    await fail('BlockedByClient'); // the page must not wait for what is a trouble of the run
    throw error;
  });
  if (response === 'cancelled') return void (await fail('BlockedByClient'));
  await to.cdp.send('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  });
}

/** How long a page's word that it begins a navigation may come after the request for it, in milliseconds. */
const WORD_WITHIN_MS = 500;

/** The navigations (frame and address) that a page said it begins, each to be asked for once. */
function pageBegan(): { add(navigation: string): void; has(navigation: string): Promise<boolean> } {
  const said = new Set<string>();
  const waiting = new Map<string, (said: boolean) => void>();
  return {
    add: (navigation) => {
      const waiter = waiting.get(navigation);
      if (waiter === undefined) said.add(navigation);
      else waiter(true);
    },
    has: async (navigation) => {
      if (said.delete(navigation)) return true;
      const { promise, resolve } = Promise.withResolvers<boolean>();
      waiting.set(navigation, resolve);
      const timer = setTimeout(() => resolve(false), WORD_WITHIN_MS);
      const came = await promise;
      clearTimeout(timer);
      waiting.delete(navigation);
      return came;
    },
  };
}

/** Runs what must not fail silently: a fault of the stand-in is a trouble of the run. */
function guarded(what: string, work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    const gone = error instanceof Error && /closed|crashed|Invalid InterceptionId|not found/i.test(error.message);
    if (!gone && !(error instanceof NotStoodIn)) trouble(`${what}: ${String(error)}`);
  });
}

export function makeWebContents(): ContentsInside {
  const raising = events('WebContents', EVENTS);
  /** Addresses that the shell itself is about to load. */
  const expected = new Set<string>();
  const begun = pageBegan();
  const attached = Promise.withResolvers<Attached>();
  let to: Attached | null = null;
  let openHandler: OpenHandler | null = null;
  lastId += 1;

  const known = {
    id: lastId,
    get mainFrame() {
      if (to === null) throw new NotStoodIn('a mainFrame before the first page');
      return to.frames.main() as Electron.WebFrameMain;
    },
    send: (channel, ...args: unknown[]) => {
      const encoded = codec.encode(args);
      if (to !== null) post(to, to.frames.mainWorld(), { kind: 'event', channel, args: encoded });
    },
    reload: () => {
      const { cdp, frames } = to ?? {};
      if (cdp === undefined || frames === undefined) return;
      expected.add(toChromium(frames.main().url));
      guarded('reload', cdp.send('Page.reload'));
    },
    setWindowOpenHandler: (handler) => {
      openHandler = handler;
    },
    setWebRTCIPHandlingPolicy: (policy) => {
      if (policy !== 'disable_non_proxied_udp') throw new NotStoodIn(`the WebRTC policy ${policy}`);
    },
  } satisfies Pick<
    Electron.WebContents,
    'id' | 'mainFrame' | 'send' | 'reload' | 'setWindowOpenHandler' | 'setWebRTCIPHandlingPolicy'
  >;
  Object.defineProperties(known, Object.getOwnPropertyDescriptors(raising.methods));
  const face = strict('WebContents', known) as unknown as Electron.WebContents;

  /**
   * Puts a navigation that the page began before the app; what the shell or a driver began is not asked about, as in
   * Electron. The page says that it begins one before the request for it starts, but over another wire, so that word is
   * given time to arrive (a round trip to the page is no way: Chromium holds those back while a navigation is pending).
   * @returns whether the app refuses it
   */
  async function refusesNavigation({ request, frameId, resourceType }: Paused, to: Attached): Promise<boolean> {
    if (resourceType !== 'Document' || expected.delete(request.url)) return false;
    if (!(await begun.has(`${frameId} ${request.url}`))) return false;
    const url = fromChromium(request.url);
    const isMainFrame = to.frames.isMain(frameId);
    const details = { url, isMainFrame };
    const refused =
      (isMainFrame && raising.ask('will-navigate', details, url)) || raising.ask('will-frame-navigate', details);
    if (refused) told.deniedNavigations.push(url);
    return refused;
  }

  function hear({ cdp, frames }: Attached, session: Electron.Session): void {
    const inside = insideOf(session);
    cdp.on('Fetch.requestPaused', (paused) => {
      guarded(paused.request.url, answerRequest({ cdp, frames }, paused, inside, refusesNavigation));
    });
    cdp.on('Page.frameRequestedNavigation', ({ frameId, url }) => {
      begun.add(`${frameId} ${url.split('#', 1)[0]}`);
    });
    cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name !== BINDING) return;
      const message = JSON.parse(payload) as FromPage;
      if (message.kind === 'trouble') return trouble(`preload: ${message.message}`);
      const { id, channel, args } = message;
      const from = { sender: face, senderFrame: frames.ofContext(executionContextId) as Electron.WebFrameMain | null };
      const answered = invoke(channel, from, args).then((answer) =>
        post({ cdp, frames }, executionContextId, { kind: 'answer', id, ...answer }),
      );
      guarded(channel, answered);
    });
    cdp.on('Page.windowOpen', ({ url }) => {
      const details = strict('HandlerDetails', { url: fromChromium(url) }) as unknown as Electron.HandlerDetails;
      if (openHandler?.(details).action !== 'deny') throw new NotStoodIn('a second window by window.open');
    });
    cdp.on('Page.downloadWillBegin', ({ url }) => {
      if (!inside.download(url)) throw new NotStoodIn('a download that is let through');
    });
    cdp.on('Inspector.targetCrashed', () => {
      raising.raise('render-process-gone', {}, strict('RenderProcessGoneDetails', { reason: 'crashed', exitCode: 1 }));
    });
    cdp.on('Page.loadEventFired', () => raising.raise('did-finish-load', {}));
  }

  async function decidePermissions(cdp: CDPSession, session: Electron.Session): Promise<void> {
    for (const [permission, names] of Object.entries(PERMISSIONS)) {
      const allowed = await insideOf(session).allows(permission as keyof typeof PERMISSIONS, face);
      if (allowed) throw new NotStoodIn(`the permission ${permission} being granted`);
      for (const name of names) await cdp.send('Browser.setPermission', { permission: { name }, setting: 'denied' });
    }
  }

  async function attach(opened: Opened, preload: string, session: Electron.Session): Promise<void> {
    const { cdp } = opened;
    const { targetInfo } = await cdp.send('Target.getTargetInfo');
    const frames = watchFrames(cdp, targetInfo.targetId);
    const secret = randomBytes(16).toString('hex');
    await cdp.send('Page.enable');
    await cdp.send('Runtime.enable');
    await cdp.send('Inspector.enable');
    await cdp.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD });
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: pageScript(secret) });
    const source = preloadScript(secret, readFileSync(preload, 'utf8'));
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: WORLD });
    await cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
    await decidePermissions(cdp, session);
    to = { cdp, frames };
    hear(to, session);
    await applyViewport(cdp);
    attached.resolve(to);
  }

  return {
    face,
    raising,
    attach,
    load: async (address) => {
      const { cdp } = await attached.promise;
      const url = toChromium(address);
      expected.add(url);
      const loaded = new Promise<void>((resolve) => cdp.once('Page.loadEventFired', () => resolve()));
      const { errorText } = await cdp.send('Page.navigate', { url });
      if (errorText !== undefined) throw new Error(`${errorText} loading '${address}'`);
      await loaded;
    },
    setDark: async (dark) => {
      const features = [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }];
      await (await attached.promise).cdp.send('Emulation.setEmulatedMedia', { features });
    },
  };
}

async function applyViewport(cdp: CDPSession): Promise<void> {
  const { headless, viewport, deviceScaleFactor } = settings();
  if (!headless || viewport === null) return;
  await cdp.send('Emulation.setDeviceMetricsOverride', { ...viewport, deviceScaleFactor, mobile: false });
}
