/** The till that is killed: the whole product on a data folder, doing what it is told until it is dead. */
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../../main/app/app.ts';
import { checkAtmQr } from '../../main/app/check-atm-qr.ts';
import { expireQr } from '../../main/app/expire-qr.ts';
import { generateAtmQr } from '../../main/app/generate-atm-qr.ts';
import { listQrs } from '../../main/app/list-qrs.ts';
import { openApp } from '../../main/app/open-app.ts';
import { dropPrint, resumeAll, resumePrint } from '../../main/app/print-queue.ts';
import { printAgain } from '../../main/app/print-slip.ts';
import { registerTerminal } from '../../main/app/register-terminal.ts';
import { settleAll, settleOne } from '../../main/app/settle-open.ts';
import type { Till } from '../../main/app/till.ts';
import type { Vault } from '../../main/ports/vault.ts';
import type { Clock } from '../../main/ports/world.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { installFailpoints, say } from './failpoints.ts';
import { type Action, type Answer, type Init, MARK } from './protocol.ts';

/** Waits and deadlines pass so much faster than on a real day. */
const HURRY = 4;
/** What hangs in the sandbox hangs for this long. */
const HTTP_MS = 250;

const clock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now() * HURRY,
  sleep: async (ms, signal) => {
    await sleep(ms / HURRY, undefined, signal === undefined ? {} : { signal });
  },
};

/** The sandbox's throw-away keys, handed over by the parent: no keychain is asked. */
function openVault(secrets: Init['secrets']): Vault {
  const kept = new Map(secrets);
  return {
    check: async () => ({ status: 'done' }),
    read: async (name) => {
      const secret = kept.get(name);
      return secret === undefined ? { status: 'absent' } : { status: 'found', secret: Buffer.from(secret, 'base64') };
    },
    write: async () => ({ status: 'unavailable', detail: 'read only' }),
    remove: async () => ({ status: 'unavailable', detail: 'read only' }),
  };
}

function answerOf(outcome: Outcome<unknown>): Answer {
  const { code, operationId } = outcome;
  const data = outcome.outcome === 'ok' && typeof outcome.data === 'object' ? { ...outcome.data } : {};
  return { outcome: outcome.outcome, code, operationId, data };
}

function perform(till: Till, action: Exclude<Action, { do: 'quit' }>): Promise<Outcome<unknown>> {
  switch (action.do) {
    case 'generate':
      return generateAtmQr(till, { ...action.courier, print: action.print, untilPrinted: action.until });
    case 'expire':
      return expireQr(till, { billNumber: action.bill });
    case 'retire':
      return expireQr(till, { billNumber: action.reference });
    case 'register':
      return registerTerminal(till, { terminalId: action.terminalId, description: action.description });
    case 'print':
      return printAgain(till, { reference: action.reference });
    case 'check':
      return checkAtmQr(till, { reference: action.reference });
    case 'list':
      return listQrs(till, {});
    case 'resume':
      return resumeAll(till);
    case 'resume-job':
      return resumePrint(till, { job: action.job });
    case 'settle':
      return settleAll(till).then(({ outcome }) => outcome);
    case 'settle-one':
      return settleOne(till, { operation: action.operation });
    case 'drop-job':
      return dropPrint(till, { job: action.job });
  }
}

interface Running {
  readonly app: App;
  readonly till: Till;
  readonly pass: (point: string) => void;
  /** Slips that print while other actions run. */
  readonly background: Set<Promise<unknown>>;
}

/** What hands over no result, although it is about an operation. */
const UNTOLD: readonly string[] = ['drop-job', 'settle', 'settle-one'];

function runBehind(background: Set<Promise<unknown>>, work: Promise<unknown>): void {
  const safe = work.catch((error: unknown) => say(MARK.bug, String(error)));
  background.add(safe);
  void safe.finally(() => background.delete(safe));
}

/** As the command line does: the answer is said, and then it is noted that it was. */
async function press({ app, till, pass, background }: Running, action: Exclude<Action, { do: 'quit' }>): Promise<void> {
  if (action.do === 'settle' && action.behind) {
    runBehind(background, settleAll(till));
    say(MARK.answer, JSON.stringify({ outcome: 'ok', code: null, operationId: null, data: {} }));
    return;
  }
  const outcome = await perform(till, action);
  pass('told.before');
  say(MARK.answer, JSON.stringify(answerOf(outcome)));
  pass('told.after');
  const saysWhatCame = outcome.outcome === 'ok' && !UNTOLD.includes(action.do);
  if (outcome.operationId !== null && saysWhatCame) await app.told(outcome.operationId);
  if (action.do !== 'generate' || !action.print || action.until || outcome.outcome !== 'ok') return;
  const { print } = outcome.data as { readonly print?: { readonly jobId: string } };
  if (print === undefined) return;
  runBehind(background, till.queue.finish(print.jobId));
}

async function main(): Promise<void> {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const line = await lines.next();
    return line.done === true ? null : JSON.parse(line.value);
  };
  const init = (await next()) as Init;
  const pass = installFailpoints(init);
  const app = openApp({
    place: { env: { QRIS_TERMINAL_HOME: init.home }, platform: process.platform, home: init.home },
    openVault: () => openVault(init.secrets),
    operator: 'kasir',
    hasDisplay: false,
    machineTerminalId: () => 'T-KILL01',
    onFault: (error) =>
      say(MARK.bug, error instanceof Error ? (error.stack ?? '').replaceAll('\n', ' | ') : String(error)),
    clock,
    http: { timeoutMs: HTTP_MS },
  });
  const opened = await app.till();
  if (!opened.ok) {
    say(MARK.bug, `no till: ${JSON.stringify(opened.outcome)}`);
    process.exit(1);
  }
  const till = opened.value;
  say(MARK.ready, JSON.stringify({ problems: till.journal.verify().problems }));
  const background = new Set<Promise<unknown>>();
  for (let action = (await next()) as Action | null; action !== null; action = (await next()) as Action | null) {
    if (action.do === 'quit') break;
    await press({ app, till, pass, background }, action);
  }
  await Promise.all(background);
  say(MARK.ready, JSON.stringify({ problems: till.journal.verify().problems }));
  await app.close();
  process.exit(0);
}

await main().catch((error: unknown) => {
  say(MARK.bug, error instanceof Error ? (error.stack ?? '').replaceAll('\n', ' | ') : String(error));
  process.exit(1);
});
