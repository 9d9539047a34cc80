/** The rules that hold under every fault, checked against the provider's own books; and docs/faults.md, row by row. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { TRAP } from './faults-status.ts';
import { runAll } from './run-all.ts';
import type { Run } from './run-fault.ts';
import { faultsPage, TABLE_FILE } from './table.ts';

let runs: readonly Run[] = [];

beforeAll(async () => {
  runs = await runAll();
}, 300_000);

const CHANGES: readonly string[] = ['token', 'generate', 'expire', 'register'];

/** The runs that break a rule, by name; a rule holds where there are none. */
function breaking(rule: (run: Run) => boolean): readonly string[] {
  return runs
    .filter((run) => !rule(run))
    .map(({ fault, target, mode, outcome, tries, arrived, done }) =>
      [fault.title, target, mode, outcome.outcome, `${tries} sent, ${arrived} came, ${done} done`].join(' | '),
    );
}

/** The requests of the wish itself. */
function own(run: Run): Run['requests'] {
  const service = run.target === 'token' ? 'generate' : run.target;
  return run.requests.filter((request) => request.service === service);
}

describe('whatever the network does', () => {
  it('there are runs', () => {
    expect(runs.length).toBeGreaterThan(700);
  });

  it('what is said not to be sent never came to the provider', () => {
    expect(breaking((run) => run.outcome.outcome !== 'not-sent' || (run.arrived === 0 && run.done === 0))).toEqual([]);
  });

  it('what is said to be refused was not done', () => {
    expect(breaking((run) => run.outcome.outcome !== 'refused' || run.done === 0)).toEqual([]);
  });

  it('what is said to be done was done', () => {
    expect(breaking((run) => run.outcome.outcome !== 'ok' || run.done > 0)).toEqual([]);
  });

  it('every wish ends in one of four ways, and the journal says the same', () => {
    expect(breaking(({ outcome }) => ['ok', 'refused', 'not-sent', 'unknown'].includes(outcome.outcome))).toEqual([]);
    expect(
      breaking(({ journal, target, outcome }) =>
        CHANGES.includes(target)
          ? journal?.state === outcome.outcome && journal.code === outcome.code
          : journal === null,
      ),
    ).toEqual([]);
    expect(breaking((run) => run.journalSound)).toEqual([]);
  });

  it('nothing comes to the provider that is not an attempt in the journal', () => {
    expect(breaking((run) => run.arrived <= run.tries)).toEqual([]);
  });

  it('three attempts at the most, one more where a token was renewed, and two requests for a token', () => {
    expect(breaking((run) => run.tries <= (run.tokenRequests > 0 ? 4 : 3) && run.asked <= 3)).toEqual([]);
    expect(breaking((run) => run.tokenRequests <= 2)).toEqual([]);
  });

  it('a wish has one body, and every request an external id of its own', () => {
    expect(breaking((run) => new Set(own(run).map(({ body }) => body.toString('utf8'))).size <= 1)).toEqual([]);
    expect(
      breaking((run) => {
        const ids = run.requests
          .filter(({ service }) => service !== 'token')
          .map((one) => one.headers['x-external-id']);
        return new Set(ids).size === ids.length;
      }),
    ).toEqual([]);
  });

  it('a redirect is not followed', () => {
    expect(breaking((run) => run.requests.every(({ path }) => path !== TRAP))).toEqual([]);
  });

  it('no request comes to a path that nobody serves, and no fault went wrong itself', () => {
    expect(runs.flatMap(({ fault, target, troubles }) => troubles.map((one) => [fault.title, target, one]))).toEqual(
      [],
    );
  });

  it('no secret is told: not in words, not in the journal, not in the log', () => {
    expect(breaking((run) => run.secrets.every((secret) => !run.said.includes(secret)))).toEqual([]);
  });

  it('the pauses stay under two seconds in all', () => {
    expect(breaking((run) => run.waited <= 1_600)).toEqual([]);
  });
});

// The codes of sockets are Linux's; elsewhere the rules above stand alone.
describe.runIf(process.platform === 'linux')('docs/faults.md', () => {
  it('is what the runs give (npm run docs:faults)', () => {
    expect(faultsPage(runs).split('\n')).toEqual(readFileSync(TABLE_FILE, 'utf8').split('\n'));
  });
});
