import { expect, it } from 'vitest';
import { localPath } from '../../../shared/contract-shapes.ts';

it.each([
  '/home/kasir/profil toko.json',
  '/Users/kasir/profil.json',
  'C:\\Users\\kasir\\profil.json',
  'd:/profil.json',
  '/media/usb/?/x.json',
])('takes %s', (path) => {
  expect(localPath.safeParse(path).success).toBe(true);
});

it('takes no path of another machine', () => {
  const others = [
    '\\\\203.0.113.1\\share\\x.json',
    '//203.0.113.1/share/x.json',
    '/\\203.0.113.1\\x',
    '\\/203.0.113.1/x',
    '\\\\?\\UNC\\203.0.113.1\\x',
    '\\\\.\\pipe\\x',
    '/?\\UNC\\x',
    '/??/UNC/203.0.113.1/x',
  ];
  expect(others.filter((path) => localPath.safeParse(path).success)).toEqual([]);
});

it.each([
  '',
  'profil.json',
  '../profil.json',
  'file:///profil.json',
  'C:profil.json',
  '/a\0.json',
  `/${'a'.repeat(4_096)}`,
  'https://203.0.113.1/x',
])('refuses %j', (path) => {
  expect(localPath.safeParse(path).success).toBe(false);
});
