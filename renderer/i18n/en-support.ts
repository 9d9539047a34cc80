/** English: the support bundle, and the journal's copy. */
import type { Catalogue } from './catalogue.ts';

export const enSupport: Pick<Catalogue, 'support' | 'copy'> = {
  support: {
    title: 'For support',
    hint: "This machine's versions, counts and log, for whoever helps you. Looked at first, then saved.",
    look: 'Look at the support bundle',
    bundle: 'Support bundle',
    promise: 'This is all of it: no keys, names, phone numbers or contents of QRs. Nothing is sent anywhere.',
    collecting: 'Collecting and checking …',
    again: 'Collect anew',
    files: 'Files',
    empty: 'There is nothing in it yet.',
    save: 'Save as a ZIP …',
    saving: 'Saving …',
    names: {
      'about.json': 'Machine and versions',
      'doctor.json': 'Check',
      'settings.json': 'Settings',
      'printers.json': 'Printers',
      'clock.json': 'Clock',
      'journal.json': 'Journal',
      'files.json': "The program's files",
      'log.jsonl': 'Log',
    },
  },
  copy: {
    button: 'Export …',
    title: 'Export the journal',
    hint: "The copy holds couriers' names and numbers: keep it as private as the journal.",
    format: 'Kind of file',
    formats: { csv: 'CSV (table)', jsonl: 'JSON lines' },
    since: 'From day',
    until: 'To day',
    save: 'Choose a place and save …',
    saving: 'Copying …',
  },
};
