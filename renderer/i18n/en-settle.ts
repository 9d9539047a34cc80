/** English, fourth part. */
import type { Catalogue } from './catalogue.ts';

export const enSettle: Pick<Catalogue, 'settle'> = {
  settle: {
    asking: 'being asked about …',
    nextAt: (time) => `asked again ${time}`,
    ask: 'Ask now',
    askingNow: 'Asking the provider …',
    decide: 'Decide (supervisor)',
    title: "A supervisor's decision",
    means: 'Only where the provider can answer no more. The decision is kept in the journal with the operator’s name.',
    meansQr:
      'An ATM QR cannot be said to be made here: its content is with PayCools alone. Use "Check again", or repeat it with the same reference.',
    decision: 'Decision',
    refused: 'Certain: it was not done',
    ok: 'Certain: it was done',
    reason: 'Reason',
    reasonHint: 'for example: asked PayCools, ticket 123',
    yes: 'Record the decision',
    clockCorrected: 'using the providers’',
    settledBy: 'Known from',
    by: {
      answer: 'the provider’s answer',
      query: 'the provider, asked',
      list: "that day's list",
      repeat: 'a repeat',
      person: (operator, reason) => `decision of ${operator}: ${reason}`,
    },
  },
};
