/** What looks like this machine's own address, and is another's. */
import { expect, it } from 'vitest';
import { isLoopbackUrl } from '../../../shared/profile.ts';

it.each([
  'http://127.0.0.1.evil.example/',
  'http://localhost.evil.example',
  'http://127.0.0.1@evil.example',
  'http://[::ffff:8.8.8.8]/',
  'http://0.0.0.0/',
  'http://localhost%2eevil.example',
])('%s is not this machine', (url) => {
  expect(isLoopbackUrl(url)).toBe(false);
});
