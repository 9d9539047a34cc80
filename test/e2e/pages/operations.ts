/** This till's journal, and one operation of it. */
import type { Frame } from './frame.ts';

export function operationsPage({ page, t, heading, button, field }: Frame) {
  const table = page.getByRole('table', { name: t.operations.title });
  return {
    title: heading(t.operations.title),
    search: field(t.operations.search),
    state: field(t.operations.state),
    rows: table.getByRole('row').filter({ has: page.getByRole('cell') }),
    show: (reference: string) => button(t.operations.show(reference)),
    detail: heading(t.operations.detail),
    attempts: page
      .getByRole('table', { name: t.operations.attempts })
      .getByRole('row')
      .filter({ has: page.getByRole('cell') }),
    prints: page
      .getByRole('table', { name: t.operations.prints })
      .getByRole('row')
      .filter({ has: page.getByRole('cell') }),
    check: button(t.operations.check),
    decide: button(t.settle.decide),
    decision: {
      reason: field(t.settle.reason),
      yes: button(t.settle.yes),
    },
    back: button(t.app.back),
  };
}
