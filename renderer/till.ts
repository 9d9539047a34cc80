/** The one door to main: typed, and never throwing; what comes back is always an outcome. */
import type { TillApi, TillContract } from '../shared/contract.ts';
import type { EventPayload, RequestData, RequestInput, RequestName } from '../shared/define-contract.ts';
import type { Outcome, Unknown } from '../shared/outcome.ts';
import { neverAnswered, visit } from './leaving.ts';
import { type Asking, askSupervisor } from './override.ts';

type Bridge = TillApi & {
  /** Where a dropped file lies; its content never crosses. */
  readonly pathOf: (file: File) => string;
};

/** All that the preload hands to the page. */
function bridge(): Bridge {
  return (globalThis as unknown as { readonly till: Bridge }).till;
}

export type Name = RequestName<TillContract>;
export type Input<N extends Name> = RequestInput<TillContract, N>;
export type Data<N extends Name> = RequestData<TillContract, N>;

export type Snapshot = Data<'app.snapshot'>;
export type JournalSetAside = Outcome<Data<'journal.setAside'>>;
export type Acting = NonNullable<Snapshot['acting']>;
export type PrinterShown = Data<'printers.status'>;
/** A slip at a printer: one that waits, or one that left its queue lately. */
export type SlipShown = Snapshot['slips'][number];
export type Courier = Data<'couriers.search'>['couriers'][number];
export type Wish = Input<'qr.generate'>;
export type AtmQr = Data<'qr.check'>;
export type AtmQrMade = Data<'qr.generate'>;
export type DayQr = Data<'qr.list'>['qrs'][number];
export type Operation = Data<'operations.list'>['operations'][number];
/** As they are offered to choose from: what needs a person first. */
export const OPERATION_STATES = ['unknown', 'ok', 'refused', 'not-sent', 'sent', 'intended'] as const;
export type StateChoice = 'all' | Operation['state'];
export type OperationDetail = Data<'operations.detail'>;
export type ShiftReport = Data<'shifts.now'>['report'];
export type ListedShift = Data<'shifts.list'>['shifts'][number];
export type SupportFile = Data<'support.look'>['files'][number];
export type Finding = Data<'setup.check'>['findings'][number];
export type Profile = NonNullable<Snapshot['profile']>;
export type Session = Snapshot['session'];
export type Person = Session['people'][number];

/** Only when the bridge itself fails, which nobody at the till can mend; the deed may have been done. */
const CUT_OFF: Unknown = {
  outcome: 'unknown',
  code: null,
  operationId: null,
  words: {
    key: 'window.cut-off',
    id: 'Layar ini tidak mendapat jawaban dari programnya. Belum pasti apa yang terjadi.',
    en: 'This screen got no answer from its program. It is not certain what happened.',
    next: {
      id: 'Jangan ulangi. Tutup dan buka lagi program ini, lalu lihat layar Operasi.',
      en: 'Do not repeat it. Close and open this program, then look at the Operations screen.',
    },
  },
};

async function request<N extends Name>(name: N, input: Input<N>): Promise<Outcome<Data<N>>> {
  try {
    return await bridge().request(name, input);
  } catch {
    return CUT_OFF; // main answers every request with an outcome; a rejection means that nobody answered at all
  }
}

/** An answer that comes after the till was locked is dropped: it was for who has left. */
async function asked<N extends Name>(name: N, input: Input<N>): Promise<Outcome<Data<N>>> {
  const during = visit();
  const outcome = await request(name, input);
  return during === visit() ? outcome : neverAnswered();
}

/** What needs a supervisor is asked for again, exactly as it was, once one has allowed it; else the refusal is the answer. */
export async function ask<N extends Name>(name: N, input: Input<N>): Promise<Outcome<Data<N>>> {
  const outcome = await asked(name, input);
  if (outcome.outcome !== 'refused' || outcome.words.key !== 'people.needs-right') return outcome;
  // The one wish that is not of plain fields is this asking itself, and nobody needs a right to it.
  const wish = input as Asking['wish'];
  const allowed = await askSupervisor({ channel: name, wish, words: outcome.words });
  return allowed ? asked(name, input) : outcome;
}

export function listen<N extends 'state.changed' | 'machine.resumed'>(
  name: N,
  listener: (payload: EventPayload<TillContract, N>) => void,
): () => void {
  return bridge().on(name, listener);
}

/** Where a dropped file lies; '' where that cannot be told (a file made by a script, a browser instead of Electron). */
export function pathOf(file: File): string {
  try {
    return bridge().pathOf(file);
  } catch {
    return ''; // a bridge that cannot carry a file: the button does the same job
  }
}
