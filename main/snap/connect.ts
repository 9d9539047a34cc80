/** The way to a provider, up to the last moment before a request's first byte: proxy, TLS, pinned keys. */
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';
import { isPinned } from './pins.ts';
import { openTunnel } from './tunnel.ts';

/** How a provider is reached. */
export interface Route {
  /** The public keys of which one has to stand behind the address; null: an authority's word is enough. */
  readonly pins: readonly string[] | null;
  /** URL of the proxy that opens the tunnel; null: straight. */
  readonly proxy: string | null;
}

export const STRAIGHT: Route = { pins: null, proxy: null };

/** The note of an exchange whose far end was genuine to an authority, but shows none of the pinned keys. */
export const NOT_PINNED = 'PUBLIC_KEY_NOT_PINNED';

/**
 * TLS is verified whatever the environment says. Every handshake is a whole one: a resumed session would go by
 * certificates that were looked at some other day.
 */
const TLS = { rejectUnauthorized: true, minVersion: 'TLSv1.2', allowH2: false, maxCachedSessions: 0 } as const;

export interface Connector {
  readonly connect: buildConnector.connector;
  /** Ends every tunnel. */
  close(): void;
}

function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** Hands the connection on if it may be used. undici has sent nothing by now: it waits for `callback`. */
function checked(pins: Route['pins'], callback: buildConnector.Callback): buildConnector.Callback {
  if (pins === null) return callback;
  return (...[error, socket]: [Error, null] | [null, Socket | TLSSocket]) => {
    if (error !== null) callback(error, null);
    else if (socket instanceof TLSSocket && isPinned(socket, pins)) callback(null, socket);
    else {
      socket.destroy();
      callback(coded(NOT_PINNED), null);
    }
  };
}

/** @param timeoutMs for a whole connection, proxy and handshakes included */
export function createConnector(route: Route, timeoutMs: number): Connector {
  const { pins } = route;
  const straight = buildConnector({ ...TLS, timeout: timeoutMs });
  const proxy = route.proxy === null ? null : new URL(route.proxy);
  const ending = new AbortController();

  async function through(via: URL, options: buildConnector.Options, callback: buildConnector.Callback): Promise<void> {
    const began = performance.now();
    const { hostname } = options;
    const port = Number(options.port || 443);
    const tunnel = await openTunnel({ proxy: via, hostname, port, timeoutMs, signal: ending.signal });
    if (!tunnel.ok) {
      callback(coded(tunnel.note), null);
      return;
    }
    const timeout = Math.max(1, Math.ceil(timeoutMs - (performance.now() - began)));
    buildConnector({ ...TLS, timeout })({ ...options, httpSocket: tunnel.socket }, callback);
  }

  return {
    connect(options, callback) {
      const done = checked(pins, callback);
      if (proxy === null) straight(options, done);
      else if (options.protocol === 'https:') {
        through(proxy, options, done).catch((error: unknown) => {
          done(error instanceof Error ? error : coded('error'), null);
        });
      }
      // Only what is encrypted from end to end is anybody else's to carry.
      else done(coded('PLAIN_HTTP'), null);
    },
    close: () => ending.abort(),
  };
}
