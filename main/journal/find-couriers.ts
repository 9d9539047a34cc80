/** Finds couriers by a part of their number, name or mobile, the one who was here last first. */
import type { DatabaseSync } from 'node:sqlite';
import type { Journal } from '../ports/journal.ts';
import type { KnownCourier } from '../ports/operations.ts';
import { int, text } from './rows.ts';
import type { Row } from './sqlite.ts';
import { courierMatcher, typedWords } from './typed.ts';

/** Couriers whose operations are looked up one by one; a text that fits more is found row by row. */
const FEW = 500;
/** Couriers that a text too short for the index is held against. */
const BUDGET = 5_000;
const PAGE = 250;
/** The index knows runs of three characters. */
const LEAST = 3;

/** Exported for the test that holds every plan against the indexes. */
export const COURIER_QUERIES = {
  matching: `SELECT rowid AS id FROM courier_search WHERE text MATCH ? LIMIT ${FEW + 1}`,
  courier: 'SELECT * FROM couriers WHERE id = ?',
  latest: `SELECT * FROM couriers INDEXED BY couriers_by_use WHERE last_seq < ? ORDER BY last_seq DESC LIMIT ${PAGE}`,
  operations: `SELECT seq FROM courier_operations WHERE courier = ? AND seq < ? AND seq > ? ORDER BY seq DESC LIMIT ?`,
} as const;

interface Courier extends KnownCourier {
  readonly id: number;
  /** No operation of his is newer. */
  readonly lastSeq: number;
}

function toCourier(row: Row): Courier {
  return {
    id: int(row, 'id'),
    lastSeq: int(row, 'last_seq'),
    courierNo: text(row, 'courier_no'),
    courierName: text(row, 'name'),
    courierMobile: text(row, 'mobile'),
  };
}

export interface CourierFinder {
  /** Those whom a text is a part of, the latest first; `many` where it says too little to tell them. */
  matching(typed: string): readonly Courier[] | 'many';
  /** The numbers of their newest operations between two (neither of them), greatest first. */
  operationsOf(couriers: readonly Courier[], above: number, under: number, most: number): readonly number[];
  readonly latest: Journal['findCouriers'];
}

/** One row for a courier's number, as he was called last. */
function eachOnce(couriers: Iterable<Courier>, most: number): readonly KnownCourier[] {
  const found = new Map<string, KnownCourier>();
  for (const { courierNo, courierName, courierMobile } of couriers) {
    if (found.size === most) break;
    if (!found.has(courierNo)) found.set(courierNo, { courierNo, courierName, courierMobile });
  }
  return [...found.values()];
}

export function courierFinder(db: DatabaseSync): CourierFinder {
  const search = db.prepare(COURIER_QUERIES.matching);
  const courier = db.prepare(COURIER_QUERIES.courier);
  const byUse = db.prepare(COURIER_QUERIES.latest);
  const operations = db.prepare(COURIER_QUERIES.operations);

  function matching(typed: string): readonly Courier[] | 'many' {
    const long = typedWords(typed).filter((word) => Array.from(word).length >= LEAST);
    if (long.length === 0) return 'many';
    const rows: readonly Row[] = search.all(long.map((word) => `"${word.replaceAll('"', '""')}"`).join(' AND '));
    if (rows.length > FEW) return 'many';
    const fits = courierMatcher(typed);
    return rows
      .flatMap((row) => courier.all(int(row, 'id')))
      .map(toCourier)
      .filter((one) => fits(`${one.courierNo}\n${one.courierName}\n${one.courierMobile}`))
      .toSorted((a, b) => b.lastSeq - a.lastSeq);
  }

  function* walk(typed: string): IterableIterator<Courier> {
    const fits = courierMatcher(typed);
    let under = Number.MAX_SAFE_INTEGER;
    for (let seen = 0; seen < BUDGET; seen += PAGE) {
      const couriers = byUse.all(under).map(toCourier);
      yield* couriers.filter((one) => fits(`${one.courierNo}\n${one.courierName}\n${one.courierMobile}`));
      const last = couriers.at(-1);
      if (couriers.length < PAGE || last === undefined) return;
      under = last.lastSeq;
    }
  }

  return {
    matching,
    operationsOf: (couriers, above, under, most) => {
      let seqs: readonly number[] = [];
      for (const { id, lastSeq } of couriers) {
        // They come by their newest: from here on nobody has anything newer than what is found.
        const least = seqs.length === most ? (seqs.at(-1) ?? above) : above;
        if (lastSeq <= least) break;
        const rows: readonly Row[] = operations.all(id, under, least, most);
        if (rows.length === 0) continue;
        seqs = [...seqs, ...rows.map((row) => int(row, 'seq'))].toSorted((a, b) => b - a).slice(0, most);
      }
      return seqs;
    },
    latest: (typed, most) => {
      const found = matching(typed);
      return eachOnce(found === 'many' ? walk(typed) : found, most);
    },
  };
}
