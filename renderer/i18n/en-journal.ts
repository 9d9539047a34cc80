/** English: a journal in trouble. */
export const enJournal = {
  journal: {
    title: "This machine's journal is in trouble",
    again: 'Try again',
    setAside: 'Set the old journal aside …',
    setAsideTitle: 'Set the damaged journal aside?',
    setAsideBody:
      'The old file is kept under another name, not deleted. A new journal begins with everything that can still be read: what is not certain, the terminal, slips that wait. Do this only with a supervisor.',
    setAsideYes: 'Set aside and begin again',
    settingAside: 'Reading the old journal …',
    done: 'The new journal is ready',
    kept: 'Old files',
    readable: 'Readable copy',
    takenOver: 'Taken over',
    counts: (operations: number, prints: number) =>
      `${operations} ${operations === 1 ? 'operation' : 'operations'}, ${prints} ${prints === 1 ? 'print' : 'prints'}`,
    incomplete: 'Some of it could not be read.',
    open: 'Not certain: check them one by one',
    none: 'none',
    goOn: 'Go on',
    understood: 'Understood',
  },
};
