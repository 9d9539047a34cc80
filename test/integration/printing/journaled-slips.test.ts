/** A slip waits in the journal before it is printed: what comes back must be what went in, down to the last part. */
import { expect, it } from 'vitest';
import type { Slip } from '../../../shared/slip.ts';
import { atmQrSlip, withMarks } from '../../../shared/slip.ts';
import { testSlip } from '../../../shared/test-page.ts';
import { opened, printWish, tempFolder } from '../journal/world.ts';
import { FACTS, settings } from './rig.ts';

const FRESH = atmQrSlip({ ...FACTS, sandbox: true });

const SLIPS: Readonly<Record<string, Slip>> = {
  'test page': testSlip({
    store: FACTS.store,
    printer: settings(9100),
    terminalId: 'T-1',
    at: FACTS.at,
    sandbox: false,
  }),
  'ATM QR with every mark': withMarks(FRESH, { duplicate: true, backupFrom: 'kasir' }),
};

it.each(Object.entries(SLIPS))('%s', (_name, slip) => {
  const journal = opened(tempFolder());
  const { id } = journal.beginPrint({ ...printWish(null), slip });
  expect(journal.printJob(id)?.slip).toEqual(slip);
});
