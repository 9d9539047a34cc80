/** The scan itself: it finds a secret however it is written, and nothing in what is none. */
import { expect, it } from 'vitest';
import { makeProfile } from '../support/profile-maker.ts';
import { scanFor } from './scan.ts';

const profile = makeProfile();
const { clientSecret, privateKey } = profile.speedcash;
const scan = scanFor(profile, () => ['a-token-of-today'], ['/home/kasir/till']);
const lines = privateKey.split('\n');

it.each([
  ['as it is', clientSecret],
  ['within more', `{"words":"x${clientSecret}y"}`],
  ['in hex', Buffer.from(clientSecret).toString('hex')],
  ['in base64', Buffer.from(clientSecret).toString('base64')],
  ['in base64 behind something', Buffer.from(`ab${clientSecret}c`).toString('base64')],
  ['in base64url behind something', Buffer.from(`a${clientSecret}`).toString('base64url')],
  ['as UTF-16 in base64', Buffer.from(clientSecret, 'utf16le').toString('base64')],
  ['as numbers', JSON.stringify([...Buffer.from(clientSecret)])],
  ['a line of a key', lines[7] ?? ''],
  ['a whole key', JSON.stringify(privateKey)],
  ['a token', 'Bearer a-token-of-today'],
  ['a place', 'cannot open /home/kasir/till/x'],
  ['a stack', 'Error: x\n    at main (file:///x/index.js:3:1)'],
  ["an error's name", 'TypeError: x is not a function'],
])('finds a secret %s', (_how, text) => {
  expect(scan.find(text)).not.toBeNull();
});

it('finds nothing where nothing is', () => {
  const words =
    'Profil tersimpan. The keychain works. 2026-11-21T08:00:00+07:00 SHA-256 9f86d081884c7d659a2feaa0c55ad015';
  expect(scan.find(JSON.stringify({ words, store: profile.store, id: profile.speedcash.clientId }))).toBeNull();
});
