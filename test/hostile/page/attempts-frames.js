/** What a frame inside the page may see: no bridge of its own, no code of its own, and nothing of the machinery. */
import { group, loads, put, sleep } from '/tools.js';

const MACHINERY = [
  'till',
  'require',
  'process',
  'module',
  'Buffer',
  'electron',
  'ipcRenderer',
  '__tillToNode',
  '__tillFromNode',
];

function seenIn(target) {
  const seen = MACHINERY.filter((name) => target[name] !== undefined);
  return seen.length > 0 && `sees ${seen.join(', ')}`;
}

function framed(properties) {
  return () => {
    const frame = put('iframe', properties);
    return sleep(120).then(() => {
      const { contentDocument, contentWindow } = frame;
      if (contentDocument === null) return false; // of another origin: nothing of it can be seen, nor it of us
      return seenIn(contentWindow);
    });
  };
}

function codeIn(make) {
  return () => {
    const { contentWindow } = put('iframe');
    make(contentWindow);
    return sleep(60).then(() => {
      const was = window.ran === true;
      window.ran = undefined;
      return was && 'ran';
    });
  };
}

const blob = (text) => URL.createObjectURL(new Blob([text], { type: 'text/html' }));

export const frames = {
  ...group('frames', {
    empty: framed({}),
    'about:blank': framed({ src: 'about:blank' }),
    'about:srcdoc': framed({ src: 'about:srcdoc' }),
    'sandboxed with everything allowed': framed({
      sandbox: 'allow-scripts allow-same-origin allow-top-navigation allow-popups',
    }),
    'our own page': () =>
      loads(document.createElement('iframe'), { src: '/' }).then(() =>
        seenIn(document.querySelector('iframe:last-of-type').contentWindow),
      ),
    'our own page by app:': framed({ src: 'app://qris-terminal/' }),
    'another app: host': framed({ src: 'app://other/' }),
    'a file': framed({ src: 'file:///etc/passwd' }),
    'chrome:': framed({ src: 'chrome://version' }),
    'devtools:': framed({ src: 'devtools://devtools/bundled/inspector.html' }),
    'view-source:': framed({ src: `view-source:${location.href}` }),
    data: framed({ src: 'data:text/html,x' }),
    blob: framed({ src: blob('x') }),
    outside: framed({ src: 'https://outside.example/' }),
    'frame in a frame': () => {
      const outer = put('iframe');
      const inner = put(outer.contentDocument.createElement('iframe'), {}, outer.contentDocument.body);
      return seenIn(inner.contentWindow);
    },
    'old frameset': () => {
      const frame = put('frame', { src: 'about:blank' }, put('frameset'));
      return frame.contentWindow ? seenIn(frame.contentWindow) : false;
    },
    'fenced frame': () => {
      put('fencedframe');
      return false;
    },
    webview: () => {
      const view = put('webview', {
        src: 'https://outside.example/',
        nodeintegration: '',
        allowpopups: '',
        webpreferences: 'sandbox=no',
      });
      return sleep(60).then(() => typeof view.loadURL === 'function' && 'is a webview');
    },
    browserview: () => typeof put('browserplugin').attach === 'function' && 'is a plugin',
    'eval of a frame': codeIn((inner) => inner.eval('parent.ran = true')),
    'Function of a frame': codeIn((inner) => Reflect.construct(inner.Function, ['parent.ran = true'])()),
    'inline script of a frame': codeIn((inner) => {
      const script = inner.document.createElement('script');
      script.append('parent.ran = true');
      inner.document.body.append(script);
    }),
    'document.write of a frame': codeIn((inner) => inner.document.write('<script>parent.ran = true</script>')),
    'timer of a frame': codeIn((inner) => inner.setTimeout('parent.ran = true')),
    'javascript: of a frame': codeIn((inner) => {
      inner.location.href = 'javascript:parent.ran = true';
    }),
    'our own page sees': () => {
      const seen = MACHINERY.filter((name) => name !== 'till' && window[name] !== undefined);
      return seen.length > 0 && `sees ${seen.join(', ')}`;
    },
    'a message to ourselves': () => {
      window.postMessage({ channel: 'qr.generate', args: [{}] }, '*');
      window.postMessage({ t: 'call', f: 0, id: 1, args: [] }, '*');
      return sleep(50).then(() => false);
    },
    'a message port': () => {
      const { port1, port2 } = new MessageChannel();
      window.postMessage({ type: 'ELECTRON_IPC' }, '*', [port2]);
      port1.postMessage({});
      return sleep(50).then(() => false);
    },
  }),
};
