/** A journal of an earlier version, with operations as a busy store would have made them over three years, from one seed. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { takeSteps } from '../../main/journal/migrations.ts';
import { JOURNAL_FILE } from '../../main/journal/open-journal.ts';
import { jakartaDate, jakartaMillis } from '../../shared/jakarta-time.ts';

const GIVEN = ['Budi', 'Siti', 'Agus', 'Dewi', 'Joko', 'Rina', 'Eko', 'Wati', 'Hendra', 'Putri', 'Bambang', 'Yuni'];
const FAMILY = [
  'Santoso',
  'Wijaya',
  'Lestari',
  'Saputra',
  'Hidayat',
  'Nugroho',
  'Siregar',
  'Halim',
  'Pratama',
  'Utami',
];
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const YEARS_MS = 3 * 365 * 86_400_000;
const CHUNK = 20_000;
const VERSION = 2;

/** Small, fast, the same everywhere (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Filled {
  readonly references: readonly string[];
  readonly couriers: readonly { readonly name: string; readonly no: string; readonly mobile: string }[];
  /** YYYY-MM-DD */
  readonly days: readonly string[];
}

function couriersFor(operations: number, chance: () => number) {
  const pick = <T>(from: readonly T[]): T => {
    const one = from[Math.floor(chance() * from.length)];
    if (one === undefined) throw new Error('bug: nothing to pick from');
    return one;
  };
  const count = Math.max(20, Math.min(20_000, Math.floor(operations / 50)));
  return Array.from({ length: count }, (_, index) => ({
    no: String(100_000 + index),
    name: `${pick(GIVEN)} ${pick(FAMILY)} ${LETTERS[index % LETTERS.length] ?? ''}`,
    mobile: `628${String(Math.floor(chance() * 1e10)).padStart(10, '0')}`,
  }));
}

/** 92 of 100 are QRs; of all, 93 of 100 ok, 4 refused, 3 not sent, and 40 uncertain in the whole journal. */
function stateOf(roll: number, index: number, count: number): 'ok' | 'refused' | 'not-sent' | 'unknown' {
  if (index % Math.ceil(count / 40) === 7) return 'unknown';
  return roll < 0.93 ? 'ok' : roll < 0.97 ? 'refused' : 'not-sent';
}

/**
 * Inserts through the tables and checks of version 2, many operations a transaction.
 * @param folder empty; @param end when the last of them was made, milliseconds since the epoch
 */
export function fillJournal(folder: string, count: number, end: number): Filled {
  const chance = seeded(count);
  const couriers = couriersFor(count, chance);
  const db = new DatabaseSync(join(folder, JOURNAL_FILE), { enableForeignKeyConstraints: true });
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000');
  takeSteps(db, 0, VERSION);
  const operation = db.prepare(`INSERT INTO operations (seq, id, kind, provider, merchant_id, reference, wish, body,
    terminal_id, operator, state, settled_from, in_doubt, code, result, attempts, created_at, updated_at, told_at)
    VALUES (?, ?, ?, ?, 'M-12345678', ?, ?, ?, 'T-1234ABCD', 'sari', ?, ?, ?, ?, ?, 1, ?, ?, ?)`);
  const attempt = db.prepare(`INSERT INTO attempts (operation_id, provider, service, asks, external_id, started_at,
    ended_at, outcome, code, http_status, note) VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, 200, NULL)`);
  const print =
    db.prepare(`INSERT INTO print_jobs (id, operation_id, reference, printer, kind, copy, slip, state, proof,
    outs, queued_at, created_at, updated_at) VALUES (?, ?, ?, 'kasir', 'slip', 0, ?, 'done', 'printed', 1, ?, ?, ?)`);
  const references: string[] = [];
  const days = new Set<string>();
  for (let start = 0; start < count; start += CHUNK) {
    db.exec('BEGIN');
    for (let index = start; index < Math.min(start + CHUNK, count); index += 1) {
      const at = Math.floor(end - YEARS_MS + ((index + chance()) / count) * YEARS_MS);
      const time = jakartaMillis(at).replace(/\D/g, '').slice(2, 14);
      const tail = Array.from({ length: 6 }, () => LETTERS[Math.floor(chance() * LETTERS.length)] ?? '').join('');
      const isQr = chance() < 0.92;
      const reference = isQr ? `ATM${time}${tail}` : `2025${String(index).padStart(13, '0')}`;
      const courier = couriers[Math.floor(chance() ** 2 * couriers.length)] ?? { no: '', name: '', mobile: '' };
      const wish = isQr
        ? {
            courierNo: courier.no,
            courierName: courier.name,
            courierMobile: courier.mobile,
            regionNo: '1',
            branchNo: '2',
          }
        : { billNumber: reference };
      const state = stateOf(chance(), index, count);
      const unknown = state === 'unknown';
      const code = unknown ? null : state === 'ok' ? (isQr ? '2009000' : '2009300') : '4009000';
      const qrContent = `cdm${String(index).padStart(9, '0')}${tail}`;
      const result = isQr
        ? { cdmReferenceId: `CDM${index}`, qrContent, qrStatus: 'ACTIVE' }
        : { billNumber: reference };
      const id = `OP-${jakartaDate(at).slice(2).replaceAll('-', '')}-${String(index + 1).padStart(5, '0')}-7KQ`;
      const kind = isQr ? 'generate' : 'expire';
      const provider = isQr ? 'paycools' : 'speedcash';
      const body = JSON.stringify({ partnerReferenceNo: reference, ...wish, notifyUrl: 'https://notify.example/atm' });
      operation.run(
        index + 1,
        id,
        kind,
        provider,
        reference,
        JSON.stringify(wish),
        body,
        state,
        'sent',
        unknown ? 1 : 0,
        code,
        state === 'ok' ? JSON.stringify(result) : null,
        at,
        at + 900,
        state === 'ok' ? at + 950 : null,
      );
      const external = `${at}${String(index + 1).padStart(9, '0')}${String(Math.floor(chance() * 1e12)).padStart(12, '0')}`;
      attempt.run(id, provider, isQr ? '90' : '93', external, at + 1, at + 800, state, code);
      if (isQr && state === 'ok') {
        const slip = { title: 'ATM QR', parts: [{ kind: 'qr', content: qrContent }] };
        const job = id.replace('OP', 'PJ');
        print.run(job, id, reference, JSON.stringify(slip), at + 950, at + 950, at + 2_000);
      }
      if (index % Math.ceil(count / 500) === 0) {
        references.push(reference);
        days.add(jakartaDate(at));
      }
    }
    db.exec('COMMIT');
  }
  db.prepare("UPDATE meta SET value = ? WHERE key = 'external-sequence'").run(count);
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
  return { references, couriers, days: [...days] };
}
