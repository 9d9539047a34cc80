/** What makes the window's till another one: a profile, a sandbox, a new journal for a damaged one; and its check-up. */
import type { TillContract } from '../../shared/contract.ts';
import type { Actions } from '../../shared/define-contract.ts';
import type { Flights } from './flights.ts';
import { asideView } from './journal-faults.ts';
import { sandboxFirst } from './people-actions.ts';
import type { OpenedApp, PresentTill } from './present-till.ts';
import { ok } from './read-actions.ts';
import type { DeskState } from './state.ts';

interface TillDesk {
  readonly present: PresentTill;
  readonly state: DeskState;
  /** Whether somebody is in, or nobody has to be. */
  readonly isOpen: () => boolean;
  readonly flights: Flights;
  /** The till of this machine's own data folder. */
  readonly openReal: () => Promise<OpenedApp>;
  readonly openSandbox: () => Promise<OpenedApp>;
  readonly chooseProfile: () => Promise<string | null>;
  /** Takes over what the app knows now. */
  readonly refresh: () => Promise<void>;
  /** Fills in what is not known of a till that is another one. */
  readonly lookAround: () => void;
}

type Names = 'profile.choose' | 'profile.provision' | 'journal.setAside' | 'sandbox.start' | 'setup.check';

export function tillActions(desk: TillDesk): Pick<Actions<TillContract>, Names> {
  const { present, state, flights, refresh } = desk;

  /** A profile is installed into the real keychain, also where the window is on a sandbox just now. */
  async function provision(path: string) {
    const now = present.now();
    const real = now.sandbox ? await desk.openReal() : now;
    if (real !== now && real.app.knowsPeople()) {
      await real.close();
      return sandboxFirst();
    }
    // The watch knows the printers of the profile that is replaced.
    if (real === now) await present.unwatch();
    const outcome = await real.app.provision({ path, shred: false });
    if (real !== now) await (outcome.outcome === 'ok' ? present.moveTo(real) : real.close());
    await refresh();
    if (outcome.outcome !== 'ok') return outcome;
    desk.lookAround();
    const { store, providers, printers, shredded } = outcome.data;
    return { ...outcome, data: { store, providers: [...providers], printers: [...printers], shredded } };
  }

  return {
    'profile.choose': async () => {
      const path = await desk.chooseProfile();
      return path === null ? ok(null) : provision(path);
    },
    'profile.provision': ({ path }) => provision(path),
    'journal.setAside': async () => {
      // To whoever stands at a locked till, nothing of what was in it is told.
      const tell = desk.isOpen();
      await flights.landed();
      await present.unwatch();
      const outcome = await present.now().app.setJournalAside();
      await refresh();
      return asideView(outcome, tell);
    },
    'sandbox.start': async () => {
      // One whose profile was revoked is none any more.
      if (!present.now().sandbox || state.get().profile === null) await present.moveTo(await desk.openSandbox());
      await refresh();
      desk.lookAround();
      return ok({});
    },
    'setup.check': async () => {
      const { findings } = await present.now().app.doctor();
      await refresh();
      return ok({ findings: [...findings] });
    },
  };
}
