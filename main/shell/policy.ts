/** What a page may do: nothing but show itself. Everything is denied here, in one place, whatever Electron's defaults are. */
import type { CommandLine, Session, WebContents } from 'electron';

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

/** Powers that no till page has a use for, also where a handler would have nobody to ask. */
const POWERS =
  `
  accelerometer camera clipboard-read display-capture fullscreen geolocation gyroscope hid
  idle-detection local-fonts magnetometer microphone midi payment picture-in-picture
  publickey-credentials-create publickey-credentials-get screen-wake-lock serial storage-access usb
  window-management xr-spatial-tracking`.match(/\S+/g) ?? [];

export const APP_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CSP,
  'Permissions-Policy': POWERS.map((power) => `${power}=()`).join(', '),
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

/**
 * Takes the network away from Chromium as a whole, before it is ready. Main's HTTPS does not go through it, and
 * `app://` needs no socket. A content policy and webRequest see requests alone: not the name of a preconnect or a
 * prefetch, not the connection that is opened while a navigation is still to be refused, and nothing of WebRTC.
 */
export function cutNetwork(commandLine: Pick<CommandLine, 'appendSwitch'>): void {
  commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  // A proxy that nobody can find, for loopback and bare addresses too; WebRTC has no way but through it.
  commandLine.appendSwitch('proxy-server', 'http://nowhere.invalid:1');
  commandLine.appendSwitch('proxy-bypass-list', '<-loopback>');
  commandLine.appendSwitch('webrtc-ip-handling-policy', 'disable_non_proxied_udp');
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
