/** The window's keys: what the keychain says of them, asking it again, and taking them away. */
import type { TillContract } from '../../shared/contract.ts';
import type { Actions } from '../../shared/define-contract.ts';
import { words } from '../../shared/words.ts';
import type { KeysState } from '../app/load-providers.ts';
import type { App } from '../app/open-app.ts';
import { ok } from './read-actions.ts';
import type { Snapshot } from './state.ts';

/** What the window shows of the keys; nothing while they can be had. */
export function keysView(state: KeysState): Snapshot['keys'] {
  return state === 'ready' ? null : { state, words: words(`vault.${state}`) };
}

export interface KeyDesk {
  readonly app: () => App;
  /** Ends what works on the till in the background, once what is under way is done. */
  readonly rest: () => Promise<void>;
  /** Takes over what the app knows now. */
  readonly refresh: () => Promise<void>;
  /** Fills in what waited for the keys. */
  readonly lookAround: () => void;
}

export function keyActions(desk: KeyDesk): Pick<Actions<TillContract>, 'keys.ask' | 'profile.revoke'> {
  return {
    'keys.ask': async () => {
      const till = await desk.app().till();
      if (!till.ok) return till.outcome;
      const loaded = await till.value.providers();
      if (!loaded.ok) return loaded.outcome;
      desk.lookAround();
      return ok({});
    },
    'profile.revoke': async ({ store }) => {
      await desk.rest();
      const outcome = await desk.app().revoke({ confirmed: store });
      await desk.refresh();
      return outcome.outcome === 'ok' ? { ...outcome, data: { removed: outcome.data.removed } } : outcome;
    },
  };
}
