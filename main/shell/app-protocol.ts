/** The window's pages over `app://`: what lies in the renderer folder and nothing beside it, always with the same headers. */
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { APP_HEADERS } from './policy.ts';

export const APP_SCHEME = 'app';
export const APP_HOST = 'qris-terminal';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

/** The kinds that a package may hold (resources/packaging/asar-allow-list.ts). */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
};

/** A name as our bundler makes them. Whatever else a path may hold (dots alone, slashes of any kind, NUL) has no place. */
const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

export type Resolved = { readonly path: string; readonly type: string } | { readonly refused: number };

/**
 * Where a URL lies on disk, by its text alone.
 * @returns the path with its MIME type, or the HTTP status to refuse with
 */
export function resolveAppUrl(address: string, folder: string): Resolved {
  const url = URL.parse(address);
  if (url === null) return { refused: 400 };
  const stranger =
    url.protocol !== `${APP_SCHEME}:` || url.host !== APP_HOST || url.username !== '' || url.password !== '';
  if (stranger) return { refused: 403 };
  // The URL parser has already walked `..` away; one that stands in the address was meant to climb.
  if (/(?:\/|\\|%2f|%5c)(?:\.|%2e){2}(?=\/|\\|%2f|%5c|$)/i.test(address.split(/[?#]/, 1)[0] ?? ''))
    return { refused: 403 };
  const path = url.pathname === '/' || url.pathname === '' ? '/index.html' : url.pathname;
  const segments = path.slice(1).split('/');
  if (!segments.every((segment) => SEGMENT.test(segment))) return { refused: 403 };
  const type = TYPES[extname(path)];
  return type === undefined ? { refused: 404 } : { path: join(folder, ...segments), type };
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: APP_HEADERS });
}

/** @returns what `protocol.handle` wants: answers GET and HEAD, refuses links that lead out of the folder */
export function serveFolder(folder: string): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405);
    const found = resolveAppUrl(request.url, folder);
    if ('refused' in found) return refusal(found.refused);
    try {
      const [home, real] = await Promise.all([realpath(folder), realpath(found.path)]);
      if (!real.startsWith(home + sep)) return refusal(403);
      const bytes = request.method === 'HEAD' ? null : await readFile(real);
      return new Response(bytes, { headers: { ...APP_HEADERS, 'Content-Type': found.type } });
    } catch {
      return refusal(404); // a file that cannot be read is not there for the window
    }
  };
}
