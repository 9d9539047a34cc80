/** The edge of every action towards the journal: what the disk did to it becomes an outcome, by how far the action came. */
import type { Outcome, Unavailable, Words } from '../../shared/outcome.ts';
import { words } from '../../shared/words.ts';
import { LEFT, WHY } from '../../shared/words-journal.ts';
import { type Course, newCourse, onCourse } from '../journal/course.ts';
import { type JournalOptions, type OpenedJournal, openJournal } from '../journal/open-journal.ts';
import type { OpenFailed } from '../journal/opening.ts';
import { errorText } from '../journal/sqlite.ts';
import { journalTrouble } from '../journal/trouble.ts';
import type { Journal, JournalTrouble } from '../ports/journal.ts';
import type { Operation } from '../ports/operations.ts';
import type { Clock } from '../ports/world.ts';

/** How long an action waits for whoever holds the journal, without holding up anything else, milliseconds. */
const WAIT_MS = 3_000;
const POLL_MS = 50;

type Left = keyof typeof LEFT;

function leftWords(left: Left) {
  return [{ left: LEFT[left].id }, { left: LEFT[left].en }] as const;
}

/** What a journal in trouble means for one who wants something, in words. */
export function troubleWords(trouble: JournalTrouble, detail: string, left: Left = 'nothing'): Words {
  const [id, en] = leftWords(left);
  return words(`journal.${trouble}`, { detail }, { id, en });
}

/** Why a journal could not be opened, in words. */
function openWords({ reason, detail }: OpenFailed): Words {
  const [id, en] = leftWords('nothing');
  return words(reason === 'absent' ? 'journal.disk' : `journal.${reason}`, { detail }, { id, en });
}

function unavailable(said: Words, operation: Operation | null, about: Record<string, string> = {}): Unavailable {
  const reference = operation === null ? {} : { reference: operation.reference };
  const all = { ...reference, ...about };
  const base = { outcome: 'unavailable', code: null, words: said, operationId: operation?.id ?? null } as const;
  return Object.keys(all).length === 0 ? base : { ...base, about: all };
}

/** The outcome for one who wanted a till, or a look into its journal. */
export function journalUnavailable(trouble: OpenFailed): Unavailable {
  return unavailable(openWords(trouble), null, { journal: trouble.reason });
}

/** Opens a journal; whoever holds it is waited for without holding up anything else. */
export async function openPatiently(options: JournalOptions): Promise<OpenedJournal> {
  const { clock } = options;
  const until = clock.monotonic() + WAIT_MS;
  for (;;) {
    const opened = openJournal({ ...options, busyMs: 0 });
    if (opened.ok || opened.reason !== 'locked' || clock.monotonic() >= until) return opened;
    await clock.sleep(POLL_MS);
  }
}

/** Waits until the journal can take a whole operation; not for what waiting does not mend. @returns why it cannot */
export async function journalNotReady(till: {
  readonly journal: Journal;
  readonly clock: Clock;
}): Promise<Unavailable | null> {
  const until = till.clock.monotonic() + WAIT_MS;
  for (;;) {
    const found = till.journal.ready();
    if (found === null) return null;
    if (found.trouble !== 'locked' || till.clock.monotonic() >= until) {
      return unavailable(troubleWords(found.trouble, found.detail), null, { journal: found.trouble });
    }
    await till.clock.sleep(POLL_MS);
  }
}

/** As the journal has it now, null where it never came onto the disk; one that cannot be read any more as last seen. */
function operationNow(journal: Journal, seen: Operation): Operation | null {
  try {
    return journal.operation(seen.id);
  } catch {
    return seen; // damaged: what was last seen is all there is
  }
}

function sayReached<T>(journal: Journal, course: Course, trouble: JournalTrouble, detail: string): Outcome<T> {
  const seen = course.operation;
  const operation = seen === null ? null : operationNow(journal, seen);
  const about = { journal: trouble };
  const why = [{ why: WHY[trouble].id }, { why: WHY[trouble].en }] as const;
  if (course.printing !== null) {
    const said = words('print.unwritten', {}, { id: why[0], en: why[1] });
    const print = { jobId: course.printing, proof: 'unconfirmed', state: 'possibly-printed' };
    return {
      outcome: 'unknown',
      code: null,
      words: said,
      operationId: operation?.id ?? null,
      about: { ...print, ...about },
    };
  }
  if (operation === null)
    return unavailable(troubleWords(trouble, detail, course.asked ? 'question' : 'nothing'), null, about);
  const { reference, state } = operation;
  const base = { code: operation.code, operationId: operation.id, about: { reference, ...about } };
  const said = (key: 'journal.unwritten' | 'journal.unwritten-sent' | 'journal.ended-unwritten'): Words =>
    words(key, { reference }, { id: why[0], en: why[1] });
  if (course.begun && (state === 'refused' || state === 'not-sent')) {
    return { outcome: state, ...base, words: said('journal.ended-unwritten') };
  }
  // Begun by this action, or by an earlier one that this one took up: then not even "nothing has left" is true of it.
  if (course.begun || state === 'sent' || state === 'unknown' || state === 'ok') {
    return {
      outcome: 'unknown',
      ...base,
      words: said(course.answered ? 'journal.unwritten' : 'journal.unwritten-sent'),
    };
  }
  return unavailable(troubleWords(trouble, detail), operation, about);
}

/**
 * Runs an action. What the disk or the journal's file does to it becomes `unavailable` (nothing has left), `unknown`
 * (something may have, said with its reference), or what is on disk already; a bug stays an exception.
 */
export async function atJournalEdge<T>(journal: Journal, act: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  const course = newCourse();
  try {
    return await onCourse(course, act);
  } catch (error) {
    const trouble = journalTrouble(error);
    if (trouble === null) throw error;
    // A disk that is full or gone is said as that, whatever SQLite called it.
    const now = journal.ready();
    const named = now !== null && (trouble === 'disk' || now.trouble === 'moved') ? now.trouble : trouble;
    return sayReached(journal, course, named, errorText(error));
  }
}

/** For what only reads: the outcome where the journal's file or its disk is the matter; null: a bug. */
export function journalFault(error: unknown): Unavailable | null {
  const trouble = journalTrouble(error);
  return trouble === null ? null : unavailable(troubleWords(trouble, errorText(error)), null, { journal: trouble });
}
