/** Ids that the journal gives out: for providers (digits, unique for ever) and for people (short, sortable). */
import { jakartaDate } from '../../shared/jakarta-time.ts';
import type { Random } from '../ports/world.ts';

/** No letters that look like digits or like each other: an id is read over the phone. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * `OP-241119-00042-7KQ`: the day in Jakarta, the running number in this journal, and three letters that tell two tills
 * (or a journal and its restored copy) apart. @param at milliseconds since the epoch
 */
export function readableId(prefix: 'OP' | 'PJ', number: number, at: number, random: Random): string {
  const day = jakartaDate(at).slice(2).replaceAll('-', '');
  return `${prefix}-${day}-${String(number).padStart(5, '0')}-${random.pick(LETTERS, 3)}`;
}

/**
 * An external id: 34 digits. Time keeps two runs apart, the persisted sequence keeps ids apart when the clock jumps
 * back, and chance keeps a data folder and its restored copy apart. @param at milliseconds since the epoch
 */
export function externalId(at: number, sequence: number, random: Random): string {
  const time = String(Math.max(0, Math.trunc(at)))
    .padStart(13, '0')
    .slice(-13);
  const turn = String(sequence).padStart(9, '0').slice(-9);
  return `${time}${turn}${random.digits(12)}`;
}
