import { describe, expect, it } from 'vitest';
import { judge, type Progress } from '../../../main/printing/judge.ts';
import type { Heard } from '../../../main/printing/line.ts';
import { WELL } from '../../../main/printing/status.ts';
import { TIMING } from '../../../main/printing/timing.ts';

const SILENT: Heard = {
  condition: WELL,
  open: [],
  answers: 4,
  offlineInARow: 0,
  missed: 0,
  printed: new Set(),
  identities: [],
  qrPrintable: [],
  inOrder: [],
  noise: 0,
  silent: 0,
  bytes: 0,
  floods: false,
  peerEnded: false,
  end: null,
};

const SENT: Progress = {
  headId: 'head',
  id: 'abcd',
  inOrderBefore: 0,
  noiseBefore: 0,
  strangers: false,
  flushedAt: 10,
  acceptedAt: null,
  halfClosedAt: null,
  peerFirst: false,
  cancelled: false,
  deadlineAt: 1000,
  graceMs: 100,
  device: false,
  peerCloseMs: 100,
};

const PAPER_OUT = { ...WELL, paperOut: true };
const LOST = { kind: 'lost', detail: 'ECONNRESET' } as const;
const CLOSED = { kind: 'closed' } as const;

function says(heard: Partial<Heard>, progress: Partial<Progress> = {}, now = 50): string {
  const result = judge({ ...SILENT, ...heard }, { ...SENT, ...progress }, now, TIMING);
  if (result === null) return 'wait';
  return result.kind === 'done' ? result.proof : `${result.kind} ${result.trouble}`;
}

describe('judge', () => {
  it.each([
    ['nothing heard', {}, {}, 50, 'wait'],
    ['our id', { printed: new Set(['head', 'abcd']) }, {}, 50, 'printed'],
    ['our id, and not the first one', { printed: new Set(['abcd']) }, {}, 50, 'possibly-printed no-answer'],
    ['only the first id', { printed: new Set(['head']) }, {}, 50, 'wait'],
    ['nothing more until the deadline', {}, { halfClosedAt: 1000 }, 1200, 'unconfirmed'],
    ['silent until the deadline', { missed: 2, silent: 2 }, { halfClosedAt: 1000 }, 1200, 'possibly-printed no-answer'],
    [
      'silent, and then its close after ours',
      { missed: 2, silent: 2, peerEnded: true },
      { halfClosedAt: 1000 },
      1050,
      'possibly-printed no-answer',
    ],
    [
      'silent, and then its close before ours',
      { silent: 1, peerEnded: true, end: CLOSED },
      { halfClosedAt: 1000, peerFirst: true },
      1050,
      'possibly-printed no-answer',
    ],
    ['one question that it does not know', { missed: 1, peerEnded: true }, { halfClosedAt: 40 }, 50, 'delivered'],
    ['more than any printer says', { floods: true, end: CLOSED }, {}, 50, 'possibly-printed connection-lost'],
    ['the same, with an answer', { floods: true, inOrder: [0] }, {}, 50, 'possibly-printed connection-lost'],
    ['never an answer at all', { answers: 0, open: [1] }, { halfClosedAt: 1000 }, 1200, 'unconfirmed'],
    ['our id, then the paper ended', { printed: new Set(['head', 'abcd']), condition: PAPER_OUT }, {}, 50, 'printed'],
    ['our id, then a reset', { printed: new Set(['head', 'abcd']), end: LOST }, {}, 50, 'printed'],
    ['another id', { printed: new Set(['zzzz']) }, {}, 50, 'wait'],
    ['GS r, still hoping for more', { inOrder: [0] }, { acceptedAt: 40 }, 50, 'wait'],
    ['GS r, and no more came', { inOrder: [0] }, { acceptedAt: 40 }, 140, 'accepted'],
    ['GS r, then a reset', { inOrder: [0], end: LOST }, { acceptedAt: 40 }, 50, 'accepted'],
    [
      'GS r, and the paper is out',
      { inOrder: [0], condition: PAPER_OUT },
      { acceptedAt: 40 },
      140,
      'possibly-printed paper-out',
    ],
    ['GS r says that the paper is out', { inOrder: [0x0c] }, {}, 50, 'possibly-printed paper-out'],
    ['two answers to one GS r', { inOrder: [0, 0] }, { acceptedAt: 40 }, 140, 'wait'],
    ['an answer among noise', { inOrder: [0], noise: 1 }, { acceptedAt: 40 }, 140, 'wait'],
    ['a stale answer from before', { inOrder: [0] }, { inOrderBefore: 1 }, 140, 'wait'],
    ['GS r, where others were heard before', { inOrder: [0] }, { strangers: true, acceptedAt: 40 }, 140, 'wait'],
    ['GS r, before ours can have left', { inOrder: [0] }, { flushedAt: null }, 140, 'wait'],
    [
      'GS r, from a device whose last write is not settled',
      { inOrder: [0], end: LOST },
      { flushedAt: null, device: true },
      140,
      'accepted',
    ],
    ['paper out', { condition: PAPER_OUT }, {}, 50, 'possibly-printed paper-out'],
    ['offline once', { condition: { ...WELL, offline: true }, offlineInARow: 1 }, {}, 50, 'wait'],
    [
      'offline and it lasts',
      { condition: { ...WELL, offline: true }, offlineInARow: 3 },
      {},
      50,
      'possibly-printed offline',
    ],
    ['a reset', { end: LOST }, {}, 50, 'possibly-printed connection-lost'],
    ['a reset after our half-close', { end: LOST }, { halfClosedAt: 40 }, 50, 'possibly-printed connection-lost'],
    ['its close after ours', { peerEnded: true }, { halfClosedAt: 40 }, 50, 'delivered'],
    ['its close after ours, both gone', { peerEnded: true, end: CLOSED }, { halfClosedAt: 40 }, 50, 'delivered'],
    ['its close before ours', { peerEnded: true }, {}, 50, 'wait'],
    [
      'its close before ours, then all closed',
      { peerEnded: true, end: CLOSED },
      { halfClosedAt: 40, peerFirst: true },
      50,
      'unconfirmed',
    ],
    ['its close while bytes are left', { peerEnded: true }, { flushedAt: null }, 50, 'wait'],
    [
      'gone while bytes are left',
      { peerEnded: true, end: CLOSED },
      { flushedAt: null },
      50,
      'possibly-printed connection-lost',
    ],
    ['bytes left at the deadline', {}, { flushedAt: null }, 1000, 'possibly-printed no-answer'],
    ['silence after our half-close', {}, { halfClosedAt: 1000 }, 1050, 'wait'],
    ['silence, and no close', {}, { halfClosedAt: 1000 }, 1100, 'unconfirmed'],
    ['cancelled', {}, { cancelled: true }, 50, 'possibly-printed no-answer'],
  ] as const)('%s', (_name, heard, progress, now, expected) => {
    expect(says(heard, progress, now)).toBe(expected);
  });
});
