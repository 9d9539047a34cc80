/** The QRs of a day. */
import type { Frame } from './frame.ts';

export function dayPage({ page, t, heading, button, field, dialog }: Frame) {
  const table = page.getByRole('table', { name: t.day.title });
  return {
    title: heading(t.day.title),
    date: field(t.day.date),
    earlier: button(t.day.earlier),
    filter: field(t.day.filter),
    scan: page.getByRole('textbox', { name: t.day.scan }),
    rows: table.getByRole('row').filter({ has: page.getByRole('cell') }),
    row: (number: string) => table.getByRole('row').filter({ hasText: number }),
    expire: (number: string) => button(t.day.expireLabel(number)),
    dialog,
    confirm: dialog.getByRole('button', { name: t.day.confirmYes }),
    confirmRetire: dialog.getByRole('button', { name: t.made.retireYes }),
    cancel: dialog.getByRole('button', { name: t.app.cancel }),
    said: page.getByRole('status'),
    refused: page.getByRole('alert'),
  };
}
