/** The support bundle's dialog, and the journal's export. */
import type { Frame } from './frame.ts';

export function supportPage({ page, t, button }: Frame) {
  const dialog = page.getByRole('dialog', { name: t.support.bundle });
  return {
    look: button(t.support.look),
    dialog,
    files: dialog.getByRole('tab'),
    text: dialog.getByRole('tabpanel'),
    save: dialog.getByRole('button', { name: t.support.save, exact: true }),
    again: dialog.getByRole('button', { name: t.support.again, exact: true }),
    close: dialog.getByRole('button', { name: t.app.close, exact: true }),
    said: dialog.getByRole('status').or(dialog.getByRole('alert')),
  };
}

export function exportPage({ page, t, button }: Frame) {
  const card = page.getByRole('region', { name: t.copy.title });
  return {
    open: button(t.copy.button),
    card,
    format: card.getByLabel(t.copy.format, { exact: true }),
    state: card.getByLabel(t.operations.state, { exact: true }),
    since: card.getByLabel(t.copy.since, { exact: true }),
    save: card.getByRole('button', { name: t.copy.save, exact: true }),
    close: card.getByRole('button', { name: t.app.close, exact: true }),
    said: card.getByRole('status').or(card.getByRole('alert')),
  };
}
