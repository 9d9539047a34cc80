/** A disk that is full before, between and after: what is told, what left the machine, and that it is never sent twice. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expireQr } from '../../main/app/expire-qr.ts';
import { generateAtmQr } from '../../main/app/generate-atm-qr.ts';
import { atJournalEdge } from '../../main/app/journal-edge.ts';
import { printTest } from '../../main/app/print-slip.ts';
import { exportJournalTo } from '../../main/app/read-journal.ts';
import { registerTerminal } from '../../main/app/register-terminal.ts';
import { RESERVE_BYTES } from '../../main/journal/trouble.ts';
import type { CallProgress } from '../../main/snap/call.ts';
import { BUDI } from '../support/sandbox-till.ts';
import { NO_DISK, openDiskTill, smallDisk } from './disk-world.ts';

const MAKES = (path: string): boolean => path.endsWith('/cdm-mpm-generate');

describe.skipIf(NO_DISK !== null)(`a full disk${NO_DISK === null ? '' : ` (${NO_DISK})`}`, () => {
  it('begins nothing with too little room, says so, and goes on when there is room again', async () => {
    const disk = smallDisk();
    const world = await openDiskTill(disk);
    disk.fill(RESERVE_BYTES - 8_192);
    const outcome = await generateAtmQr(world.till, BUDI);
    expect(outcome).toMatchObject({ outcome: 'unavailable', operationId: null, about: { journal: 'full' } });
    expect(outcome.words.en).toContain('Nothing has left this machine');
    expect(world.heard).toEqual([]);
    expect(await registerTerminal(world.till, {})).toMatchObject({
      outcome: 'unavailable',
      about: { journal: 'full' },
    });
    expect(await expireQr(world.till, { billNumber: '10092081' })).toMatchObject({ outcome: 'unavailable' });
    expect(world.till.journal.operations()).toEqual([]);
    disk.free();
    expect(await generateAtmQr(world.till, BUDI)).toMatchObject({ outcome: 'ok' });
  });

  it('filled between the intent and the attempt: nothing left, and that stays true', async () => {
    const disk = smallDisk();
    // Signing in with PayCools lies between the two.
    const world = await openDiskTill(disk, (path) => {
      if (path.endsWith('/b2b')) disk.fill();
    });
    const outcome = await generateAtmQr(world.till, BUDI);
    const [operation] = world.till.journal.operations();
    expect(outcome).toMatchObject({ outcome: 'unavailable', operationId: operation?.id, about: { journal: 'full' } });
    expect(world.heard.filter(MAKES)).toEqual([]);
    expect(operation?.state).toBe('intended');
    // Again on the full disk: not even an intent.
    expect(await generateAtmQr(world.till, BUDI)).toMatchObject({ outcome: 'unavailable', operationId: null });
    disk.free();
    expect(await generateAtmQr(world.till, BUDI)).toMatchObject({ outcome: 'ok' });
    expect(world.heard.filter(MAKES)).toHaveLength(1);
    expect(world.till.journal.operations().map((one) => one.state)).toEqual(['ok', 'not-sent']);
    expect(world.till.journal.verify()).toMatchObject({ ok: true });
  });

  it('filled right before the one write that is intent and attempt: neither is there, and nothing left', async () => {
    const disk = smallDisk();
    const world = await openDiskTill(disk);
    // From now on the token is at hand.
    expect(await generateAtmQr(world.till, BUDI)).toMatchObject({ outcome: 'ok' });
    const onProgress = ({ phase }: CallProgress): void => {
      if (phase === 'sending') disk.fill();
    };
    const outcome = await generateAtmQr({ ...world.till, onProgress }, { ...BUDI, courierNo: '77' });
    expect(outcome).toMatchObject({ outcome: 'unavailable', operationId: null, about: { journal: 'full' } });
    expect(outcome.words.en).toContain('Nothing has left this machine');
    expect(world.heard.filter(MAKES)).toHaveLength(1);
    expect(world.till.journal.operations()).toHaveLength(1);
  });

  it('filled while the answer was on its way: never ok, said with its reference, and made once', async () => {
    const disk = smallDisk();
    let fills = true;
    const world = await openDiskTill(disk, (path) => {
      if (MAKES(path) && fills) disk.fill();
    });
    const outcome = await generateAtmQr(world.till, BUDI);
    const [operation] = world.till.journal.operations();
    expect(outcome).toMatchObject({
      outcome: 'unknown',
      operationId: operation?.id,
      about: { reference: operation?.reference, journal: 'full' },
    });
    expect(outcome.words.key).toBe('journal.unwritten');
    expect(outcome.words.en).toContain(operation?.reference);
    fills = false;
    // Nothing new is begun while it is full.
    expect(await generateAtmQr(world.till, BUDI)).toMatchObject({ outcome: 'unavailable' });
    expect(world.heard.filter(MAKES)).toHaveLength(1);
    disk.free();
    const again = await generateAtmQr(world.till, BUDI);
    expect(again).toMatchObject({
      outcome: 'ok',
      operationId: operation?.id,
      data: { reference: operation?.reference },
    });
    const operations = world.till.journal.operations();
    expect(operations.map((one) => [one.reference, one.state])).toEqual([[operation?.reference, 'ok']]);
    expect(world.till.journal.verify()).toMatchObject({ ok: true });
  });

  it('filled while an operation that was unknown before is taken up: it stays unknown', async () => {
    const disk = smallDisk();
    let fillsAt = '/cdm-mpm-generate';
    const world = await openDiskTill(disk, (path) => {
      if (path.endsWith(fillsAt)) disk.fill();
    });
    const first = await generateAtmQr(world.till, BUDI);
    disk.free();
    fillsAt = '/cdm-mpm-query';
    const second = await generateAtmQr(world.till, BUDI);
    expect(second).toMatchObject({ outcome: 'unknown', operationId: first.operationId, about: { journal: 'full' } });
    expect(second.words.en).not.toContain('Nothing has left');
    expect(world.heard.filter(MAKES)).toHaveLength(1);
    disk.free();
    fillsAt = 'nowhere';
    expect(await generateAtmQr(world.till, BUDI)).toMatchObject({ outcome: 'ok', operationId: first.operationId });
    expect(world.till.journal.verify()).toMatchObject({ ok: true });
  });

  it('says of a slip whose end cannot be written that it may be out, and writes it down once there is room', async () => {
    const disk = smallDisk();
    let fills = true;
    const world = await openDiskTill(disk, undefined, () => {
      if (fills) disk.fill();
    });
    const outcome = await atJournalEdge(world.till.journal, () => printTest(world.till, {}));
    expect(outcome).toMatchObject({
      outcome: 'unknown',
      about: { proof: 'unconfirmed', state: 'possibly-printed', journal: 'full' },
    });
    expect(world.till.journal.printJobs()).toMatchObject([{ state: 'printing', outs: 1 }]);
    fills = false;
    disk.free();
    // The till knew all along that the printer proved it; now it is on disk.
    await world.till.queue.workAll();
    expect(world.till.journal.printJobs()).toMatchObject([{ state: 'done', proof: 'printed', outs: 1 }]);
  });

  it('makes the QR although its slip cannot be written down, and never calls that slip printed', async () => {
    const disk = smallDisk();
    const world = await openDiskTill(disk, undefined, () => disk.fill());
    const made = await generateAtmQr(world.till, { ...BUDI, print: true });
    expect(made).toMatchObject({ outcome: 'ok', data: { print: { proof: 'unconfirmed', state: 'possibly-printed' } } });
    expect(world.till.journal.operations()).toMatchObject([{ state: 'ok' }]);
  });

  it('writes no half export, and leaves nothing of it behind', async () => {
    const disk = smallDisk();
    const world = await openDiskTill(disk);
    await generateAtmQr(world.till, BUDI);
    disk.fill();
    const out = join(disk.folder, 'copy.jsonl');
    expect(await exportJournalTo(world.till.journal, { out })).toMatchObject({ outcome: 'unavailable' });
    expect(readdirSync(disk.folder).filter((name) => name.includes('copy'))).toEqual([]);
  });
});
