/** A contract that asks of the shell what the till's own never would. */
import { z } from 'zod';
import { defineContract } from '../../../shared/define-contract.ts';

const nothing = z.strictObject({});

export const contract = defineContract({
  requests: {
    'probe.echo': {
      input: z.strictObject({ value: z.unknown() }),
      output: z.unknown(),
      effect: 'reads',
      right: 'anyone',
    },
    'probe.count': { input: nothing, output: z.int(), effect: 'acts', right: 'anyone' },
    'probe.throw': { input: nothing, output: nothing, effect: 'acts', right: 'anyone' },
    'probe.leak': { input: nothing, output: nothing, effect: 'reads', right: 'anyone' },
    'probe.tell': {
      input: z.strictObject({ text: z.string().max(20) }),
      output: nothing,
      effect: 'reads',
      right: 'anyone',
    },
    'probe.pick': { input: nothing, output: z.string().nullable(), effect: 'reads', right: 'anyone' },
  },
  events: { 'probe.told': z.strictObject({ text: z.string() }), 'probe.awake': nothing },
});
