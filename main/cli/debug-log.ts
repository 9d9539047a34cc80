/** `QRIS_TERMINAL_LOG=debug`: one line an attempt on stderr, of listed facts only; bodies, names and keys are not among them. */
import type { LogEntry } from '../app/till.ts';
import type { Voice } from './say.ts';

export function debugLog(voice: Voice): (entry: LogEntry) => void {
  return ({ at, provider, service, externalId, outcome, code, httpStatus, clockCorrectedMs }) => {
    const time = { at: new Date(at).toISOString(), clockCorrectedMs };
    const facts = { ...time, provider, service, externalId, outcome, code, httpStatus };
    voice.err(`debug ${JSON.stringify(facts)}\n`);
  };
}
