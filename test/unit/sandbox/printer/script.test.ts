/** The sandbox printer's language: what it takes, and how it says what is wrong. */
import { describe, expect, it } from 'vitest';
import { parseLine, parseScript } from '../../../../main/sandbox/printer/script.ts';

const changeOf = (line: string) => {
  const parsed = parseLine(line);
  return parsed.ok && parsed.order.kind === 'change' ? parsed.order.change : parsed;
};

describe('orders', () => {
  it.each([
    ['printer ok', { paperOut: false, bytesPerSecond: null }],
    ['  printer   paper-out ', { paperOut: true, coverOpen: false }],
    ['printer cutter-error', { cutterError: true, paperOut: false }],
    ['printer slow', { bytesPerSecond: 500 }],
    ['printer reset', { resetAfterBytes: 20 }],
    ['printer power off', { poweredOff: true }],
    ['printer set bytesPerSecond 500', { bytesPerSecond: 500 }],
    ['printer set idleMs none', { idleMs: null }],
    ['printer set fragmentAnswers true', { fragmentAnswers: true }],
    ['printer set completion in-order', { completion: 'in-order' }],
    ['printer model TOKO 80', { model: 'TOKO 80' }],
    ['printer dialect clone-no-qr', { dialect: 'clone-no-qr' }],
    ['printer connections board', { connections: 'board' }],
  ])('%s', (line, change) => {
    expect(changeOf(line)).toMatchObject(change);
  });

  it('a state ends other states and leaves the pace', () => {
    expect(changeOf('printer cover-open')).not.toHaveProperty('bytesPerSecond');
    expect(changeOf('printer cover-open')).toMatchObject({ paperOut: false, mute: false });
  });

  it('after: a count, a unit, and any order', () => {
    expect(parseLine('printer after 1.5 s after 10 lines paper-out')).toMatchObject({
      ok: true,
      order: {
        kind: 'after',
        count: 1500,
        unit: 'ms',
        order: { kind: 'after', count: 10, unit: 'lines', order: { kind: 'change', change: { paperOut: true } } },
      },
    });
  });

  it.each([
    ['', 'something is missing at the end; what can: printer · state'],
    ['paper-out', '“paper-out” cannot stand here; what can: printer · state'],
    ['printer', 'something is missing at the end; what can: ok · paper-out'],
    ['printer papr-out', '“papr-out” cannot stand here; what can: ok · paper-out'],
    ['printer constructor', '“constructor” cannot stand here'],
    ['printer ok now', '“now” cannot stand here; what can: nothing more'],
    ['printer power half', '“half” cannot stand here; what can: on · off'],
    ['printer after ten lines ok', '“ten” cannot stand here; what can: a number above 0'],
    ['printer after 10 metres ok', '“metres” cannot stand here; what can: byte · bytes · line'],
    ['printer after 10 lines', 'something is missing at the end; what can: ok'],
    ['printer after 10 lines paper-in', '“paper-in” cannot stand here'],
    ['printer set', 'something is missing at the end; what can: paperOut'],
    ['printer set speed 5', '“speed” cannot stand here; what can: paperOut'],
    ['printer set idleMs soon', '“soon” cannot stand here; what can: a number · none'],
    ['printer set bufferBytes none', '“none” cannot stand here; what can: a number'],
    ['printer set mute maybe', '“maybe” cannot stand here; what can: true · false'],
    ['printer dialect star', '“star” cannot stand here; what can: full · clone · clone-no-qr'],
    ['printer model', 'something is missing at the end; what can: a name'],
  ])('%j: %s', (line, problem) => {
    expect(parseLine(line)).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
  });
});

describe('scripts', () => {
  it('name the line of each mistake', () => {
    const script = '# a comment\n\nprinter ok\nprinter okay\n  # another\nstate now\n';
    expect(parseScript(script)).toMatchObject({ ok: false, problems: [{ line: 4 }, { line: 6 }] });
    expect(parseScript('printer ok\nprinter after 1 slip cover-open\n')).toMatchObject({ ok: true });
  });
});
