/** Fills in what the status bar shows, in the background and in nobody's way: printer, merchant, whether providers answer. */
import type { App } from '../app/app.ts';
import { provider } from '../app/till.ts';
import type { ProviderName } from '../ports/operations.ts';
import type { Act } from './act.ts';
import type { Flights } from './flights.ts';
import type { DeskPrinters } from './printers.ts';
import type { DeskState } from './state.ts';

export interface LookAroundNeeds {
  readonly app: () => App;
  readonly state: DeskState;
  readonly flights: Flights;
  readonly printers: DeskPrinters;
  readonly act: Act;
  readonly reached: (provider: ProviderName, reach: 'reachable' | 'unreachable') => void;
  readonly merchantStatus: () => Promise<unknown>;
  readonly faults: (error: unknown) => void;
}

export interface LookAround {
  /** Asks a printer, or the profile's first, how it is. */
  readonly printer: (name?: string) => Promise<void>;
  /** Everything, one question after another; nobody waits for it but a quit. */
  readonly everywhere: () => void;
}

export function createLookAround(needs: LookAroundNeeds): LookAround {
  const { app, state, printers, act } = needs;

  async function printer(name?: string): Promise<void> {
    const till = await app().till();
    const asked = name ?? (till.ok ? till.value.profile.printers[0]?.name : undefined);
    if (asked === undefined) return;
    await act('printers.status', { printer: asked }, null, (on) => printers.shownStatus(on, asked));
  }

  /** Whether PayCools answers: a token and nothing else. */
  async function paycools(): Promise<void> {
    const till = await app().till();
    if (!till.ok || till.value.profile.paycools === null) return;
    const found = await provider(till.value, 'paycools');
    if (!found.ok) return;
    const token = await found.provider.tokens.get();
    needs.reached('paycools', token.kind === 'no-answer' ? 'unreachable' : 'reachable');
    state.set({ clockOffsetMs: app().clockOffset() });
  }

  async function all(): Promise<void> {
    if (state.get().profile === null) return;
    await printer();
    if (state.get().profile?.speedcash !== null) await needs.merchantStatus();
    await paycools();
  }

  return {
    printer,
    everywhere: () => needs.flights.alongside(all().catch(needs.faults)),
  };
}
