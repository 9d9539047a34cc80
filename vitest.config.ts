import { defineConfig } from 'vitest/config';
import { closingLine } from './test/support/closing-line.ts';

/** Real keychains, sockets, windows and key pairs on a small machine: patience, not timing. */
const patience = { testTimeout: 60_000, hookTimeout: 120_000 };

/** A zone that is not Jakarta's, so that nothing is right by accident. */
const env = { TZ: 'America/New_York' };

export default defineConfig({
  test: {
    pool: 'forks',
    reporters: ['default', closingLine()],
    projects: [
      {
        test: {
          name: 'parts',
          include: [
            'test/unit/**/*.test.ts',
            'test/integration/**/*.test.ts',
            'test/faults/**/*.test.ts',
            'test/findings/**/*.test.ts',
          ],
          sequence: { groupOrder: 0 },
          env,
          ...patience,
        },
      },
      {
        // Each file has a window of its own; one at a time, so that two browsers do not starve each other.
        test: {
          name: 'window',
          include: ['test/e2e/**/*.test.ts'],
          sequence: { groupOrder: 1 },
          fileParallelism: false,
          env,
          ...patience,
        },
      },
      {
        // Alone as well: it keeps both cores busy by itself.
        test: {
          name: 'kill',
          include: ['test/kill/**/*.test.ts'],
          sequence: { groupOrder: 2 },
          env,
          ...patience,
        },
      },
      {
        // Measures memory and how long main keeps anybody waiting, so it runs with nothing beside it.
        test: {
          name: 'hostile',
          include: ['test/hostile/**/*.test.ts'],
          sequence: { groupOrder: 3 },
          fileParallelism: false,
          env,
          ...patience,
        },
      },
    ],
  },
});
