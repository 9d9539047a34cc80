/** Every way to turn text into code that runs. What runs sets `window.ran`. */
import { group, put, sleep } from '/tools.js';

const CODE = 'window.ran = true';
const ran = () => {
  const was = window.ran === true;
  window.ran = undefined;
  return was && 'ran';
};
const later = () => sleep(60).then(ran);
const made = (name) => Reflect.construct(Object.getPrototypeOf(name).constructor, [CODE])();

function inline(type, text) {
  const script = document.createElement('script');
  if (type !== null) script.type = type;
  script.append(text);
  document.body.append(script);
  return later();
}

const blob = (text, type) => URL.createObjectURL(new Blob([text], { type }));

function script(src) {
  const element = document.createElement('script');
  element.setAttribute('src', src);
  document.body.append(element);
  return later();
}

function frame(src) {
  put('iframe', { src });
  return later();
}

// Reached by name, because every linter would refuse them as well.
const named = (name) => Reflect.get(globalThis, name);

export const scripts = {
  ...group('scripts', {
    eval: () => named('eval')('1') && 'ran',
    'indirect eval': () => Reflect.apply(named('eval'), null, [CODE]) && 'ran',
    Function: () => Reflect.construct(named('Function'), ['return 1'])() && 'ran',
    'constructor of a function': () => made(() => 1) || ran(),
    'constructor of an async function': () => made(async () => 1) && 'ran',
    'constructor of a generator': () => made(function* () {}) && 'ran',
    'constructor of the bridge': () => Reflect.construct(window.till.request.constructor, ['return 1'])() && 'ran',
    'constructor of an answer': async () => {
      const answer = await window.till.request('app.snapshot', {});
      return Reflect.construct(answer.constructor.constructor, ['return 1'])() && 'ran';
    },
    'constructor of an error': () =>
      window.till
        .request('no such', {})
        .catch((error) => Reflect.construct(error.constructor.constructor, ['return 1'])() && 'ran'),
    'setTimeout of text': () => {
      Reflect.apply(setTimeout, globalThis, [CODE, 0]);
      return later();
    },
    'setInterval of text': () => {
      const timer = Reflect.apply(setInterval, globalThis, [CODE, 10]);
      return later().finally(() => clearInterval(timer));
    },
    'inline script': () => inline(null, CODE),
    'inline module': () => inline('module', CODE),
    'import map': () => inline('importmap', '{"imports":{"x":"data:text/javascript,1"}}'),
    'script of a blob': () => script(blob(CODE, 'text/javascript')),
    'script of data': () => script(`data:text/javascript,${CODE}`),
    'import of a blob': () => import(blob(CODE, 'text/javascript')).then(ran),
    'import of data': () => import(`data:text/javascript,${CODE}`).then(ran),
    'worker of a blob': () => {
      new Worker(blob('postMessage(1)', 'text/javascript'));
      return 'started';
    },
    'worker of data': () => {
      new Worker('data:text/javascript,1');
      return 'started';
    },
    'worker of our own file': () => {
      new Worker('/evil.js', { type: 'module' });
      return 'started';
    },
    WebAssembly: () => WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).then(() => 'compiled'),
    'javascript: by a link': () => {
      put('a', { href: `javascript:${CODE}` }).click();
      return later();
    },
    'javascript: by location': () => {
      location.href = `javascript:${CODE}`;
      return later();
    },
    'javascript: by a frame': () => frame(`javascript:parent.${CODE}`),
    'javascript: by a form': () => {
      put('form', { action: `javascript:${CODE}` }).submit();
      return later();
    },
    'javascript: by window.open': () => {
      window.open(`javascript:${CODE}`, '_self');
      return later();
    },
    'handler as an attribute': () => {
      const button = put('button');
      button.setAttribute('onclick', CODE);
      button.click();
      return later();
    },
    'handler of a broken picture': () => {
      const image = document.createElement('img');
      image.setAttribute('onerror', CODE);
      image.src = 'data:image/png,x';
      document.body.append(image);
      return later();
    },
    innerHTML: () => {
      put('p').innerHTML = `<img src=x onerror="${CODE}">`;
      return 'assigned';
    },
    outerHTML: () => {
      put('p').outerHTML = '<b>x</b>';
      return 'assigned';
    },
    insertAdjacentHTML: () => {
      document.body.insertAdjacentHTML('beforeend', '<b>x</b>');
      return 'inserted';
    },
    'document.write': () => {
      document.write(`<script>${CODE}</script>`);
      return 'written';
    },
    DOMParser: () => new DOMParser().parseFromString('<b>x</b>', 'text/html') && 'parsed',
    parseHTMLUnsafe: () => Document.parseHTMLUnsafe('<b>x</b>') && 'parsed',
    setHTMLUnsafe: () => {
      put('p').setHTMLUnsafe('<b>x</b>');
      return 'set';
    },
    contextualFragment: () => document.createRange().createContextualFragment('<b>x</b>') && 'made',
    template: () => {
      document.createElement('template').innerHTML = '<b>x</b>';
      return 'assigned';
    },
    'shadow innerHTML': () => {
      put('div').attachShadow({ mode: 'open' }).innerHTML = '<b>x</b>';
      return 'assigned';
    },
    srcdoc: () => {
      put('iframe', { srcdoc: '<b>x</b>' });
      return 'assigned';
    },
    'script text': () => {
      document.createElement('script').text = CODE;
      return 'assigned';
    },
    'script src': () => {
      document.createElement('script').src = '/evil.js';
      return 'assigned';
    },
    execCommand: () => document.execCommand('insertHTML', false, '<b>x</b>') && 'inserted',
    'a policy of its own': () => window.trustedTypes.createPolicy('p', {}) && 'made',
    'a default policy': () => window.trustedTypes.createPolicy('default', { createHTML: (text) => text }) && 'made',
    'inline style': () => {
      const style = document.createElement('style');
      style.append('h1 { color: rgb(1, 2, 3) }');
      document.head.append(style);
      return getComputedStyle(document.querySelector('h1')).color === 'rgb(1, 2, 3)' && 'styled';
    },
    'style as an attribute': () => {
      const title = document.querySelector('h1');
      title.setAttribute('style', 'color: rgb(1, 2, 3)');
      return getComputedStyle(title).color === 'rgb(1, 2, 3)' && 'styled';
    },
    'style of data': () => {
      put('link', { rel: 'stylesheet', href: 'data:text/css,h1{color:rgb(4,5,6)}' }, document.head);
      return sleep(60).then(() => getComputedStyle(document.querySelector('h1')).color === 'rgb(4, 5, 6)' && 'styled');
    },
    base: () => {
      put('base', { href: 'https://outside.example/' }, document.head);
      return document.baseURI.startsWith('https://outside') && 'moved';
    },
    'a laxer policy': () => {
      put(
        'meta',
        { 'http-equiv': 'Content-Security-Policy', content: "script-src * 'unsafe-inline' 'unsafe-eval'" },
        document.head,
      );
      return inline(null, CODE);
    },
    'frame of a blob': () => frame(blob(`<script>parent.${CODE}</script>`, 'text/html')),
    'frame of data': () => frame(`data:text/html,<script>parent.${CODE}</script>`),
    'object of data': () => {
      put('object', { data: `data:text/html,<script>parent.${CODE}</script>` });
      return later();
    },
    'embed of SVG': () => {
      put('embed', { src: `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='parent.${CODE}'/>` });
      return later();
    },
    XSLT: () => {
      new XSLTProcessor().importStylesheet(new DOMParser().parseFromString('<x/>', 'text/xml'));
      return 'imported';
    },
    'what stood in the page': () => window.inlineRan === true && 'ran',
  }),
};
