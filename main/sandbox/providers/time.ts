/** Time as the providers see it: Jakarta (+07:00), read and written without the client's own code. */

const JAKARTA_MS = 7 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
/** How far a request's X-TIMESTAMP may be from the provider's clock. */
const SKEW_MS = 5 * 60_000;

const SPEEDCASH = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/;
const PAYCOOLS = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+07:00$/;
const DAY = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(\.\d{1,3})?\+07:00$/;

function wall(ms: number): string {
  return new Date(ms + JAKARTA_MS).toISOString();
}

/** `2024-11-19`, the day in Jakarta. @param ms since the epoch */
export function dayOf(ms: number): string {
  return wall(ms).slice(0, 10);
}

/** `2024-11-19 13:12:59`: how SpeedCash's list writes times, without a zone. @param ms since the epoch */
export function listTime(ms: number): string {
  return wall(ms).slice(0, 19).replace('T', ' ');
}

/** `2024-11-19T13:12:59+07:00`, 25 characters. @param ms since the epoch */
export function headerTime(ms: number): string {
  return `${wall(ms).slice(0, 19)}+07:00`;
}

/** Midnight in Jakarta of a day `2024-11-19`, milliseconds since the epoch. */
export function midnightOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) - JAKARTA_MS;
}

/** The day that is `by` days after (or, negative, before) another. */
export function dayAfter(day: string, by: number): string {
  return dayOf(midnightOf(day) + by * DAY_MS);
}

function exists(text: string): boolean {
  // Date.parse rolls 30 February over into March instead of refusing it.
  const day = text.slice(0, 10);
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day) && !Number.isNaN(Date.parse(text));
}

/** Milliseconds since the epoch of PayCools' fixed 25-character form, or null when it is not that form. */
export function paycoolsTime(text: string): number | null {
  return PAYCOOLS.test(text) && exists(text) ? Date.parse(text) : null;
}

/** Milliseconds since the epoch of SpeedCash's form (milliseconds or not, `Z` or an offset), or null. */
export function speedcashTime(text: string): number | null {
  return SPEEDCASH.test(text) && exists(text) ? Date.parse(text) : null;
}

/** Whether a header's time is near enough to the provider's clock. */
export function isNow(at: number, now: number): boolean {
  return Math.abs(at - now) <= SKEW_MS;
}

/** The day in Jakarta that a `dateGenerate` names, or null when it is no such text. */
export function dateGenerateDay(text: string): string | null {
  const day = DAY.exec(text)?.[1];
  return day !== undefined && exists(text) ? day : null;
}
