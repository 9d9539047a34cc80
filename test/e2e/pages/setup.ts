/** First use: the set-up, step by step. */
import type { Frame } from './frame.ts';

export function setupPage({ page, t, heading, button }: Frame) {
  return {
    title: heading(t.setup.title),
    step: (name: 'profileTitle' | 'checkTitle' | 'printerTitle' | 'registerTitle' | 'doneTitle') =>
      heading(t.setup[name]),
    choose: button(t.setup.choose),
    sandbox: button(t.setup.sandbox),
    next: button(t.setup.next),
    skip: button(t.setup.skip),
    begin: button(t.setup.begin),
    checkNow: button(t.setup.checkNow),
    register: button(t.terminal.register),
    leave: button(t.setup.leave),
    said: page.getByRole('status'),
    refused: page.getByRole('alert'),
  };
}
