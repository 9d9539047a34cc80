/** Does what a hostile page would try, as a script of the page itself, and writes down what came of it. */

function note(list, text) {
  const item = document.createElement('li');
  item.textContent = text;
  document.getElementById(list).append(item);
}

async function attempt(name, what) {
  try {
    await what();
    note('tried', `${name}: done`);
  } catch {
    note('tried', `${name}: refused`);
  }
}

function loaded(element, attribute, url) {
  return new Promise((resolve, reject) => {
    element.addEventListener('load', resolve);
    element.addEventListener('error', reject);
    element[attribute] = url;
    document.body.append(element);
  });
}

const stop = window.till.on('probe.told', ({ text }) => {
  note('told', text);
  if (text === 'stop') stop();
});
window.till.on('probe.awake', () => note('told', 'awake'));

// Reached by name, because every linter would refuse them as well.
await attempt('eval', () => Reflect.get(globalThis, 'eval')('1'));
await attempt('Function', () => Reflect.construct(Reflect.get(globalThis, 'Function'), ['return 1'])());
await attempt('innerHTML', () => {
  document.createElement('p').innerHTML = '<b>x</b>';
});
await attempt('policy', () => window.trustedTypes.createPolicy('p', {}));
await attempt('fetch outside', () => fetch('https://outside.example/'));
await attempt('fetch inside', () => fetch('/index.html'));
await attempt('image outside', () => loaded(new Image(), 'src', 'https://outside.example/x.png'));
await attempt('script outside', () => loaded(document.createElement('script'), 'src', 'https://outside.example/x.js'));
await attempt('websocket', async () => {
  const socket = new WebSocket('wss://outside.example/');
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
});
await attempt('window', () => {
  if (window.open('https://outside.example/') === null) throw new Error('denied');
});
await attempt('worker', () => new Worker('data:text/javascript,1'));
await attempt('service worker', () => navigator.serviceWorker.register('/probe.js'));
await attempt('notification', async () => {
  if ((await Notification.requestPermission()) !== 'granted') throw new Error('denied');
});
await attempt('camera', () => navigator.mediaDevices.getUserMedia({ video: true }));
await attempt('unknown request', () => window.till.request('toString', {}));
await attempt('unknown event', () => window.till.on('__proto__', () => undefined));
await attempt('other till', () => {
  window.till = { request: () => 'forged' };
});
await attempt('changed till', () => {
  window.till.request = () => 'forged';
});

const { data } = await window.till.request('probe.count', {});
document.getElementById('count').textContent = String(data);
