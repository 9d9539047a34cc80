/** A journal in trouble, as the window is told of it: in the snapshot, and as the outcome of whatever was asked. */
import { basename } from 'node:path';
import type { TillContract } from '../../shared/contract.ts';
import type { Actions, RequestData } from '../../shared/define-contract.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { App } from '../app/app.ts';
import { journalFault, troubleWords } from '../app/journal-edge.ts';
import type { JournalSetAside } from '../app/set-journal-aside.ts';
import type { Snapshot } from './state.ts';

type OpenedTill = Awaited<ReturnType<App['till']>>;

/** What keeps the journal from being used: it could not be opened, or what was opened is not what it was. */
export function journalTroubleOf(till: OpenedTill): Snapshot['journalTrouble'] {
  if (!till.ok) {
    const { about, words } = till.outcome;
    return about?.journal === undefined ? null : { words, damaged: about.journal === 'corrupt' };
  }
  const found = till.value.journal.ready();
  // Somebody who writes at this moment is no trouble.
  if (found === null || found.trouble === 'locked') return null;
  return { words: troubleWords(found.trouble, found.detail), damaged: found.trouble === 'corrupt' };
}

type Action = (input: unknown) => Promise<Outcome<unknown>>;

/** The same actions; what the journal's file or its disk does to one of them is its outcome, a bug stays a bug. */
export function withJournalFaults(actions: Actions<TillContract>): Actions<TillContract> {
  const guarded = Object.entries(actions).map(([name, value]) => {
    // Each takes what its schema gives; here it is only handed on.
    const action = value as unknown as Action;
    const guardedAction: Action = async (input) => {
      try {
        return await action(input);
      } catch (error) {
        const fault = journalFault(error);
        if (fault === null) throw error;
        return fault;
      }
    };
    return [name, guardedAction] as const;
  });
  // The same names, with a catch around each.
  return Object.fromEntries(guarded) as unknown as Actions<TillContract>;
}

/** What became of a damaged journal, for the window: the names of the files, not where they lie. */
export function asideView(
  outcome: Outcome<JournalSetAside>,
  tell: boolean,
): Outcome<RequestData<TillContract, 'journal.setAside'>> {
  if (outcome.outcome !== 'ok') return outcome;
  const { kept, readable, open, ...counted } = outcome.data;
  const counts = tell ? counted : { ...counted, operations: 0, attempts: 0, printJobs: 0 };
  const names = { kept: kept.map((file) => basename(file)), readable: readable === null ? null : basename(readable) };
  return { ...outcome, data: { ...counts, ...names, open: tell ? [...open] : [] } };
}
