/** The journal's operations page by page: the first is asked anew whenever the filter changes, the others on demand. */
import { useState } from 'react';
import type { Outcome } from '../shared/outcome.ts';
import { useDeed, useReading } from './hooks.ts';
import { ask, type Data, type Input, type Operation } from './till.ts';

/** Rows that a cashier looks through before typing a part of the name. */
const PAGE = 50;

type Answer = Outcome<Data<'operations.list'>>;

export interface OperationPages {
  /** Of the page that was asked for last. */
  readonly outcome: Answer | null;
  /** Of all pages so far; null before the first answer. */
  readonly operations: readonly Operation[] | null;
  /** There is more, or may be: a search looks back step by step. */
  readonly more: boolean;
  readonly loading: boolean;
  readonly reload: () => void;
  readonly showMore: () => void;
}

interface Later {
  /** The first page that these follow. */
  readonly of: Answer;
  readonly rows: readonly Operation[];
  readonly last: Answer;
}

export function useOperationPages(filter: Omit<Input<'operations.list'>, 'limit' | 'cursor'>): OperationPages {
  const first = useReading('operations.list', { limit: PAGE, ...filter });
  const [kept, setLater] = useState<Later | null>(null);
  // Pages of another filter, or of what the journal said before, are of no use any more.
  const later = kept !== null && kept.of === first.outcome ? kept : null;
  const outcome = later?.last ?? first.outcome;
  const next = outcome?.outcome === 'ok' ? outcome.data.next : null;
  const [showMore, adding] = useDeed(async () => {
    const of = first.outcome;
    if (of === null || next === null) return;
    const answer = await ask('operations.list', { limit: PAGE, ...filter, cursor: next });
    const rows = answer.outcome === 'ok' ? answer.data.operations : [];
    setLater({ of, rows: [...(later?.rows ?? []), ...rows], last: answer });
  });
  const begun = first.outcome?.outcome === 'ok' ? first.outcome.data.operations : null;
  return {
    outcome,
    operations: begun === null ? null : [...begun, ...(later?.rows ?? [])],
    more: next !== null,
    loading: first.loading || adding,
    reload: first.reload,
    showMore,
  };
}
