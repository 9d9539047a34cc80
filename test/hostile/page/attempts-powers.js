/** What a browser may grant a page: devices, senses, places. A refusal, an error and silence are all well. */
import { group } from '/tools.js';

const asked = (name) => () =>
  navigator.permissions.query({ name }).then(({ state }) => state === 'granted' && 'granted');
const QUERIED = [
  'camera',
  'microphone',
  'geolocation',
  'notifications',
  'midi',
  'clipboard-read',
  'idle-detection',
  'storage-access',
  'window-management',
  'persistent-storage',
  'local-fonts',
  'push',
];

export const powers = {
  ...group('permissions', {
    ...Object.fromEntries(QUERIED.map((name) => [`query ${name}`, asked(name)])),
    notification: () => Notification.requestPermission().then((state) => state === 'granted' && 'granted'),
    place: () =>
      new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(() => resolve('found'), reject)),
    camera: () => navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'sees'),
    microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'hears'),
    'names of cameras': () =>
      navigator.mediaDevices.enumerateDevices().then((found) => found.some(({ label }) => label !== '') && 'named'),
    screen: () => navigator.mediaDevices.getDisplayMedia().then(() => 'sees'),
    screens: () => window.getScreenDetails().then(() => 'listed'),
    'read the clipboard': () => navigator.clipboard.readText().then(() => 'read'),
    'read all of the clipboard': () => navigator.clipboard.read().then(() => 'read'),
    USB: () => navigator.usb.requestDevice({ filters: [] }).then(() => 'chosen'),
    'USB known': () => navigator.usb.getDevices().then((list) => list.length > 0 && 'listed'),
    serial: () => navigator.serial.requestPort().then(() => 'chosen'),
    'serial known': () => navigator.serial.getPorts().then((list) => list.length > 0 && 'listed'),
    HID: () => navigator.hid.requestDevice({ filters: [] }).then((list) => list.length > 0 && 'chosen'),
    Bluetooth: () => navigator.bluetooth.requestDevice({ acceptAllDevices: true }).then(() => 'chosen'),
    MIDI: () => navigator.requestMIDIAccess({ sysex: true }).then(() => 'granted'),
    idle: () => IdleDetector.requestPermission().then((state) => state === 'granted' && 'granted'),
    'storage that stays': () => navigator.storage.persist().then((kept) => kept && 'kept'),
    'storage of others': () => document.requestStorageAccessFor('https://outside.example').then(() => 'granted'),
    fonts: () => window.queryLocalFonts().then((list) => list.length > 0 && 'listed'),
    credentials: () => navigator.credentials.get({ password: true }).then((found) => found !== null && 'found'),
    'public key': () =>
      navigator.credentials
        .create({
          publicKey: {
            challenge: new Uint8Array(8),
            rp: { name: 'x' },
            user: { id: new Uint8Array(8), name: 'x', displayName: 'x' },
            pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
            timeout: 500,
          },
        })
        .then(() => 'made'),
    payment: () =>
      new PaymentRequest([{ supportedMethods: 'https://outside.example/pay' }], {
        total: { label: 'x', amount: { currency: 'IDR', value: '1' } },
      })
        .show()
        .then(() => 'shown'),
    share: () => navigator.share({ text: 'x' }).then(() => 'shared'),
    'keyboard lock': () => navigator.keyboard.lock().then(() => document.fullscreenElement !== null && 'locked'),
    XR: () => navigator.xr.requestSession('immersive-vr').then(() => 'begun'),
    presentation: () => new PresentationRequest(['https://outside.example/']).start().then(() => 'begun'),
    'eye dropper': () => new EyeDropper().open().then(() => 'picked'),
    contacts: () => navigator.contacts.select(['name']).then(() => 'chosen'),
    NFC: () => new NDEFReader().scan().then(() => 'scans'),
    'paste by command': () => document.execCommand('paste') && 'pasted',
  }),
};
