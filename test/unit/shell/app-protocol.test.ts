import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveAppUrl, serveFolder } from '../../../main/shell/app-protocol.ts';

let root: string;
let folder: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'till-pages-'));
  folder = join(root, 'renderer');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'index.html'), '<!doctype html>');
  await writeFile(join(folder, 'assets', 'index-B_1-x.js'), 'export {};');
  await writeFile(join(root, 'secret.txt'), 'secret');
  await symlink(join(root, 'secret.txt'), join(folder, 'linked.js'));
});
afterAll(() => rm(root, { recursive: true }));

describe('resolveAppUrl', () => {
  const pages = join(sep, 'pages');

  it('finds pages, scripts and what lies deeper', () => {
    const html = { path: join(pages, 'index.html'), type: 'text/html; charset=utf-8' };
    expect(resolveAppUrl('app://qris-terminal/', pages)).toEqual(html);
    expect(resolveAppUrl('app://qris-terminal', pages)).toEqual(html);
    expect(resolveAppUrl('app://qris-terminal/index.html?a=..#/../x', pages)).toEqual(html);
    expect(resolveAppUrl('app://qris-terminal/assets/index-B_1-x.js', pages)).toEqual({
      path: join(pages, 'assets', 'index-B_1-x.js'),
      type: 'text/javascript; charset=utf-8',
    });
  });

  it.each([
    'https://qris-terminal/',
    'file:///etc/passwd',
    'app://other/index.html',
    'app://qris-terminal.example/index.html',
    'app://qris-terminal:8080/index.html',
    'app://user@qris-terminal/index.html',
    'app:///index.html',
    'app:qris-terminal/index.html',
  ])('refuses the address %s', (url) => {
    expect(resolveAppUrl(url, pages)).toEqual({ refused: 403 });
  });

  it.each([
    '/../secret.txt',
    '/assets/../index.html',
    '/assets/..',
    '/%2e%2e/secret.txt',
    '/%2E%2e/secret.txt',
    '/.%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%2Fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '/..\\secret.txt',
    '/%252e%252e/secret.txt',
    '/%252e%252e%252fsecret.txt',
    '//etc/passwd',
    '/assets//index.js',
    '/index.html/',
    '/index.html%00.js',
    '/.hidden.js',
    '/assets/.git/config.json',
    '/C:/windows/win.txt',
    '/~root/x.txt',
    '/a%20b.js',
    '/%C0%AE%C0%AE/secret.txt',
    '/-x.js',
  ])('refuses the path %s', (path) => {
    expect(resolveAppUrl(`app://qris-terminal${path}`, pages)).toEqual({ refused: 403 });
  });

  it('knows no file of a kind that a page has no use for', () => {
    for (const name of ['index.js.map', 'profile.pem', 'index', 'x.node', 'x.exe', 'x.json', 'x.txt']) {
      expect(resolveAppUrl(`app://qris-terminal/${name}`, pages)).toEqual({ refused: 404 });
    }
  });

  it('never leaves the folder, whatever is asked', () => {
    const piece = fc.constantFrom(
      '..',
      '.',
      '/',
      '\\',
      '%2e',
      '%2f',
      '%5c',
      '%25',
      '%00',
      'a',
      'a.js',
      ':',
      '?',
      '#',
      '~',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const found = resolveAppUrl(`app://qris-terminal/${pieces.join('')}`, pages);
        if ('path' in found) expect(found.path).toMatch(/^[\\/]pages[\\/][\w./\\-]+$/);
        if ('path' in found) expect(found.path.split(/[\\/]/)).not.toContain('..');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('serveFolder', () => {
  const ask = (path: string, method = 'GET'): Promise<Response> =>
    serveFolder(folder)(new Request(`app://qris-terminal${path}`, { method }));

  it('serves a file with its type and the policy', async () => {
    const response = await ask('/');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.text()).toBe('<!doctype html>');
    expect((await ask('/assets/index-B_1-x.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  it('sends this policy and no other', async () => {
    const policy = (await ask('/')).headers.get('content-security-policy');
    expect(policy).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
        "media-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
        "require-trusted-types-for 'script'; trusted-types 'none'",
    );
  });

  it('refuses with the policy as well, and without a body', async () => {
    for (const [path, status] of [
      ['/absent.js', 404],
      ['/assets', 404],
      ['/..%2fsecret.txt', 403],
    ] as const) {
      const response = await ask(path);
      expect(response.status).toBe(status);
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(await response.text()).toBe('');
    }
  });

  it('does not follow a link out of the folder', async () => {
    expect((await ask('/linked.js')).status).toBe(403);
  });

  it('answers GET and HEAD alone', async () => {
    const head = await ask('/index.html', 'HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect((await ask('/index.html', 'POST')).status).toBe(405);
  });
});
