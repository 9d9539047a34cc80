/** Which printers this machine can see, for whoever writes the profile. Needs no profile; stores and connects to nothing. */
import type { Outcome } from '../../shared/outcome.ts';
import { words } from '../../shared/words.ts';
import { type DiscoverPlaces, discover, type Seen } from '../printing/discover.ts';
import { allFields, bad, type Field } from './input.ts';

const USUAL_SECONDS = 4;
const MOST_SECONDS = 60;

function secondsField(raw: string | undefined): Field<number> {
  if (raw === undefined) return { ok: true, value: USUAL_SECONDS };
  const value = Number(raw);
  if (/^\d{1,2}$/.test(raw) && value >= 1 && value <= MOST_SECONDS) return { ok: true, value };
  return bad('seconds', 'field.number', { min: 1, max: MOST_SECONDS });
}

/**
 * @param input `seconds`: how long the network is listened to, 1 to 60 (4 where it is not given)
 * @param onListening called with the seconds once the input is found to be right
 * @returns ok, also with nothing seen · invalid
 */
export async function discoverPrinters(
  input: { readonly seconds?: string | undefined },
  onListening: (seconds: number) => void = () => undefined,
  places: DiscoverPlaces = {},
): Promise<Outcome<Seen>> {
  const checked = allFields({ seconds: secondsField(input.seconds) });
  if (!checked.ok) return checked.outcome;
  const { seconds } = checked.values;
  onListening(seconds);
  const data = await discover(seconds * 1_000, places);
  // What hangs on a serial port does not say what it is.
  const count = data.printers.filter(({ source }) => source !== 'serial').length;
  const said = count === 0 ? words('printer.none-seen') : words('printer.seen', { count });
  return { outcome: 'ok', code: null, operationId: null, words: said, data };
}
