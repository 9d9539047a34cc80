/** Settles what is uncertain in the background of the window: the oldest first, ever less often, never in anybody's way. */
import { jakartaMillis } from '../../shared/jakarta-time.ts';
import { politeTurn, type SettleOutcome, settleOperation, type Turn } from '../app/settle.ts';
import { provider, SETTLING, type Till } from '../app/till.ts';
import type { Operation, ProviderName } from '../ports/operations.ts';
import type { Watch } from './printers.ts';
import { createSettlePlan, SETTLE_TIMES, type SettlePlan, type SettleTimes } from './settle-plan.ts';
import type { DeskState } from './state.ts';

/** How often it is looked whether the till rests, while something is due. */
const REST_MS = 200;
/** How often the journal is looked at while nothing is known to be open: another process may have left something. */
const LOOK_MS = 30_000;
const CHANCE_DIGITS = 6;

export interface Settler {
  /** Settles in the background until it is stopped. */
  watch(till: Till): Watch;
  /** Somebody reached a provider: what waited for the network waits no longer. */
  heard(provider: ProviderName): void;
  /** Something may have become uncertain, or certain. */
  look(): void;
}

export interface SettlerDeps {
  readonly state: DeskState;
  /** Whether a cashier's press is under way: then nothing is asked. */
  readonly isBusy: () => boolean;
  readonly onBug: (error: unknown) => void;
  readonly times?: Partial<SettleTimes>;
}

/** The round as it goes on, for one till. */
interface Round {
  readonly till: Till;
  readonly plan: SettlePlan;
  readonly stopping: AbortSignal;
  readonly turn: Turn;
}

function openOf({ journal }: Till): readonly Operation[] {
  return journal.operations({ state: 'unknown' }).toReversed();
}

export function createSettler({ state, isBusy, onBug, times }: SettlerDeps): Settler {
  let plan: SettlePlan | null = null;
  let wake = new AbortController();

  function wakeUp(): void {
    const former = wake;
    wake = new AbortController();
    former.abort();
  }

  async function restUntil({ till, stopping }: Round, ms: number): Promise<void> {
    // A sleep that is cut short is how it is woken.
    await till.clock.sleep(ms, AbortSignal.any([stopping, wake.signal])).catch(() => undefined);
  }

  function show(till: Till, asking: string | null, next: number | null): void {
    const open = openOf(till);
    const at = next === null ? null : till.clock.now() + Math.max(0, next - till.clock.monotonic());
    state.set({
      openOperations: open.length,
      settling: { asking, nextAt: asking !== null || at === null ? null : jakartaMillis(at) },
    });
  }

  function reached(name: ProviderName, reach: 'reachable' | 'unreachable'): void {
    state.set({ reach: { ...state.get().reach, [name]: reach } });
  }

  /** The token is fetched while nobody's right to act is held: on a dead network that is what takes long. */
  async function hasToken(till: Till, name: ProviderName): Promise<boolean> {
    const found = await provider(till, name);
    if (!found.ok) return false;
    const token = await found.provider.tokens.get();
    reached(name, token.kind === 'no-answer' ? 'unreachable' : 'reachable');
    return token.kind === 'token';
  }

  function took({ till, plan: plans }: Round, operation: Operation, settling: SettleOutcome): void {
    const now = till.clock.monotonic();
    const name = operation.provider;
    const silent =
      settling.is === 'open' &&
      (settling.reach === 'unreachable' || settling.why === 'question-refused' || settling.why === 'unavailable');
    if (silent) plans.silent(name, now);
    else plans.asked(operation, now);
    const reach = settling.is === 'open' ? settling.reach : settling.is === 'settled' ? 'reachable' : null;
    if (reach !== null) reached(name, reach);
  }

  /** @returns whether it had its turn; false: somebody acts, and it is still the next */
  async function settle(round: Round, operation: Operation): Promise<boolean> {
    const { till, plan: plans, turn } = round;
    show(till, operation.reference, null);
    if (!(await hasToken(till, operation.provider))) {
      plans.silent(operation.provider, till.clock.monotonic());
      return true;
    }
    const settling = await settleOperation(till, operation, { turn, wanted: false });
    if (settling.is === 'busy') return false;
    took(round, operation, settling);
    return true;
  }

  /** One after another, each only while no press is under way. */
  async function goRound(round: Round): Promise<void> {
    const { till, plan: plans, stopping } = round;
    const tried = new Set<string>();
    for (;;) {
      while (isBusy() && !stopping.aborted) await till.clock.sleep(REST_MS, stopping).catch(() => undefined);
      // Anew each time: a press may have settled it, and a provider that is silent is silent for all of its operations.
      const next = plans.due(openOf(till), till.clock.monotonic()).find(({ id }) => !tried.has(id));
      if (next === undefined || stopping.aborted || tried.size >= SETTLE_TIMES.most) return;
      if (await settle(round, next)) tried.add(next.id);
      // Another process of this till may act: it is not looked at all the time whether it still does.
      else await till.clock.sleep(REST_MS, stopping).catch(() => undefined);
    }
  }

  /** What a dead process left under way is uncertain from now on. @returns whether nobody acted, so that it could be said */
  async function recover(till: Till): Promise<boolean> {
    const lock = await till.lock.acquire(SETTLING, 0);
    if (!lock.held) return false;
    try {
      till.journal.recover();
      return true;
    } finally {
      lock.release();
    }
  }

  async function work(round: Round): Promise<void> {
    const { till, plan: plans, stopping } = round;
    let recovered = false;
    while (!stopping.aborted) {
      let wait = LOOK_MS;
      try {
        if (!recovered && !isBusy()) recovered = await recover(till);
        await goRound(round);
        const next = plans.next(openOf(till));
        show(till, null, next);
        if (next !== null) wait = Math.min(LOOK_MS, Math.max(REST_MS, next - till.clock.monotonic()));
      } catch (error) {
        onBug(error);
      }
      await restUntil(round, wait);
    }
  }

  return {
    watch: (till) => {
      const stopping = new AbortController();
      const chance = (): number => Number(till.random.digits(CHANCE_DIGITS)) / 10 ** CHANCE_DIGITS;
      plan = createSettlePlan({ ...SETTLE_TIMES, ...times }, chance);
      const polite = politeTurn(till);
      const turn: Turn = (operation, ask) =>
        isBusy() || stopping.signal.aborted ? Promise.resolve({ held: false, why: 'busy' }) : polite(operation, ask);
      const working = work({ till, plan, stopping: stopping.signal, turn });
      return {
        stop: async () => {
          stopping.abort();
          await working;
          state.set({ settling: { asking: null, nextAt: null } });
        },
      };
    },
    heard: (name) => {
      if (plan?.heard(name) === true) wakeUp();
    },
    look: wakeUp,
  };
}
