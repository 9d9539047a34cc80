/** Home: the form, the wait, the QR, and the doubt. */
import type { Frame } from './frame.ts';

export interface Courier {
  readonly no: string;
  readonly name?: string;
  readonly mobile?: string;
}

export function atmQrPage({ page, t, heading, button, field, dialog }: Frame) {
  const fill = async ({ no, name = 'Budi Santoso', mobile = '081234567890' }: Courier): Promise<void> => {
    await field(t.atm.courierNo).fill(no);
    await field(t.atm.courierName).fill(name);
    await field(t.atm.courierMobile).fill(mobile);
  };
  return {
    fill,
    title: heading(t.atm.title),
    courierNo: field(t.atm.courierNo),
    courierName: field(t.atm.courierName),
    courierMobile: field(t.atm.courierMobile),
    find: page.getByRole('combobox', { name: t.atm.find }),
    found: page.getByRole('option'),
    slipSwitch: page.getByRole('switch', { name: t.atm.print }),
    generate: page.getByRole('button', { name: t.atm.generate }),
    sendAgain: button(t.atm.again),
    /** The notice of what was not done. */
    notice: page.getByRole('alert'),
    /** Types a courier and presses Enter in the last field. */
    make: async (courier: Courier): Promise<void> => {
      await fill(courier);
      await field(t.atm.courierMobile).press('Enter');
    },
    working: heading(t.working.title),
    made: {
      title: heading(t.made.title),
      retiredTitle: heading(t.made.retiredTitle),
      picture: page.getByRole('img', { name: t.made.picture }),
      /** What stands beside a name among the facts. */
      fact: (name: string) => page.getByRole('term').filter({ hasText: name }).locator('xpath=following-sibling::dd'),
      /** Whether the slip is out. */
      slip: page.getByRole('region', { name: t.made.slip }),
      slipWhole: button(t.slip.whole),
      slipAgain: button(t.slip.again),
      slipCancel: button(t.slip.cancel),
      confirmAgain: dialog.getByRole('button', { name: t.slip.confirmYes }),
      fresh: button(t.made.fresh),
      printAgain: button(t.made.printAgain),
      confirmCopy: dialog.getByRole('button', { name: t.made.copyYes }),
      retire: button(t.made.retire),
      confirmRetire: dialog.getByRole('button', { name: t.made.retireYes }),
    },
    unknown: {
      title: heading(t.unknown.title),
      noRepeat: page.getByText(t.unknown.noRepeat, { exact: true }),
      reference: page.getByText(/^ATM\d{12}/),
      check: button(t.unknown.check),
      repeat: button(t.unknown.repeat),
      later: button(t.unknown.later),
    },
  };
}
