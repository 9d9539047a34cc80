/** What a bundle still imports. */
import { expect, it } from 'vitest';
import { outsideImports } from '../../../resources/packaging/outside-imports.ts';

it('finds packages however they are imported', () => {
  const script = `
    import a from 'alpha';
    import '@scope/beta/deep/file.js';
    export * from 'gamma/sub';
    const d = () => import('delta');
    const e = __require('epsilon/package.json');
  `;
  expect(outsideImports(script)).toEqual(['@scope/beta', 'alpha', 'delta', 'epsilon', 'gamma']);
});

it("passes over Node's modules, Electron, our own chunks, comments and names in strings", () => {
  const script = `
    import { app } from 'electron';
    import { join } from 'node:path';
    import fs from 'fs';
    import('./chunk-1.js');
    __require('util');
    /** @type {import('alpha')} */
    const text = "import('beta')";
    const computed = (name) => import(name);
  `;
  expect(outsideImports(script)).toEqual([]);
});
