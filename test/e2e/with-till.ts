/** One till for a group of specs, on an empty form before each of them; at the end its page must not have complained. */
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { type Built, buildProgram, type OpenTill, openTill } from './open-till.ts';
import { atmQrPage } from './pages/atm-qr.ts';
import { operationsPage } from './pages/operations.ts';

/** @returns the till, once the group's specs run */
export function withTill(): () => OpenTill {
  let built: Built;
  let open: OpenTill;
  /** What the page complained about: a refused style, script, address, or a bug. */
  const complaints: string[] = [];

  beforeAll(async () => {
    built = await buildProgram();
    open = await openTill(built);
    open.till.page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    open.till.page.on('pageerror', (error) => complaints.push(error.message));
    // From its first line on.
    await open.till.page.reload();
    await atmQrPage(open.frame).title.waitFor();
  });
  afterAll(async () => {
    await open.close();
    await built.remove();
    expect(complaints).toEqual([]);
  });
  beforeEach(async () => {
    await open.frame.open('operations');
    await operationsPage(open.frame).title.waitFor();
    await open.frame.open('atm-qr');
    const atm = atmQrPage(open.frame);
    await atm.title.or(atm.made.fresh).or(atm.unknown.later).first().waitFor();
    for (const leave of [atm.made.fresh, atm.unknown.later]) if (await leave.isVisible()) await leave.click();
    await atm.courierNo.waitFor();
  });
  return () => open;
}
