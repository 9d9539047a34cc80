/** What the window shows, kept in one place: changed by what actions report, told to the window when it changed. */

import type { z } from 'zod';
import type { contract } from '../../shared/contract.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { SettingsFile } from './settings.ts';

export type Snapshot = z.output<(typeof contract)['requests']['app.snapshot']['output']>;

export interface DeskState {
  get(): Snapshot;
  /** What of it the window may see. */
  seen(): Snapshot;
  /** Merges and, where anything changed, tells. */
  set(changes: Partial<Snapshot>): void;
}

/** @param seen what of it the window may see now; it is told only where that changed */
export function createDeskState(
  first: Snapshot,
  seen: (snapshot: Snapshot) => Snapshot,
  tell: (snapshot: Snapshot) => void,
): DeskState {
  let now = first;
  let told = JSON.stringify(seen(first));
  return {
    get: () => now,
    seen: () => seen(now),
    set: (changes) => {
      const next = { ...now, ...changes };
      now = next;
      const shown = seen(next);
      const text = JSON.stringify(shown);
      if (text === told) return;
      told = text;
      tell(shown);
    },
  };
}

/** What an outcome says about whether its provider can be reached; null: nothing. */
export function reachOf(outcome: Outcome<unknown>): 'reachable' | 'unreachable' | null {
  switch (outcome.outcome) {
    case 'ok':
      return 'reachable';
    case 'refused':
      return outcome.code === null ? null : 'reachable';
    case 'unknown':
      return outcome.code === null ? 'unreachable' : 'reachable';
    case 'not-sent':
      return 'unreachable';
    case 'invalid':
    case 'unavailable':
      return null;
  }
}

/** What the window shows before anything is known. */
export function firstSnapshot(
  options: Pick<Snapshot, 'language' | 'version' | 'operator'> & {
    readonly settings: SettingsFile;
    readonly theme: () => Snapshot['theme'];
  },
  sandbox: boolean,
): Snapshot {
  const chosen = options.settings.read();
  return {
    language: chosen.language ?? options.language,
    sounds: chosen.sounds ?? true,
    theme: options.theme(),
    version: options.version,
    sandbox,
    operator: options.operator,
    profile: null,
    journalTrouble: null,
    keys: null,
    notice: null,
    terminal: { terminalId: null, description: null, registered: false, registeredAt: null, merchantId: null },
    merchant: null,
    printer: null,
    slips: [],
    reach: { speedcash: 'untried', paycools: 'untried' },
    openOperations: 0,
    settling: { asking: null, nextAt: null },
    clockOffsetMs: null,
    clockCorrected: false,
    acting: null,
    session: { state: 'shut', role: null, may: [], people: [], store: null, lockAfterMs: null },
  };
}
