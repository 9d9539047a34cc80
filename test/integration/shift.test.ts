/** A shift on a whole till, with the sandbox's providers and its printer: X, Z, the paper of each, and what waits. */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { exportShifts } from '../../main/app/export-shifts.ts';
import { generateAtmQr } from '../../main/app/generate-atm-qr.ts';
import { resumePrint } from '../../main/app/print-queue.ts';
import { printAgain } from '../../main/app/print-slip.ts';
import { closeShift, lookAtShift, openShift, printReport } from '../../main/app/shift.ts';
import { listShifts, showShift } from '../../main/app/shift-read.ts';
import { BUDI, type SandboxTill } from '../support/sandbox-till.ts';
import { tillOfTest } from '../support/till-of-test.ts';

const ID = { language: 'id' } as const;
const PRINTED = { ...ID, print: true } as const;

function lastPaper({ sandbox }: SandboxTill): string {
  return (sandbox.printer.slips().at(-1)?.text ?? []).map((line) => line.trim()).join('\n');
}

/** What stands on a report, but for the marks and the time of this very print. */
function said(paper: string): string {
  return paper.replace(/ ?SALINAN \/ COPY \d ?\n?/, '').replace(/Dicetak .*/, '');
}

it('is opened, worked in and closed; its Z is printed with proof, and a copy says the same', async () => {
  const world = await tillOfTest();
  const { till } = world;
  expect(openShift(till)).toMatchObject({ outcome: 'ok', data: { number: 1, openedBy: 'penguji', earlier: 0 } });
  expect(openShift(till)).toMatchObject({ outcome: 'refused', words: { key: 'shift.already-open' } });
  await generateAtmQr(till, { ...BUDI, reference: 'R-1', print: true });
  await printAgain(till, { reference: 'R-1' });
  await generateAtmQr(till, { ...BUDI, courierNo: '4039005', reference: 'R-2' });
  await generateAtmQr(till, { ...BUDI, courierNo: 'RESET', reference: 'R-3' });
  const closed = await closeShift(till, PRINTED);
  expect(closed).toMatchObject({
    outcome: 'ok',
    words: { key: 'shift.closed-open' },
    data: { report: { report: 'Z', number: 1 }, print: { proof: 'printed', copy: 0, state: 'done' } },
  });
  expect(closed.words.id).toContain('R-3');
  const paper = lastPaper(world);
  expect(paper).toContain('LAPORAN Z 1');
  expect(paper).toMatch(/Jumlah +: 3/);
  expect(paper).toMatch(/QR ATM +: 3/);
  expect(paper).toMatch(/Berhasil +: 1/);
  expect(paper).toMatch(/Ditolak +: 1/);
  expect(paper).toMatch(/Belum pasti +: 1/);
  expect(paper).toMatch(/penguji: 3, 1 belum pasti/);
  expect(paper).toMatch(/Slip asli +: 1/);
  expect(paper).toMatch(/Salinan +: 1/);
  expect(paper).toMatch(/Terbukti keluar +: 2/);
  expect(paper).toMatch(/R-3\nBudi Santoso, /);
  expect(paper).not.toMatch(/Rp|rupiah/i);
  expect(await printReport(till, { ...ID, number: 1 })).toMatchObject({ data: { proof: 'printed', copy: 1 } });
  const copy = lastPaper(world);
  expect(copy).toContain('SALINAN / COPY 1');
  expect(said(copy)).toBe(said(paper));
});

it('a Z says for ever what it said, whatever becomes of its operations', async () => {
  const world = await tillOfTest();
  const { till } = world;
  await generateAtmQr(till, { ...BUDI, courierNo: 'RESET', reference: 'R-1' });
  await closeShift(till, PRINTED);
  const before = lastPaper(world);
  const [operation] = till.journal.operations();
  till.journal.settle(operation?.id ?? '', {
    state: 'refused',
    by: 'person',
    code: null,
    operator: 'spv',
    reason: 'x',
  });
  await printReport(till, { ...ID, number: 1 });
  expect(said(lastPaper(world))).toBe(said(before));
  await closeShift(till, PRINTED);
  expect(lastPaper(world)).toMatch(/PASTI SEJAK Z LALU\nR-1\nBudi Santoso: Ditolak \(dari\s+shift 1\)/);
});

it('an X changes nothing, and the Z counts its paper', async () => {
  const world = await tillOfTest();
  const { till } = world;
  expect(await lookAtShift(till, PRINTED)).toMatchObject({ outcome: 'ok', data: { print: { proof: 'printed' } } });
  expect(lastPaper(world)).toContain('LAPORAN X 1');
  expect(lastPaper(world)).toContain('Tidak ada operasi');
  expect(await lookAtShift(till, ID)).toMatchObject({ data: { report: { number: 1 } } });
  await generateAtmQr(till, { ...BUDI, reference: 'R-1' });
  await closeShift(till, { ...PRINTED, language: 'en' });
  expect(lastPaper(world)).toContain('Z REPORT 1');
  expect(lastPaper(world)).toMatch(/Reports +: 1/);
});

it('closed by two at once it has one Z', async () => {
  const { till } = await tillOfTest();
  await generateAtmQr(till, { ...BUDI, reference: 'R-1' });
  const both = await Promise.all([closeShift(till, { ...ID, shift: 1 }), closeShift(till, { ...ID, shift: 1 })]);
  expect(both.map(({ outcome }) => outcome).toSorted()).toEqual(['ok', 'refused']);
  expect(both.map(({ words }) => words.key)).toContain('shift.closed-already');
  expect(await closeShift(till, ID)).toMatchObject({ outcome: 'refused', words: { key: 'shift.nothing' } });
  expect(await closeShift(till, { ...ID, shift: 7 })).toMatchObject({ outcome: 'invalid' });
  expect(await closeShift(till, { ...ID, empty: true })).toMatchObject({ words: { key: 'shift.closed-empty' } });
  expect(listShifts(till.journal, {})).toMatchObject({ data: { shifts: [{ number: 2 }, { number: 1 }] } });
});

it('without paper the shift is closed all the same: its Z waits in the queue, and the first one out is no copy', async () => {
  const world = await tillOfTest();
  const { till, sandbox } = world;
  sandbox.printer.control.set({ paperOut: true });
  await generateAtmQr(till, { ...BUDI, reference: 'R-1' });
  const closed = await closeShift(till, PRINTED);
  expect(closed).toMatchObject({
    outcome: 'ok',
    data: { report: { number: 1 }, print: { proof: 'unconfirmed', state: 'paused' } },
  });
  expect(closed.words.id).toContain('Slip menunggu');
  sandbox.printer.control.reset();
  const [job] = till.journal.waitingPrints();
  expect(await resumePrint(till, { job: job?.id })).toMatchObject({ data: { proof: 'printed', copy: 0 } });
  expect(lastPaper(world)).toContain('LAPORAN Z 1');
});

it('asks nothing of a printer that is not in the profile, and closes nothing then', async () => {
  const { till } = await tillOfTest();
  await generateAtmQr(till, { ...BUDI, reference: 'R-1' });
  expect(await closeShift(till, { ...PRINTED, printer: 'tidak-ada' })).toMatchObject({ outcome: 'invalid' });
  expect(till.journal.shifts.present().number).toBe(1);
  expect(await printReport(till, { ...ID, number: 1 })).toMatchObject({ outcome: 'invalid' });
});

it('speaks first for what a process left behind that died', async () => {
  const { till } = await tillOfTest();
  till.journal.intend({
    kind: 'generate',
    provider: 'paycools',
    merchantId: 'M',
    reference: 'R-9',
    wish: {},
    body: '{}',
    terminalId: 'T',
    operator: 'penguji',
  });
  const closed = await closeShift(till, ID);
  expect(closed).toMatchObject({ data: { report: { open: [], operations: { cells: [{ state: 'not-sent' }] } } } });
});

it('is exported as JSON and CSV, one or a month, whole or not at all', async () => {
  const { till } = await tillOfTest();
  const folder = await mkdtemp(join(tmpdir(), 'shift-export-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await generateAtmQr(till, { ...BUDI, courierNo: 'RESET', courierName: '=SUM(1)', reference: 'R-1' });
  expect(await closeShift(till, { ...ID, shift: 1 })).toMatchObject({ outcome: 'ok' });
  // Named: without its number a press within the same millisecond is taken for the one that made the Z before.
  expect(await closeShift(till, { ...ID, shift: 2, empty: true })).toMatchObject({ outcome: 'ok' });
  const month = new Date(till.clock.now() + 7 * 3_600_000).toISOString().slice(0, 7);
  const json = join(folder, 'z.json');
  expect(await exportShifts(till.journal, { month, out: json })).toMatchObject({ outcome: 'ok', data: { count: 2 } });
  const { shifts } = z
    .object({ shifts: z.array(z.looseObject({ number: z.int() })) })
    .parse(JSON.parse(await readFile(json, 'utf8')));
  expect(shifts.map(({ number }) => number)).toEqual([1, 2]);
  expect(shifts[0]).toMatchObject({ operations: { total: 1, byState: { unknown: 1 } }, open: [{ reference: 'R-1' }] });
  const csv = join(folder, 'z.csv');
  expect(await exportShifts(till.journal, { shift: 'Z-1', out: csv })).toMatchObject({ data: { count: 1 } });
  expect((await stat(csv)).mode & 0o777).toBe(0o600);
  const lines = (await readFile(csv, 'utf8')).trim().split('\r\n');
  expect(lines.map((line) => line.split(',').slice(0, 2))).toEqual([
    ['record', 'shift'],
    ['Z', '1'],
    ['count', '1'],
    ['open', '1'],
  ]);
  expect(lines[3]).toContain("'=SUM(1)");
  const none = { outcome: 'invalid' };
  expect(await exportShifts(till.journal, { shift: '9', out: csv })).toMatchObject(none);
  expect(await exportShifts(till.journal, { month: '2026-13', out: csv })).toMatchObject(none);
  expect(await exportShifts(till.journal, { shift: '1', month, out: csv })).toMatchObject(none);
  expect(await exportShifts(till.journal, { shift: '1', out: 'z.txt' })).toMatchObject(none);
  const nowhere = join(folder, 'no', 'z.csv');
  expect(await exportShifts(till.journal, { shift: '1', out: nowhere })).toMatchObject({ outcome: 'unavailable' });
  expect(showShift(till.journal, '1')).toMatchObject({ outcome: 'ok', data: { number: 1 } });
  expect(showShift(till.journal, '3')).toMatchObject(none);
  expect(listShifts(till.journal, { month: '2020-01' })).toMatchObject({ data: { shifts: [] } });
});
