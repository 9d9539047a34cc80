/** Every way out of the page: to somewhere else, into a window beside it, onto the disk. */
import { group, put, sleep } from '/tools.js';

const still = (ms = 40) => sleep(ms).then(() => false);
const blob = (text, type) => URL.createObjectURL(new Blob([text], { type }));

/** Where to go; `about:blank` and `blob:`, which need no request, are the last that the spec tries. */
const places = {
  outside: () => 'https://outside.example/',
  loopback: (given) => `${given.canary}/navigated`,
  'another page of ours': () => '/evil.js',
  'our page with a question': () => '/?again',
  'another app: host': () => 'app://other/',
  'app: by name': () => 'app://qris-terminal/',
  file: () => 'file:///etc/passwd',
  'chrome:': () => 'chrome://version',
  'devtools:': () => 'devtools://devtools/bundled/inspector.html',
  'view-source:': () => `view-source:${location.href}`,
  data: () => 'data:text/html,<title>x</title>',
  mail: () => 'mailto:x@outside.example',
  telephone: () => 'tel:+62812',
  'system settings': () => 'ms-settings:network',
  'search of Windows': () => 'search-ms:query=x&crumb=location:\\\\203.0.113.1\\share',
  'another program': () => 'vscode://file/etc/passwd',
};

const navigations = {};
for (const [name, place] of Object.entries(places)) {
  navigations[`assign ${name}`] = (given) => {
    location.assign(place(given));
    return still();
  };
  navigations[`link ${name}`] = (given) => {
    put('a', { href: place(given) }).click();
    return still();
  };
}

const windows = {};
places.blob = () => blob('<title>x</title>', 'text/html');
for (const [name, place] of Object.entries(places)) {
  const opened = (made) => {
    made?.close();
    // Chromium hands a handle out for a window that is closed before it shows anything.
    return still();
  };
  windows[`open ${name}`] = (given) => opened(window.open(place(given)));
  windows[`open ${name} without a way back`] = (given) =>
    opened(window.open(place(given), '_blank', 'noopener,noreferrer'));
  windows[`link to a new window, ${name}`] = (given) => {
    put('a', { href: place(given), target: '_blank' }).click();
    return still();
  };
}

const download = (properties) => (given) => {
  put('a', typeof properties === 'function' ? properties(given) : properties).click();
  return still(80);
};

export const ways = {
  ...group('navigation', {
    ...navigations,
    replace: () => {
      location.replace('https://outside.example/');
      return still();
    },
    'of the navigation API': () => navigation.navigate('https://outside.example/').finished.then(() => 'went'),
    'a history of another origin': () => history.pushState({}, '', 'https://outside.example/') ?? 'pushed',
    back: () => {
      history.back();
      history.go(-5);
      return still();
    },
    refresh: () => {
      put('meta', { 'http-equiv': 'refresh', content: '0; url=https://outside.example/' }, document.head);
      return still(80);
    },
    'form that asks': (given) => {
      put('form', { action: `${given.canary}/form`, method: 'get' }).submit();
      return still();
    },
    'form that sends': (given) => {
      const form = put('form', { action: `${given.canary}/form`, method: 'post', enctype: 'text/plain' });
      put('input', { name: 'x', value: 'y' }, form);
      form.submit();
      return still();
    },
    'form to ourselves': () => {
      put('form', { action: '/', method: 'post' }).submit();
      return still();
    },
    'by a frame': () => {
      put('iframe').contentWindow.parent.location.assign('https://outside.example/');
      return still();
    },
    'of a frame': () => {
      put('iframe').contentWindow.location.assign('https://outside.example/');
      return still();
    },
    'form into a frame': (given) => {
      put('iframe', { name: 'into' });
      put('form', { action: `${given.canary}/into`, method: 'post', target: 'into' }).submit();
      return still();
    },
    'link into a frame': (given) => {
      put('iframe', { name: 'into2' });
      put('a', { href: `${given.canary}/into2`, target: 'into2' }).click();
      return still();
    },
    'a dropped file': () => {
      const data = new DataTransfer();
      data.items.add(new File(['<title>x</title>'], 'x.html', { type: 'text/html' }));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
      return still();
    },
    'a protocol of its own': () =>
      navigator.registerProtocolHandler('web+x', 'https://outside.example/%s') ?? 'registered',
  }),
  ...group('windows', {
    ...windows,
    'open nothing': () => {
      window.open()?.close();
      return still();
    },
    'open a popup': () => {
      window.open('https://outside.example/', 'x', 'popup,width=100,height=100')?.close();
      return still();
    },
    'form into a new window': (given) => {
      put('form', { action: `${given.canary}/new`, target: '_blank' }).submit();
      return still();
    },
    'link with a modifier': () => {
      for (const keys of [{ ctrlKey: true }, { shiftKey: true }, { metaKey: true }, { button: 1 }])
        put('a', { href: 'https://outside.example/' }).dispatchEvent(
          new MouseEvent('click', { bubbles: true, ...keys }),
        );
      return still();
    },
    'picture in picture': () => window.documentPictureInPicture.requestWindow().then(() => 'opened'),
  }),
  ...group('downloads', {
    'a blob': download(() => ({ href: blob('x', 'text/plain'), download: 'x.exe' })),
    data: download({ href: 'data:application/octet-stream,x', download: '../../x.exe' }),
    'our own page': download({ href: '/index.html', download: 'x.html' }),
    'from loopback': download((given) => ({ href: `${given.canary}/x.exe`, download: 'x.exe' })),
    'from outside': download({ href: 'https://outside.example/x.exe', download: '' }),
    'a kind that is not shown': download(() => ({ href: blob('x', 'application/octet-stream') })),
    'save a file': () => window.showSaveFilePicker({ suggestedName: 'x' }).then(() => 'saved'),
    'open a file': () => window.showOpenFilePicker().then(() => 'opened'),
    'open a folder': () => window.showDirectoryPicker().then(() => 'opened'),
    'path of a made file': () => window.till.pathOf(new File(['x'], '/etc/passwd')) !== '' && 'a path',
    'path of what is no file': () => window.till.pathOf({ path: '/etc/passwd' }) !== '' && 'a path',
  }),
};
