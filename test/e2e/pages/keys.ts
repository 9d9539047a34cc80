/** The strip that says why there are no keys, and the dialog that takes them away. */
import type { Frame } from './frame.ts';

export function keysPage({ page, t, button }: Frame) {
  return {
    strip: page.getByRole('alert').filter({ hasText: t.keys.title }),
    install: button(t.keys.install),
    again: button(t.keys.again),
    revoke: button(t.keys.revoke),
    revokeYes: button(t.keys.revokeYes),
    typeName: async (store: string, name: string): Promise<void> => {
      await page.getByRole('textbox', { name: t.keys.revokeName(store) }).fill(name);
    },
  };
}
