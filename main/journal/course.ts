/** Notes how far each action came with the journal, so that a disk that fails half-way is told as what it is. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Journal } from '../ports/journal.ts';
import type { Operation } from '../ports/operations.ts';
import { errorText } from './sqlite.ts';
import { journalTrouble } from './trouble.ts';

/** How far one action came. */
export interface Course {
  /** The operation that it began or took up, as it was last seen on disk. */
  operation: Operation | null;
  /** An attempt of it was on disk: from then on bytes may have left. */
  begun: boolean;
  /** Only a question was begun, one that changes nothing. */
  asked: boolean;
  /** What the provider did with it is known, on disk or not. */
  answered: boolean;
  /** The print job whose bytes may have left. */
  printing: string | null;
}

const courses = new AsyncLocalStorage<Course>();

export function newCourse(): Course {
  return { operation: null, begun: false, asked: false, answered: false, printing: null };
}

/** Runs `work`; what it does to a journal from `noteCourses` is noted in `course`. */
export function onCourse<T>(course: Course, work: () => T): T {
  return courses.run(course, work);
}

/** Remembers that the file is damaged: whoever found out once sends nothing more, whatever he asks next. */
function keepingDamage(journal: Journal): Journal {
  let damage: ReturnType<Journal['ready']> = null;
  const guarded = Object.entries(journal).map(([name, value]: [string, unknown]) => {
    if (typeof value !== 'function') return [name, value];
    const method = (...given: readonly unknown[]): unknown => {
      try {
        return Reflect.apply(value, journal, given);
      } catch (error) {
        if (journalTrouble(error) === 'corrupt') damage = { trouble: 'corrupt', detail: errorText(error) };
        throw error;
      }
    };
    return [name, method];
  });
  // The same names with the same functions, each with a catch around it.
  const all = Object.fromEntries(guarded) as Journal;
  return {
    ...all,
    ready: () => {
      const now = journal.ready();
      // Set aside meanwhile: the damage went with the old file.
      return now?.trouble === 'moved' ? now : (damage ?? now);
    },
  };
}

/** The journal as it is; what goes through it is noted for the action that it belongs to. */
export function noteCourses(bare: Journal): Journal {
  const journal = keepingDamage(bare);
  return {
    ...journal,
    intend: (wanted) => {
      const operation = journal.intend(wanted);
      Object.assign(courses.getStore() ?? {}, { operation, begun: false, answered: false });
      return operation;
    },
    beginAttempt: (wanted) => {
      const course = courses.getStore();
      const { operationId } = wanted;
      if (course !== undefined && operationId === null) course.asked = true;
      // Before it is written: an operation that is taken up stays what it was, whatever the disk does now.
      if (course !== undefined && operationId !== null) {
        const same = course.operation?.id === operationId;
        course.operation = journal.operation(operationId);
        if (!same) Object.assign(course, { begun: false, answered: false });
      }
      const row = journal.beginAttempt(wanted);
      if (course !== undefined && operationId !== null) course.begun = true;
      return row;
    },
    endAttempt: (id, end) => {
      const course = courses.getStore();
      if (course !== undefined && (end.outcome === 'ok' || end.outcome === 'refused')) course.answered = true;
      journal.endAttempt(id, end);
    },
    atomically: (work) => {
      const course = courses.getStore();
      const before = { ...course };
      try {
        return journal.atomically(work);
      } catch (error) {
        // None of it is on disk, so nothing was begun; what was learned is known all the same.
        if (course !== undefined) Object.assign(course, before, { answered: course.answered });
        throw error;
      }
    },
    stepPrint: (seen, step) => {
      const job = journal.stepPrint(seen, step);
      const course = courses.getStore();
      if (course === undefined) return job;
      if (step.state === 'printing' && job !== null) course.printing = job.id;
      else if (course.printing === seen.id) course.printing = null;
      return job;
    },
  };
}
