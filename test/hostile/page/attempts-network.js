/** Every way that a page knows to send a byte somewhere; `given.canary` and `given.udp` listen on loopback. */
import { group, loads, put, sleep } from '/tools.js';

function peer(given, servers) {
  const connection = new RTCPeerConnection({ iceServers: servers });
  connection.createDataChannel('x');
  const found = [];
  connection.addEventListener('icecandidate', ({ candidate }) => candidate && found.push(candidate.candidate));
  return connection
    .createOffer()
    .then((offer) => connection.setLocalDescription(offer))
    .then(() => sleep(700))
    .then(() => {
      connection.close();
      const outside = found.filter((line) => / typ (?:srflx|relay) /.test(line));
      return outside.length > 0 && `candidates ${outside.join(' | ')} of ${given.udp}`;
    });
}

const socket = (make) =>
  new Promise((resolve, reject) => {
    const made = make();
    made.addEventListener('open', () => resolve('open'));
    made.addEventListener('error', () => reject(new Error('closed')));
  });

function sheet(css) {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, made];
  return sleep(100).then(() => false);
}

/** The same ways to two places: what listens on this machine, and a name outside. */
function to(place) {
  const at = (given, path) => `${place === 'outside' ? 'https://outside.example' : given.canary}/${path}`;
  const link =
    (rel, extra = {}) =>
    (given) => {
      put('link', { rel, href: at(given, rel), ...extra }, document.head);
      return sleep(30).then(() => false);
    };
  return {
    fetch: (given) => fetch(at(given, 'fetch')).then(() => 'answered'),
    'fetch no-cors': (given) =>
      fetch(at(given, 'no-cors'), { mode: 'no-cors', method: 'POST', body: 'x' }).then(() => 'sent'),
    'fetch keepalive': (given) =>
      fetch(at(given, 'keepalive'), { keepalive: true, mode: 'no-cors' }).then(() => 'sent'),
    fetchLater: (given) => {
      window.fetchLater(at(given, 'later'), { activateAfter: 0 });
      return sleep(100).then(() => false);
    },
    XHR: (given) =>
      new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open('GET', at(given, 'xhr'));
        request.onload = () => resolve('answered');
        request.onerror = () => reject(new Error('refused'));
        request.send();
      }),
    'XHR that waits': (given) => {
      const request = new XMLHttpRequest();
      request.open('POST', at(given, 'xhr-sync'), false);
      request.send('x');
      return 'answered';
    },
    WebSocket: (given) => socket(() => new WebSocket(at(given, 'ws').replace(/^http/, 'ws'))),
    EventSource: (given) => socket(() => new EventSource(at(given, 'events'))),
    WebTransport: (given) =>
      new WebTransport(at(given, 'transport').replace(/^http:/, 'https:')).ready.then(() => 'open'),
    // Says true as soon as it is queued, whatever becomes of it.
    beacon: (given) => sleep(100, navigator.sendBeacon(at(given, 'beacon'), 'x')).then(() => false),
    image: (given) => loads(new Image(), { src: at(given, 'x.png') }),
    'image set': (given) => loads(new Image(), { srcset: `${at(given, 'y.png')} 2x` }),
    picture: (given) => {
      const picture = put('picture');
      put('source', { srcset: at(given, 'z.png') }, picture);
      return loads(put('img', { src: at(given, 'z2.png') }, picture), {});
    },
    'image button': (given) => loads(document.createElement('input'), { type: 'image', src: at(given, 'button.png') }),
    'SVG image': (given) => {
      const image = document.createElementNS('http://www.w3.org/2000/svg', 'image');
      image.setAttribute('href', at(given, 'svg.png'));
      put(image, {}, put(document.createElementNS('http://www.w3.org/2000/svg', 'svg')));
      return sleep(50).then(() => false);
    },
    'SVG use': (given) => {
      const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
      use.setAttribute('href', `${at(given, 'use.svg')}#a`);
      put(use, {}, put(document.createElementNS('http://www.w3.org/2000/svg', 'svg')));
      return sleep(50).then(() => false);
    },
    audio: (given) => new Audio(at(given, 'a.mp3')).play().then(() => 'plays'),
    video: (given) => {
      put('video', { src: at(given, 'v.mp4'), poster: at(given, 'poster.png') });
      return sleep(50).then(() => false);
    },
    track: (given) => {
      put('track', { src: at(given, 't.vtt'), default: true }, put('video', { src: 'data:video/mp4,' })).track.mode =
        'showing';
      return sleep(50).then(() => false);
    },
    stylesheet: (given) => loads(document.createElement('link'), { rel: 'stylesheet', href: at(given, 'x.css') }),
    'style import': (given) => sheet(`@import url(${at(given, 'import.css')});`),
    'style picture': (given) => sheet(`h1 { background: url(${at(given, 'css.png')}) }`),
    'style by hand': (given) => {
      document.body.style.backgroundImage = `url(${at(given, 'hand.png')})`;
      return sleep(50).then(() => false);
    },
    'style cursor': (given) => {
      document.body.style.cursor = `url(${at(given, 'cursor.png')}), auto`;
      return sleep(50).then(() => false);
    },
    font: (given) => new FontFace('x', `url(${at(given, 'x.woff2')})`).load().then(() => 'loaded'),
    'script element': (given) => {
      const script = document.createElement('script');
      script.setAttribute('src', at(given, 'x.js'));
      return loads(script);
    },
    'module import': (given) => import(at(given, 'module.js')).then(() => 'loaded'),
    worker: (given) => void new Worker(at(given, 'worker.js')),
    'audio worklet': (given) => new AudioContext().audioWorklet.addModule(at(given, 'worklet.js')).then(() => 'loaded'),
    'service worker': (given) => navigator.serviceWorker.register(at(given, 'sw.js')).then(() => 'registered'),
    frame: (given) => {
      put('iframe', { src: at(given, 'frame') });
      return sleep(100).then(() => false);
    },
    object: (given) => loads(document.createElement('object'), { data: at(given, 'object') }),
    embed: (given) => {
      put('embed', { src: at(given, 'embed') });
      return sleep(100).then(() => false);
    },
    prefetch: link('prefetch'),
    preload: link('preload', { as: 'image' }),
    'module preload': link('modulepreload'),
    preconnect: link('preconnect'),
    'DNS prefetch': link('dns-prefetch'),
    prerender: link('prerender'),
    manifest: link('manifest'),
    icon: link('icon'),
    'link ping': (given) => {
      put('a', { href: '#x', ping: at(given, 'ping') }).click();
      return sleep(50).then(() => false);
    },
    'speculation rules': (given) => {
      const script = document.createElement('script');
      script.type = 'speculationrules';
      script.append(JSON.stringify({ prefetch: [{ urls: [at(given, 'speculated')] }] }));
      document.head.append(script);
      return sleep(50).then(() => false);
    },
    'report-to': (given) => {
      put(
        'meta',
        { 'http-equiv': 'Content-Security-Policy', content: `default-src *; report-uri ${at(given, 'report')}` },
        document.head,
      );
      return sleep(50).then(() => false);
    },
  };
}

export const network = {
  ...group('network, loopback', to('loopback')),
  ...group('network, outside', to('outside')),
  ...group('network, WebRTC', {
    STUN: (given) => peer(given, [{ urls: `stun:127.0.0.1:${given.udp}` }]),
    'TURN over UDP': (given) => peer(given, [{ urls: `turn:127.0.0.1:${given.udp}`, username: 'x', credential: 'x' }]),
    'TURN over TCP': (given) =>
      peer(given, [
        { urls: `turn:127.0.0.1:${new URL(given.canary).port}?transport=tcp`, username: 'x', credential: 'x' },
      ]),
    'TURN over TLS': (given) =>
      peer(given, [{ urls: `turns:127.0.0.1:${new URL(given.canary).port}`, username: 'x', credential: 'x' }]),
    'STUN from a frame': (given) => {
      const { contentWindow } = put('iframe');
      const connection = new contentWindow.RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${given.udp}` }] });
      connection.createDataChannel('x');
      return connection
        .createOffer()
        .then((offer) => connection.setLocalDescription(offer))
        .then(() => sleep(500))
        .then(() => false);
    },
  }),
  ...group('network, own origin', {
    'fetch own page': () => fetch('/index.html').then(() => 'answered'),
    'XHR own page': () =>
      new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open('GET', '/index.html');
        request.onload = () => resolve('answered');
        request.onerror = () => reject(new Error('refused'));
        request.send();
      }),
    'service worker': () => navigator.serviceWorker.register('/owned.js').then(() => 'registered'),
    'shared worker': () => void new SharedWorker('/owned.js'),
    cache: () =>
      caches
        .open('x')
        .then((cache) => cache.add('/index.html'))
        .then(() => 'cached'),
  }),
};
