/** Builds what runs in Electron beside the page: main as one ES module for Node 24, the preload as one CommonJS file. */
import { defineConfig, type InlineConfig } from 'vite';
import { contract } from './shared/contract.ts';
import { type Contract, channelNames } from './shared/define-contract.ts';

/** Left outside the bundle: Electron itself and what has a native part. */
const OUTSIDE = ['electron', '@napi-rs/keyring', 'serialport', 'koffi', 'usb'];

const common = {
  configFile: false,
  publicDir: false,
  ssr: { noExternal: true, external: OUTSIDE },
} as const satisfies InlineConfig;

/** @param outDir gets `index.js` and the chunks that it imports when they are needed */
export function mainBuild(entry: string, outDir: string): InlineConfig {
  return {
    ...common,
    build: {
      ssr: entry,
      outDir,
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      sourcemap: false,
      license: { fileName: 'LICENSES.md' },
      rolldownOptions: { output: { format: 'es', entryFileNames: 'index.js', chunkFileNames: '[name]-[hash].js' } },
    },
  };
}

/** @param outDir gets `preload.cjs`, which knows the contract's names and not its schemas */
export function preloadBuild(from: Contract, outDir: string): InlineConfig {
  return {
    ...common,
    define: { TILL_CHANNELS: JSON.stringify(channelNames(from)) },
    build: {
      ssr: 'main/preload.ts',
      outDir,
      emptyOutDir: true,
      target: 'chrome156',
      minify: false,
      sourcemap: false,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'preload.cjs', codeSplitting: false } },
    },
  };
}

export default defineConfig(({ mode }) =>
  mode === 'preload' ? preloadBuild(contract, 'dist/preload') : mainBuild('main/index.ts', 'dist/main'),
);
