/** A till's printing in a process of its own, to be killed: works off a folder's queue at the printer on the given port. */

import { systemClock as clock, systemRandom as random } from '../../../main/app/system.ts';
import { openPrinterLocks } from '../../../main/journal/acting-lock.ts';
import { openJournal } from '../../../main/journal/open-journal.ts';
import { createPrinting } from '../../../main/printing/printing.ts';
import { createPrintQueue } from '../../../main/printing/queue.ts';
import { atmQrSlip } from '../../../shared/slip.ts';
import { FACTS } from './rig.ts';

const [folder = '', port = '', references = ''] = process.argv.slice(2);
const opened = openJournal({ folder, clock, random });
if (!opened.ok) throw new Error(opened.detail);
const { journal } = opened;
const locks = openPrinterLocks({ folder, clock });
const printing = createPrinting({ clock, random, locks, memory: journal.printers });
const transport = { kind: 'tcp', host: '127.0.0.1', port: Number(port) } as const;
const printers = [{ name: 'kasir', transport, paper: 80, qr: 'raster' }] as const;
const queue = createPrintQueue({ journal, printing, locks, clock, printers });
const jobs = references.split(',').map((reference) => {
  const slip = atmQrSlip({ ...FACTS, qr: { ...FACTS.qr, reference } });
  return queue.add({ operationId: null, reference, printer: 'kasir', kind: 'slip', copy: 0, slip });
});
process.stdout.write('queued\n');
for (const job of jobs) await queue.finish(job.id);
process.stdout.write('done\n');
