import type { Session, WebContents } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { cutNetwork, lockContents, lockSession, mayRequest } from '../../../main/shell/policy.ts';

describe('mayRequest', () => {
  it.each([
    ['app://qris-terminal/index.html', 'mainFrame', true],
    ['data:image/png;base64,AA==', 'image', true],
    ['data:text/html,x', 'mainFrame', false],
    ['data:text/javascript,1', 'script', false],
    ['https://outside.example/', 'image', false],
    ['http://127.0.0.1:9100/', 'xhr', false],
    ['ws://127.0.0.1/', 'webSocket', false],
    ['file:///etc/passwd', 'mainFrame', false],
    ['blob:app://qris-terminal/1', 'script', false],
    ['apps://qris-terminal/', 'mainFrame', false],
    ['devtools://devtools/x.js', 'script', false],
  ] as const)('%s as %s: %s', (url, type, may) => {
    expect(mayRequest(url, type, true)).toBe(may);
  });

  it('lets developer tools load in a checkout', () => {
    expect(mayRequest('devtools://devtools/x.js', 'script', false)).toBe(true);
  });
});

describe('lockSession', () => {
  it('denies every permission by both handlers, every device, screen, outside request and download', () => {
    const handlers = new Map<string, (...args: unknown[]) => unknown>();
    const keep = (name: string) => (handler: never) => void handlers.set(name, handler);
    const session = {
      setPermissionRequestHandler: keep('request'),
      setPermissionCheckHandler: keep('check'),
      setDevicePermissionHandler: keep('device'),
      setDisplayMediaRequestHandler: keep('display'),
      webRequest: { onBeforeRequest: keep('before') },
      on: (event: string, handler: never) => void handlers.set(event, handler),
    };
    lockSession(session as unknown as Session, true);
    const answer = vi.fn();
    handlers.get('request')?.({}, 'media', answer);
    expect(answer).toHaveBeenLastCalledWith(false);
    expect(handlers.get('check')?.({}, 'usb')).toBe(false);
    expect(handlers.get('device')?.({})).toBe(false);
    handlers.get('display')?.({}, answer);
    expect(answer).toHaveBeenLastCalledWith({});
    handlers.get('before')?.({ url: 'https://outside.example/', resourceType: 'image' }, answer);
    expect(answer).toHaveBeenLastCalledWith({ cancel: true });
    handlers.get('before')?.({ url: 'app://qris-terminal/', resourceType: 'mainFrame' }, answer);
    expect(answer).toHaveBeenLastCalledWith({ cancel: false });
    const preventDefault = vi.fn();
    handlers.get('will-download')?.({ preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
  });
});

describe('lockContents', () => {
  it('prevents every way to somewhere else', () => {
    const events: string[] = [];
    let open: () => unknown = () => null;
    const contents = {
      on: (event: string, handler: (event: unknown) => void) => handler({ preventDefault: () => events.push(event) }),
      setWindowOpenHandler: (handler: typeof open) => {
        open = handler;
      },
      setWebRTCIPHandlingPolicy: vi.fn(),
    };
    lockContents(contents as unknown as WebContents);
    expect(events).toEqual(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']);
    expect(open()).toEqual({ action: 'deny' });
    expect(contents.setWebRTCIPHandlingPolicy).toHaveBeenCalledWith('disable_non_proxied_udp');
  });
});

it('cuts the network: no name, no proxy, and no way around it for loopback or WebRTC', () => {
  const switches: Record<string, string | undefined> = {};
  cutNetwork({ appendSwitch: (name, value) => void Object.assign(switches, { [name]: value }) });
  expect(switches).toEqual({
    'host-resolver-rules': 'MAP * ~NOTFOUND',
    'proxy-server': 'http://nowhere.invalid:1',
    'proxy-bypass-list': '<-loopback>',
    'webrtc-ip-handling-policy': 'disable_non_proxied_udp',
  });
});
