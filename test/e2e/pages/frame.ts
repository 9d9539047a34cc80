/** What every screen has around it: the rail, the status bar, the SANDBOX strip, dialogs. Found by role and name only. */
import type { Locator, Page } from 'playwright-core';
import { CATALOGUES, type Catalogue, type Language } from '../../../renderer/i18n/catalogue.ts';

export type ScreenName = keyof Catalogue['nav'];

/** A window as a cashier sees it, in the language that it speaks. */
export interface Frame {
  readonly page: Page;
  readonly t: Catalogue;
  readonly statusBar: Locator;
  readonly openOperations: Locator;
  /** What waits at the printers; opens the queue. */
  readonly queueItem: Locator;
  readonly sandboxStrip: Locator;
  readonly dialog: Locator;
  readonly heading: (name: string) => Locator;
  readonly button: (name: string) => Locator;
  readonly field: (name: string) => Locator;
  readonly open: (screen: ScreenName) => Promise<void>;
}

export function frame(page: Page, language: Language = 'id'): Frame {
  const t = CATALOGUES[language];
  const statusBar = page.getByRole('list', { name: t.status.title });
  return {
    page,
    t,
    statusBar,
    openOperations: statusBar.getByRole('button').last(),
    queueItem: statusBar.getByRole('button', { name: `${t.queue.item}: ` }),
    sandboxStrip: page.getByText(t.app.sandboxMeans),
    dialog: page.getByRole('alertdialog'),
    heading: (name) => page.getByRole('heading', { name, exact: true }),
    button: (name) => page.getByRole('button', { name, exact: true }),
    field: (name) => page.getByLabel(name, { exact: true }),
    open: async (screen) => {
      await page.getByRole('navigation').getByRole('button', { name: t.nav[screen], exact: true }).click();
    },
  };
}
