/** The till's log: listed facts whatever it is given, bounded, private, through no link, and nobody's reason to fail. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allowedLine, attemptLine, logFile, problemLine } from '../../../main/app/log-file.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'qt-log-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const ATTEMPT = {
  at: 1_700_000_000_000,
  provider: 'paycools',
  service: '90',
  externalId: '123456789012345678901234567890123456',
  outcome: 'ok',
  code: '2009000',
  httpStatus: 200,
} as const;

describe('a line', () => {
  it('has the fields of its kind and no others', () => {
    const given = { ...ATTEMPT, body: 'Budi', token: 'Bearer x' };
    const line = attemptLine(given);
    expect(line).toEqual({
      what: 'attempt',
      at: ATTEMPT.at,
      provider: 'paycools',
      service: '90',
      external: '3456',
      outcome: 'ok',
      code: '2009000',
      httpStatus: 200,
    });
    expect(attemptLine({ ...ATTEMPT, code: 'Budi Santoso' })).toMatchObject({ code: null });
  });

  it("tells an error's kind and code, never its text", () => {
    const error = Object.assign(new RangeError('Budi Santoso 0812'), { code: 'ERR_X' });
    expect(problemLine(1, 'qr.generate', error)).toEqual({
      what: 'problem',
      at: 1,
      where: 'qr.generate',
      error: 'RangeError',
      errno: 'ERR_X',
    });
    expect(problemLine(1, 'openApp', Object.assign(new Error('x'), { code: 'Budi Santoso' }))).not.toHaveProperty(
      'errno',
    );
  });

  it('holds no text from outside, whatever an error or an entry says', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), fc.string(), (mark, more) => {
        const text = `§${mark}§`;
        const error = Object.assign(new Error(text), { name: text, code: text });
        const lines = [
          problemLine(1, text, error),
          attemptLine({ ...ATTEMPT, code: text, externalId: more + text }),
          allowedLine({ what: 'problem', at: 1, where: 'desk', error: 'Error', [text]: text }),
        ];
        expect(JSON.stringify(lines)).not.toContain(JSON.stringify(text).slice(1, -1));
      }),
    );
  });
});

describe('the file', () => {
  it('makes no data folder anew that was taken away', () => {
    const home = join(root, 'home');
    logFile(home).write(attemptLine(ATTEMPT));
    expect(readdirSync(root)).toEqual([]);
  });

  it('is read back, private, and stays within its size', () => {
    const log = logFile(root);
    for (let n = 0; n < 6_000; n += 1) log.write(attemptLine({ ...ATTEMPT, at: n }));
    const names = readdirSync(join(root, 'log')).toSorted();
    expect(names).toEqual(['till.1.log', 'till.log']);
    for (const name of names) {
      const { size, mode } = statSync(join(root, 'log', name));
      expect(size).toBeLessThan(257 * 1024);
      if (process.platform !== 'win32') expect(mode & 0o777).toBe(0o600);
    }
    expect(log.read().at(-1)).toMatchObject({ at: 5_999 });
  });

  it('gives back nothing that somebody else wrote into it', () => {
    const log = logFile(root);
    log.write(problemLine(1, 'desk', new Error('x')));
    const file = join(root, 'log', 'till.log');
    const foreign = { what: 'problem', at: 2, where: 'desk', error: 'Budi Santoso' };
    const more = { what: 'problem', at: 3, where: 'desk', error: 'Error', name: 'Budi' };
    writeFileSync(
      file,
      `${readFileSync(file, 'utf8')}Budi\n${JSON.stringify(foreign)}\n${JSON.stringify(more)}\n{"cut`,
    );
    expect(JSON.stringify(log.read())).not.toContain('Budi');
    expect(log.read()).toHaveLength(2);
  });

  it.runIf(process.platform !== 'win32')('writes through no link, and a place that takes nothing stops nobody', () => {
    mkdirSync(join(root, 'log'));
    writeFileSync(join(root, 'elsewhere'), '');
    symlinkSync(join(root, 'elsewhere'), join(root, 'log', 'till.log'));
    logFile(root).write(problemLine(1, 'desk', new Error('x')));
    expect(readFileSync(join(root, 'elsewhere'), 'utf8')).toBe('');
    logFile(join(root, 'elsewhere')).write(problemLine(1, 'desk', new Error('x')));
  });
});
