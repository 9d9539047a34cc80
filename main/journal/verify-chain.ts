/** Checks the chain of events link by link, and that every operation is what its events say. */
import type { DatabaseSync } from 'node:sqlite';
import { blob, type EventContent, factsHash, readContent, resultHash, sha256 } from './events.ts';
import { operatorProblems } from './operators.ts';
import { int, text, toOperation } from './rows.ts';
import type { Row } from './sqlite.ts';

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** Whether each link follows from the one before it, from the first event to the counted last one. */
function* linkProblems(db: DatabaseSync): Iterable<string> {
  const head: Row | undefined = db.prepare('SELECT events, link FROM chain').get();
  let link: Uint8Array = new Uint8Array(32);
  let seq = 0;
  for (const row of db.prepare('SELECT seq, content, content_hash, link FROM events ORDER BY seq').iterate()) {
    const found = int(row, 'seq');
    if (found !== seq + 1) yield `event ${seq + 1}${found > seq + 2 ? ` to ${found - 1}` : ''} is missing`;
    const hash = blob(row, 'content_hash');
    if (row.content !== null && !sameBytes(sha256(text(row, 'content')), hash)) yield `event ${found} was changed`;
    const own = blob(row, 'link');
    if (found === seq + 1 && !sameBytes(sha256(link, hash), own))
      yield `event ${found} does not follow from the one before it`;
    link = own;
    seq = found;
  }
  if (head === undefined) yield 'the end of the events’ chain is not there';
  else if (int(head, 'events') !== seq) yield `the last event is ${seq}, but ${int(head, 'events')} were counted`;
  else if (!sameBytes(blob(head, 'link'), link)) yield 'the end of the events’ chain is another one';
}

interface Folded {
  readonly state: string;
  readonly code: string | null;
  readonly facts: string | null;
  readonly result: string | null;
  readonly attempts: number;
  readonly retired: boolean;
}

const NOTHING: Folded = { state: 'missing', code: null, facts: null, result: null, attempts: 0, retired: false };

/** What an operation is after an event. */
function fold(before: Folded, { event, to, code, facts, result, attempts, retired }: EventContent): Folded {
  return {
    state: to,
    code: event === 'retire' || event === 'start' ? before.code : (code ?? null),
    facts: facts ?? before.facts,
    result: result === undefined ? before.result : result,
    attempts: attempts ?? (event === 'begin' ? before.attempts + 1 : before.attempts),
    retired: retired ?? before.retired,
  };
}

function differences(row: Row, events: Folded): readonly string[] {
  const { id, state, code, attempts, retiredAt } = toOperation(row);
  const told = (what: string): string => `${id} is not what its events say: ${what}`;
  return [
    ...(events.state === 'missing' ? [`${id} has no event`] : []),
    ...(events.state !== 'missing' && events.state !== state ? [told(`${state}, not ${events.state}`)] : []),
    ...(events.facts !== null && events.facts !== factsHash(row)
      ? [told('its wish, body or reference was changed')]
      : []),
    ...(events.result !== resultHash(row.result) ? [told('its result was changed')] : []),
    ...(events.state === state && events.code !== code ? [told(`code ${code}, not ${events.code}`)] : []),
    ...(events.state !== 'missing' && events.attempts !== attempts
      ? [told(`${attempts} attempts, not ${events.attempts}`)]
      : []),
    ...(events.state !== 'missing' && events.retired !== (retiredAt !== null) ? [told('retired or not')] : []),
  ];
}

/** Reads operations and their events side by side, so that no journal is too large for the memory. */
function* operationProblems(db: DatabaseSync): Iterable<string> {
  const events = db
    .prepare('SELECT seq, operation, content FROM events WHERE operation IS NOT NULL ORDER BY operation, seq')
    .iterate();
  let next = events.next();
  function* upTo(number: number): Iterable<Row> {
    for (; next.done !== true && int(next.value, 'operation') <= number; next = events.next()) yield next.value;
  }
  for (const row of db.prepare('SELECT * FROM operations ORDER BY seq').iterate()) {
    let folded = NOTHING;
    for (const event of upTo(int(row, 'seq'))) {
      if (event.content === null) continue;
      if (event.operation !== row.seq) yield `event ${int(event, 'seq')} belongs to an operation that is not there`;
      const content = readContent(text(event, 'content'));
      if (content === null) yield `event ${int(event, 'seq')} cannot be read`;
      else if (event.operation === row.seq) folded = fold(folded, content);
    }
    yield* differences(row, folded);
  }
  for (const event of upTo(Number.POSITIVE_INFINITY)) {
    if (event.content !== null) yield `event ${int(event, 'seq')} belongs to an operation that is not there`;
  }
}

const TAKEN_OUT = `SELECT (SELECT count(*) FROM events WHERE content IS NULL) AS gone,
  (SELECT coalesce(sum(content ->> '$.events'), 0) FROM events WHERE operation IS NULL AND content ->> '$.event' = 'prune')
    AS told`;

/** Content is missing only where the chain itself says that it was taken out. */
function* prunedProblems(db: DatabaseSync): Iterable<string> {
  const row: Row | undefined = db.prepare(TAKEN_OUT).get();
  if (row !== undefined && row.gone !== row.told) {
    yield `${String(row.gone)} events have lost their content, but ${String(row.told)} were taken out with their operations`;
  }
}

const BEGUN_BESIDE = `SELECT a.external_id AS what FROM attempts a JOIN operations o ON o.id = a.operation_id
  WHERE a.asks = 0 AND NOT EXISTS (SELECT 1 FROM events e WHERE e.operation = o.seq
    AND (e.content ->> '$.externalId' = a.external_id OR e.content ->> '$.event' = 'adopt'))`;

/** @param most how many problems are enough */
export function chainProblems(db: DatabaseSync, most: number): readonly string[] {
  const problems: string[] = [];
  for (const part of [linkProblems(db), operationProblems(db), prunedProblems(db), operatorProblems(db)]) {
    let found = 0;
    for (const problem of part) {
      problems.push(problem);
      found += 1;
      if (found >= most) break;
    }
  }
  const beside: readonly Row[] = db.prepare(`${BEGUN_BESIDE} LIMIT ${most}`).all();
  return [...problems, ...beside.map((row) => `attempt ${text(row, 'what')} was begun beside the chain`)];
}
