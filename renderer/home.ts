/** The home screen's deeds: one request in flight whatever is pressed, and nothing shown before main said so. */
import { create } from 'zustand';
import type { Outcome } from '../shared/outcome.ts';
import {
  afterCheck,
  afterGenerate,
  afterPrint,
  afterRetire,
  type Draft,
  EMPTY,
  FRESH,
  type Home,
  type Made,
  wishOf,
} from './home-flow.ts';
import { forgetOnLeave } from './leaving.ts';
import type { SlipNow } from './slips.ts';
import { play } from './sounds.ts';
import { useTill } from './store.ts';
import { type AtmQr, ask, type Operation, type Wish } from './till.ts';

export interface HomeStore {
  readonly draft: Draft;
  readonly home: Home;
  readonly type: (change: Partial<Draft>) => void;
  /** Begins anew; the typed courier is gone, the wish for a slip stays, and a doubtful operation stays in main's journal. */
  readonly fresh: () => void;
  /** Shows an operation of the journal here: its QR, or its doubt. */
  readonly take: (operation: Operation, outcome: Outcome<AtmQr>, slip: SlipNow | null) => void;
}

export const useHome = create<HomeStore>()((set) => ({
  draft: EMPTY,
  home: FRESH,
  type: (change) => set(({ draft }) => ({ draft: { ...draft, ...change } })),
  fresh: () => set(({ draft }) => ({ home: FRESH, draft: { ...EMPTY, print: draft.print } })),
  take: (operation, outcome, slip) => {
    const doubt = {
      at: 'unknown' as const,
      reference: operation.reference,
      wish: null,
      words: outcome.words,
      code: outcome.code,
      checked: null,
      busy: false,
    };
    const home = afterCheck(doubt, outcome, Date.now());
    const retired = operation.retiredAt === null ? null : 'earlier';
    set({ home: home.at === 'made' ? { ...home, courier: operation.courier, retired, slip } : home });
    useTill.getState().open('atm-qr');
  },
}));

const now = (): Home => useHome.getState().home;
const go = (home: Home): void => useHome.setState({ home });

async function send(wish: Wish): Promise<void> {
  go({ at: 'working', wish, since: Date.now() });
  const outcome = await ask('qr.generate', wish);
  const home = afterGenerate(wish, outcome);
  go(home);
  play(home.at === 'made' && home.last.good ? 'success' : 'failure');
}

/** Sends what is typed; while one is under way nothing is sent. */
export async function generate(hasPrinter: boolean): Promise<void> {
  if (now().at !== 'form') return;
  await send(wishOf(useHome.getState().draft, hasPrinter));
}

/** Sends once more what was not sent, under its own reference. */
export async function sendAgain(): Promise<void> {
  const home = now();
  if (home.at !== 'form' || home.again === null) return;
  await send(home.again);
}

/** Repeats a doubtful wish under the same reference, which stands for one QR only. */
export async function repeat(): Promise<void> {
  const home = now();
  if (home.at !== 'unknown' || home.busy || home.wish === null || home.reference === null) return;
  await send({ ...home.wish, reference: home.reference });
}

/** Asks what became of it; makes nothing. */
export async function check(): Promise<void> {
  const home = now();
  if (home.at !== 'unknown' || home.busy || home.reference === null) return;
  go({ ...home, busy: true });
  const outcome = await ask('qr.check', { reference: home.reference });
  const next = afterCheck(home, outcome, Date.now());
  go(next);
  play(next.at === 'made' ? 'success' : 'failure');
}

/** Something became certain by itself: where it is what stands in doubt here, its QR is shown. Sends nothing. */
export async function lookAgain(): Promise<void> {
  const home = now();
  if (home.at !== 'unknown' || home.busy || home.reference === null) return;
  const outcome = await ask('qr.show', { reference: home.reference });
  // Whoever pressed something meanwhile is answered by that.
  if (outcome.outcome !== 'ok' || now() !== home) return;
  go(afterCheck(home, outcome, Date.now()));
  play('success');
}

/** The references that main was told of. */
const seen = new Set<string>();

forgetOnLeave(() => {
  seen.clear();
  useHome.setState({ draft: EMPTY, home: FRESH });
});

/** The cashier has the QR in sight: main is told once, and a repeated wish is a new one from then on. */
export function tellSeen(reference: string): void {
  if (seen.has(reference)) return;
  seen.add(reference);
  // Nothing here depends on the answer: untold, main goes on taking the same wish for a repetition, which is safe.
  void ask('qr.seen', { reference });
}

/** Shows what came of a deed, unless the cashier has left the QR that it was about. */
function settle(next: Made): void {
  const home = now();
  if (home.at === 'made' && home.qr.reference === next.qr.reference) go(next);
  play(next.last.good ? 'success' : 'failure');
}

export async function print(): Promise<void> {
  const home = now();
  if (home.at !== 'made' || home.busy !== null) return;
  go({ ...home, busy: 'print' });
  settle(afterPrint(home, await ask('qr.print', { reference: home.qr.reference })));
}

export async function retire(): Promise<void> {
  const home = now();
  if (home.at !== 'made' || home.busy !== null) return;
  go({ ...home, busy: 'retire' });
  settle(afterRetire(home, await ask('qr.expire', { billNumber: home.qr.reference })));
}
