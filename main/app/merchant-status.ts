/** Asks SpeedCash whether the merchant is accepted (service 23). */
import type { Outcome } from '../../shared/outcome.ts';
import { words } from '../../shared/words.ts';
import type { MerchantStatus } from '../providers/speedcash.ts';
import { allFields, ownerPhoneField } from './input.ts';
import { runRead } from './run-call.ts';
import { CAUSE_WORDS, sayResult } from './say-result.ts';
import { acting, provider, type Till } from './till.ts';

export interface MerchantStatusInput {
  /** `62…`; default: the owner's phone of the profile */
  readonly phone?: string | undefined;
}

export async function merchantStatus(till: Till, input: MerchantStatusInput): Promise<Outcome<MerchantStatus>> {
  const wanted = await provider(till, 'speedcash');
  if (!wanted.ok) return wanted.outcome;
  const checked = allFields({
    phone: ownerPhoneField('phone', input.phone ?? till.profile.speedcash?.ownerPhone ?? ''),
  });
  if (!checked.ok) return checked.outcome;
  const speedcash = wanted.provider;
  return acting(till, 'merchant status', async () => {
    const result = await runRead(till, speedcash, speedcash.status, { phone: checked.values.phone });
    return sayResult(result, {
      provider: 'SpeedCash',
      operationId: null,
      unknown: (cause) => words('read.unknown', { provider: 'SpeedCash' }, CAUSE_WORDS[cause]),
    });
  });
}
