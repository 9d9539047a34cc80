/** This machine as a terminal, and its merchant. */
import type { Frame } from './frame.ts';

export function terminalPage({ t, heading, button }: Frame) {
  return {
    title: heading(t.terminal.title),
    register: button(t.terminal.register),
    registerAgain: button(t.terminal.registerAgain),
    checkMerchant: button(t.terminal.check),
  };
}
