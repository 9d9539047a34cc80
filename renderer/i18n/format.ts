/** Numbers, money, days and times as people in Indonesia read them, whatever zone this machine is set to. */
import { isCalendarDate } from '../../shared/jakarta-time.ts';
import type { Language } from './catalogue.ts';

export interface Formats {
  /** Whole rupiah. */
  readonly rupiah: (amount: number) => string;
  /** `2026-11-21` → Saturday, 21 November 2026. */
  readonly day: (date: string) => string;
  /** An ISO time or milliseconds → 17.05. */
  readonly time: (at: string | number) => string;
  /** An ISO time or milliseconds → 17.05.12. */
  readonly clock: (at: string | number) => string;
  /** An ISO time → 22 Nov 17.05. */
  readonly dayTime: (at: string) => string;
  /** `2026-11-21` → 21/11/2026, as it is typed. */
  readonly typed: (date: string) => string;
  /** An ISO time → 21 Nov 2026 17.05.12. */
  readonly moment: (at: string) => string;
  /** What is left, in milliseconds → 4:09 or 1:04:09, or days. */
  readonly left: (ms: number) => string;
  readonly seconds: (ms: number) => string;
  /** Bytes → 12,3 KB, rounded up: what holds anything is not 0. */
  readonly kilobytes: (bytes: number) => string;
}

const ZONE = 'Asia/Jakarta';
const LOCALES: Readonly<Record<Language, string>> = { id: 'id-ID', en: 'en-GB' };
const DAYS: Readonly<Record<Language, (days: number) => string>> = {
  id: (days) => `${days} hari`,
  en: (days) => `${days} ${days === 1 ? 'day' : 'days'}`,
};
const DAY_S = 86_400;

/** A time as it was given; text that is no time is shown as it stands rather than as a wrong one. */
function put(formatter: Intl.DateTimeFormat, at: string | number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? String(at) : formatter.format(date);
}

/** Counts down in whole seconds, rounded up: 0:00 is shown only when it is over. */
function countdown(ms: number, language: Language): string {
  const total = Math.max(0, Math.ceil(ms / 1_000));
  if (total >= 2 * DAY_S) return DAYS[language](Math.floor(total / DAY_S));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(total / 3_600);
  const minutes = Math.floor((total % 3_600) / 60);
  const seconds = two(total % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${seconds}` : `${minutes}:${seconds}`;
}

function formats(language: Language): Formats {
  const locale = LOCALES[language];
  const money = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const day = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'full' });
  const time = new Intl.DateTimeFormat(locale, { timeZone: ZONE, hour: '2-digit', minute: '2-digit' });
  const clock = new Intl.DateTimeFormat(locale, { timeZone: ZONE, timeStyle: 'medium' });
  const moment = new Intl.DateTimeFormat(locale, { timeZone: ZONE, dateStyle: 'medium', timeStyle: 'medium' });
  const dayTime = new Intl.DateTimeFormat(locale, {
    timeZone: ZONE,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return {
    rupiah: (amount) => `Rp ${money.format(amount)}`,
    day: (date) => put(day, `${date}T00:00:00Z`),
    time: (at) => put(time, at),
    clock: (at) => put(clock, at),
    dayTime: (at) => put(dayTime, at),
    typed: (date) => date.split('-').toReversed().join('/'),
    moment: (at) => put(moment, at),
    left: (ms) => countdown(ms, language),
    seconds: (ms) => `${tenths.format(ms / 1_000)} s`,
    kilobytes: (bytes) => `${tenths.format(Math.ceil(bytes / 100) / 10)} KB`,
  };
}

export const FORMATS: Readonly<Record<Language, Formats>> = { id: formats('id'), en: formats('en') };

/** A day as it is typed, `21/11/2026` or `1-2-2026`, as YYYY-MM-DD; null when it is no day. */
export function dayFromTyped(text: string): string | null {
  const match = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/.exec(text.trim());
  if (match === null) return null;
  const [, day = '', month = '', year = ''] = match;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isCalendarDate(date) ? date : null;
}
