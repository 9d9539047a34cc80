/** Western Indonesia Time (+07:00, no daylight saving), whatever the machine's own zone says. */

const OFFSET_MS = 7 * 60 * 60 * 1000;

function shifted(ms: number): string {
  return new Date(ms + OFFSET_MS).toISOString();
}

/** `2024-11-19T13:12:59.684+07:00`, the form SpeedCash asks for. @param ms milliseconds since the epoch */
export function jakartaMillis(ms: number): string {
  return shifted(ms).replace('Z', '+07:00');
}

/** `2023-09-25T17:57:35+07:00`, exactly 25 characters, the form PayCools asks for. @param ms milliseconds since the epoch */
export function jakartaSeconds(ms: number): string {
  return `${shifted(ms).slice(0, 19)}+07:00`;
}

/** `2024-11-19`: the calendar day in Jakarta. @param ms milliseconds since the epoch */
export function jakartaDate(ms: number): string {
  return shifted(ms).slice(0, 10);
}

/** `19/11/2024 13:12`: date and time as they stand on a slip. @param ms milliseconds since the epoch */
export function jakartaForSlip(ms: number): string {
  const iso = shifted(ms);
  return `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)} ${iso.slice(11, 16)}`;
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const LOCAL = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})$/;

/** Whether the text is a calendar day that exists (`2026-02-29` does not). */
export function isCalendarDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

const ZONED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/;

/** A time that names its own zone, in Jakarta's. */
function fromZonedTime(text: string): string | null {
  const at = ZONED.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : jakartaSeconds(at);
}

/**
 * A provider's zoneless local time (`2024-05-15 14:20:49`) as ISO 8601 with +07:00 (FACTS, list: "times have no zone").
 * @returns null when it is no such time
 */
export function fromJakartaLocal(text: string): string | null {
  const match = LOCAL.exec(text.trim());
  if (match === null) return fromZonedTime(text.trim());
  const [, day = '', time = ''] = match;
  const iso = `${day}T${time}+07:00`;
  return isCalendarDate(day) && !Number.isNaN(Date.parse(iso)) ? iso : null;
}
