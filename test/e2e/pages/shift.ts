/** The shift screen: the present shift, X, close, and the Zs that were made. */
import type { Frame } from './frame.ts';

export function shiftPage({ page, t, heading, button, dialog }: Frame) {
  const zs = page.getByRole('table', { name: t.shift.zs });
  const card = (number: number) => page.getByRole('region', { name: t.shift.now(number), exact: true });
  return {
    title: heading(t.shift.title),
    now: (number: number) => heading(t.shift.now(number)),
    /** What stands beside a name on the present shift's card. */
    fact: (number: number, name: string) =>
      card(number)
        .locator('div')
        .filter({ has: page.getByText(name, { exact: true }) })
        .getByRole('definition'),
    openIt: button(t.shift.openIt),
    x: button(t.shift.x),
    close: button(t.shift.close),
    confirm: dialog.getByRole('button', { name: t.shift.closeYes, exact: true }),
    cancel: dialog.getByRole('button', { name: t.app.cancel, exact: true }),
    paper: page.getByRole('region', { name: t.made.slip, exact: true }),
    open: page.getByRole('table', { name: t.shift.unsure, exact: true }),
    zs: zs.getByRole('row').filter({ has: page.getByRole('cell') }),
    see: (number: number) => button(t.shift.seeOf(number)),
    reprint: (number: number) => button(t.shift.reprintOf(number)),
    detail: (report: 'X' | 'Z', number: number) =>
      page.getByRole('region', { name: t.shift.detail(report, number), exact: true }),
    backToNow: button(t.shift.backToNow),
  };
}
