/** A contract that asks of the shell what the till's own never would. */
import { z } from 'zod';
import { defineContract } from '../../../shared/define-contract.ts';

const nothing = z.strictObject({});

export const contract = defineContract({
  requests: {
    'probe.echo': { input: z.strictObject({ value: z.unknown() }), output: z.unknown(), effect: 'reads' },
    'probe.count': { input: nothing, output: z.int(), effect: 'acts' },
    'probe.throw': { input: nothing, output: nothing, effect: 'acts' },
    'probe.leak': { input: nothing, output: nothing, effect: 'reads' },
    'probe.tell': { input: z.strictObject({ text: z.string().max(20) }), output: nothing, effect: 'reads' },
    'probe.pick': { input: nothing, output: z.string().nullable(), effect: 'reads' },
  },
  events: { 'probe.told': z.strictObject({ text: z.string() }), 'probe.awake': nothing },
});
