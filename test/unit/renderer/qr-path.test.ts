import { describe, expect, it } from 'vitest';
import { modulesPath } from '../../../renderer/components/qr-path.ts';

describe('the path of a QR', () => {
  it('draws each run of dark modules once, four modules in from every edge', () => {
    expect(modulesPath(['110', '000', '101'])).toBe('M4 4h2v1h-2zM4 6h1v1h-1zM6 6h1v1h-1z');
  });

  it('is nothing for nothing', () => {
    expect(modulesPath([])).toBe('');
  });
});
