/** The frames of a window and the preload's worlds in them: which frame a message came from is read here. */
import type { CDPSession } from 'playwright-core';
import { fromChromium } from './addresses.ts';
import { WORLD } from './page-side.ts';
import { strict } from './strict.ts';

/** What of a WebFrameMain the shell reads. */
export type Frame = Pick<Electron.WebFrameMain, 'url' | 'origin' | 'parent' | 'top'>;

interface Known {
  readonly id: string;
  readonly parentId: string | null;
  url: string;
  readonly frame: Frame;
}

export interface Frames {
  main(): Frame;
  isMain(frameId: string): boolean;
  /** The frame that a world belongs to; null when either is gone, as Electron's senderFrame is then. */
  ofContext(contextId: number): Frame | null;
  /** The main frame's preload world, null while there is none. */
  mainWorld(): number | null;
}

export function watchFrames(cdp: CDPSession, mainId: string): Frames {
  const frames = new Map<string, Known>();
  const worlds = new Map<number, string>();

  function add(id: string, parentId: string | null, url: string): void {
    // In Electron a frame that is gone throws on every read.
    const known = (): Known => {
      const found = frames.get(id);
      if (found === undefined) throw new Error('Render frame was disposed before WebFrameMain could be accessed');
      return found;
    };
    const frame = strict('WebFrameMain', {
      get url() {
        return known().url;
      },
      get origin() {
        const parsed = URL.parse(known().url);
        return parsed === null || parsed.host === '' ? 'null' : `${parsed.protocol}//${parsed.host}`;
      },
      get parent() {
        const up = known().parentId;
        return up === null ? null : ((frames.get(up)?.frame ?? null) as Electron.WebFrameMain | null);
      },
      get top() {
        return (frames.get(mainId)?.frame ?? null) as Electron.WebFrameMain | null;
      },
    } satisfies Frame);
    frames.set(id, { id, parentId, url, frame });
  }

  function moved(id: string, parentId: string | null, url: string): void {
    const known = frames.get(id);
    if (known === undefined) add(id, parentId, fromChromium(url));
    else known.url = fromChromium(url);
  }

  add(mainId, null, 'about:blank');
  cdp.on('Page.frameAttached', ({ frameId, parentFrameId }) => add(frameId, parentFrameId, ''));
  cdp.on('Page.frameNavigated', ({ frame }) => moved(frame.id, frame.parentId ?? null, frame.url));
  // A frame that is written into by our page takes on our page's address.
  cdp.on('Page.documentOpened', ({ frame }) => moved(frame.id, frame.parentId ?? null, frame.url));
  cdp.on('Page.navigatedWithinDocument', ({ frameId, url }) => moved(frameId, null, url));
  cdp.on('Page.frameDetached', ({ frameId }) => void (frameId === mainId || frames.delete(frameId)));
  cdp.on('Runtime.executionContextCreated', ({ context }) => {
    const frameId: unknown = context.auxData?.frameId;
    if (context.name === WORLD && typeof frameId === 'string') worlds.set(context.id, frameId);
  });
  cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) => void worlds.delete(executionContextId));
  cdp.on('Runtime.executionContextsCleared', () => worlds.clear());
  cdp.on('Inspector.targetCrashed', () => worlds.clear());

  return {
    main: () => {
      const main = frames.get(mainId);
      if (main === undefined) throw new Error('a window always has a main frame');
      return main.frame;
    },
    isMain: (frameId) => frameId === mainId,
    ofContext: (contextId) => frames.get(worlds.get(contextId) ?? '')?.frame ?? null,
    mainWorld: () => [...worlds].findLast(([, frameId]) => frameId === mainId)?.[0] ?? null,
  };
}
