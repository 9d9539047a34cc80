/** Builds the window's page: relative addresses only, nothing inline, nothing that a strict policy would have to allow. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const OUT = join(import.meta.dirname, 'dist', 'renderer');

/** All scripts and styles together, compressed, in bytes. */
const BUDGET = 150_000;

/** Weighs what was built and fails when it is too much for a till. */
function weigh(): Plugin {
  let out = OUT;
  return {
    name: 'weigh',
    configResolved({ build }) {
      out = build.outDir;
    },
    async closeBundle() {
      const names = await readdir(out, { recursive: true });
      const counted = names.filter((name) => /\.(?:js|css)$/.test(name));
      const sizes = await Promise.all(counted.map(async (name) => gzipSync(await readFile(join(out, name))).length));
      const total = sizes.reduce((sum, size) => sum + size, 0);
      this.info(`renderer: ${(total / 1000).toFixed(1)} kB gzip of ${BUDGET / 1000} kB`);
      if (total > BUDGET) this.error(`the renderer weighs ${total} bytes gzip, more than ${BUDGET}`);
    },
  };
}

/**
 * downshift's hooks that the page does not use. Each is given a property as the file is loaded, which keeps a bundler
 * from leaving it out although nobody calls it.
 */
const UNUSED_HOOKS = /^(?:useSelect|useMultipleSelection|_useTagGroup)\.stateChangeTypes = .+;$/gm;

/** Leaves them out; fails when downshift is written otherwise, for then the page would grow unnoticed. */
function withoutUnusedHooks(): Plugin {
  return {
    name: 'without-unused-hooks',
    transform: {
      filter: { id: /downshift\.esm\.mjs$/ },
      handler(code) {
        const found = code.match(UNUSED_HOOKS)?.length ?? 0;
        if (found !== 3) this.error(`downshift gives ${found} of its unused hooks their property, not 3`);
        return { code: code.replace(UNUSED_HOOKS, ''), map: null };
      },
    },
  };
}

export default defineConfig({
  root: join(import.meta.dirname, 'renderer'),
  publicDir: false,
  base: './',
  plugins: [react(), withoutUnusedHooks(), weigh()],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: 'chrome156',
    cssTarget: 'chrome156',
    // A data: sound or font would need the policy to allow it.
    assetsInlineLimit: 0,
    // The polyfill fetches; connect-src is 'none'.
    modulePreload: { polyfill: false },
    sourcemap: false,
    reportCompressedSize: false,
  },
});
