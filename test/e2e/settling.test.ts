/** What nobody can speak for, in the window: settled in the background, or decided by a supervisor with a reason. */
import { describe, expect, it } from 'vitest';
import { KEYRING_SKIPPED } from '../support/keyring.ts';
import { atmQrPage } from './pages/atm-qr.ts';
import { operationsPage } from './pages/operations.ts';
import { type PrinterTill, withPrinter } from './with-printer.ts';

const PATIENCE = { timeout: 20_000 };

type NextFault = Parameters<PrinterTill['providers']['next']>[0];

describe.skipIf(KEYRING_SKIPPED !== null)('what is not certain', () => {
  const till = withPrinter();
  const spoil = (times: number, fault: NextFault): void => {
    for (let count = 0; count < times; count += 1) till().providers.next(fault);
  };

  it('is asked about in the background, and its QR appears without a press', async () => {
    const { t, openOperations } = till().frame;
    const atm = atmQrPage(till().frame);
    spoil(3, { service: 'generate-atm-qr', fault: 'LOST' });
    spoil(3, { service: 'query-atm-qr', fault: 'ERR500' });
    // The network is gone for the first two questions in the background.
    spoil(2, { service: 'query-atm-qr', fault: 'RESET' });
    await atm.make({ no: 'K-1', name: 'Kurir Ragu' });
    await atm.unknown.title.waitFor();
    const reference = (await atm.unknown.reference.textContent()) ?? '';
    await expect.poll(() => openOperations.textContent(), PATIENCE).toContain(t.settle.nextAt('').trim());
    expect(await openOperations.textContent()).toContain(t.status.open(1));
    await atm.made.picture.waitFor({ timeout: PATIENCE.timeout });
    expect(await atm.made.fact(t.made.reference).textContent()).toBe(reference);
    await expect.poll(() => openOperations.textContent()).toBe(t.status.open(0));
    expect(till().providers.books().atmQrs).toMatchObject([{ reference, processed: 3 }]);
  });

  it('is decided by a supervisor only with a reason, and shows who decided it', async () => {
    const { t, page, dialog, openOperations } = till().frame;
    const atm = atmQrPage(till().frame);
    const operations = operationsPage(till().frame);
    await atm.make({ no: 'RESET', name: 'Kurir Hilang' });
    await atm.unknown.title.waitFor();
    await till().frame.open('operations');
    await operations.rows.first().getByRole('button').click();
    await operations.decide.click();
    await dialog.waitFor();
    expect(await dialog.textContent()).toContain(t.settle.meansQr);
    await operations.decision.yes.click();
    await expect.poll(() => operations.decision.reason.getAttribute('aria-invalid')).toBe('true');
    await operations.decision.reason.fill('PayCools: tiket 123, tidak ada QR');
    await operations.decision.yes.click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('PayCools: tiket 123, tidak ada QR').waitFor();
    await expect.poll(() => openOperations.textContent()).toBe(t.status.open(0));
  });
});
