/** How the window's actions run on the till: shown while they run, one flight for one and the same wish. */
import type { Outcome } from '../../shared/outcome.ts';
import type { App } from '../app/app.ts';
import type { Till } from '../app/till.ts';
import type { ProviderName } from '../ports/operations.ts';

/** @param asked the provider that the outcome says something of */
export type Act = <T>(
  name: string,
  wish: unknown,
  asked: ProviderName | null,
  run: (till: Till) => Promise<Outcome<T>>,
) => Promise<Outcome<T>>;

/** The till as it is now: another one after a sandbox was begun or a profile installed. */
export type OpenTill = () => ReturnType<App['till']>;
