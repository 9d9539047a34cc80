/** The product, broken on purpose: each of these the suite has to catch (`npm run test:kill -- --mutants`). */

export interface Mutant {
  readonly file: string;
  /** What stands in the source, and what takes its place. */
  readonly from: string;
  readonly to: string;
  readonly says: string;
}

export const MUTANTS = {
  'no-recover': {
    file: 'main/app/till.ts',
    from: 'till.journal.recover();',
    to: '',
    says: 'what a dead till left open is not looked at',
  },
  'dead-is-not-sent': {
    file: 'main/journal/recover.ts',
    from: "SET state = 'unknown', settled_from = 'sent', in_doubt = 1",
    to: "SET state = 'not-sent', settled_from = 'sent', in_doubt = 0",
    says: 'what was under way when the till died is called not-sent',
  },
  'send-first': {
    file: 'main/snap/call.ts',
    from: 'const row = deps.beginAttempt();\n  const exchange = await deps.http.post(call.request(token, row.externalId));',
    to: 'const id = String(Date.now()).padStart(34, "1");\n  const exchange = await deps.http.post(call.request(token, id));\n  const row = deps.beginAttempt();',
    says: 'a request leaves before its attempt is on disk',
  },
  'new-reference': {
    file: 'main/app/generate-atm-qr.ts',
    from: '? openTwin(till, merchantId, details, askedAt)',
    to: '? null',
    says: 'the same wish pressed again gets a new reference',
  },
  'other-body': {
    file: 'main/app/run-call.ts',
    from: 'run.service.call(begun.body)',
    to: "run.service.call(isKept(begun) ? begun.body.replace('Budi', 'Adi') : begun.body)",
    says: 'a repeat does not send the same bytes',
  },
  'no-doubt': {
    file: 'main/snap/call.ts',
    from: "if (!inDoubt || result.outcome === 'ok'",
    to: "if (inDoubt || result.outcome === 'ok'",
    says: 'a refusal after an unanswered attempt is taken for the whole truth',
  },
  'no-mark': {
    file: 'main/printing/queue.ts',
    from: 'duplicate: job.outs > 0',
    to: 'duplicate: false',
    says: 'a slip that may be on paper comes out again without a mark',
  },
  'print-again': {
    file: 'main/journal/print-jobs.ts',
    from: "SET state = 'possibly-printed', reason = 'program-ended'",
    to: "SET state = 'queued', outs = 0",
    says: 'a slip that was printing when the till died is printed again by itself',
  },
  'head-proves-all': {
    file: 'main/printing/judge.ts',
    from: 'if (heard.printed.has(progress.id)) {',
    to: 'if (heard.printed.has(progress.headId)) {',
    says: "printed is said when the slip's first byte was taken",
  },
  'expire-again': {
    file: 'main/app/expire-qr.ts',
    from: "before?.state === 'ok' && before.toldAt === null",
    to: "before?.state === 'intended'",
    says: 'an expire whose answer was lost with its till is sent again as another operation',
  },
  'any-registration': {
    file: 'main/app/register-terminal.ts',
    from: ' && open.body === operation.body',
    to: '',
    says: 'another registration of the terminal settles one that never arrived',
  },
} as const satisfies Record<string, Mutant>;

export type MutantName = keyof typeof MUTANTS;
