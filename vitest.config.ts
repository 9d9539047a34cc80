import { defineConfig } from 'vitest/config';
import { closingLine } from './test/support/closing-line.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // Real keychains, sockets and key pairs on a small machine: patience, not timing.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A zone that is not Jakarta's, so that nothing is right by accident.
    env: { TZ: 'America/New_York' },
    reporters: ['default', closingLine()],
  },
});
