/** What a page may do: nothing but show itself. Everything is denied here, in one place, whatever Electron's defaults are. */
import type { Session, WebContents } from 'electron';

const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

export const APP_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CSP,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-DNS-Prefetch-Control': 'off',
  'Cache-Control': 'no-cache',
};

/**
 * Whether the window's session may make a request. All HTTPS lives in main; a picture that a page carries in itself
 * (`data:`) reaches no network, and developer tools are part of a checkout only.
 */
export function mayRequest(url: string, resourceType: string, packaged: boolean): boolean {
  if (url.startsWith('app:')) return true;
  if (url.startsWith('data:')) return resourceType === 'image';
  return !packaged && url.startsWith('devtools:');
}

/** Denies a session everything that is not our own pages. */
export function lockSession(session: Session, packaged: boolean): void {
  // Electron grants what neither of the two handlers denies.
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !mayRequest(details.url, details.resourceType, packaged) });
  });
  session.on('will-download', (event) => event.preventDefault());
}

/** Denies web contents to go anywhere, or to have anything opened beside them: the one page is loaded once by the shell. */
export function lockContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
