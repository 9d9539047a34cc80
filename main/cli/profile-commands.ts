/** The commands on the provisioned profile: its fingerprints, and taking its keys away. */
import type { Command } from 'commander';
import { listFingerprints, type ProfileShown } from '../app/show-profile.ts';
import { atTerminal, canAsk } from './ask.ts';
import { leaf, type Result, runs } from './leaf.ts';
import type { Context } from './run.ts';
import { type Language, pairs } from './say.ts';

function describeProfile(shown: ProfileShown, language: Language): readonly string[] {
  const { store, speedcash, paycools, printers, proxy } = shown;
  const pinned = (pins: number): string =>
    pins === 0 ? '' : `, ${pins} ${language === 'id' ? 'kunci dipatok' : 'pinned keys'}`;
  return pairs([
    [language === 'id' ? 'Toko' : 'Store', store],
    ...(speedcash === null
      ? []
      : ([['SpeedCash', `${speedcash.baseUrl}, ${speedcash.clientId}${pinned(speedcash.pins)}`]] as const)),
    ...(paycools === null
      ? []
      : ([['PayCools', `${paycools.baseUrl}, ${paycools.clientId}${pinned(paycools.pins)}`]] as const)),
    ...(proxy === null ? [] : ([[language === 'id' ? 'Proksi' : 'Proxy', proxy]] as const)),
    ['Printer', printers.join(', ') || '–'],
    ...listFingerprints(shown.fingerprints),
  ]);
}

/** What a person types to confirm; undefined where nobody can be asked. */
async function askForName({ app, language, untilStopped }: Context): Promise<string | undefined> {
  if (!canAsk()) return undefined;
  const shown = await app.showProfile();
  const wanted = shown.outcome === 'ok' ? shown.data.store : 'REVOKE';
  const question =
    language === 'id'
      ? `Kunci kasir ini akan dihapus. Ketik "${wanted}" untuk memastikan: `
      : `This till's keys will be removed. Type "${wanted}" to confirm: `;
  return atTerminal((ask) => ask(question), untilStopped());
}

export function addProfile(program: Command, result: Result): void {
  const profile = program.command('profile').description("the store's profile as it is provisioned here");
  runs(
    result,
    leaf(profile, 'show', "its facts and its keys' fingerprints, to compare over the phone; needs no keychain"),
    'profile show',
    async ({ app, language }) => {
      const outcome = await app.showProfile();
      return { outcome, details: outcome.outcome === 'ok' ? describeProfile(outcome.data, language) : [] };
    },
  );
  const revoke = leaf(
    profile,
    'revoke',
    'take the keys out of the keychain and the profile away; the journal stays',
  ).option('--yes', "do not ask for the store's name");
  runs(result, revoke, 'profile revoke', async (context, options) => ({
    outcome: await context.app.revoke({ confirmed: options.yes === true ? true : await askForName(context) }),
  }));
}
