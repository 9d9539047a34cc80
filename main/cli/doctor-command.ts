/** `doctor`: what a till needs, one line each; with `--bundle` a zip for whoever helps, shown before it is saved. */
import type { Command } from 'commander';
import { words } from '../../shared/words.ts';
import { allFields } from '../app/input.ts';
import { bundlePath, saveSupport, supportListing } from '../app/support-bundle.ts';
import { atTerminal, canAsk } from './ask.ts';
import { describeFindings } from './describe.ts';
import { leaf, type Result, runs, text } from './leaf.ts';
import type { Context, Told } from './run.ts';
import { type Language, safe } from './say.ts';

async function examine({ app, language }: Context): Promise<Told<unknown>> {
  const { outcome, findings } = await app.doctor();
  const details = describeFindings(findings, language);
  const checks = findings.map(({ check, health, words: said }) => ({
    check,
    health,
    message: said[language],
    next: said.next?.[language] ?? null,
  }));
  return { outcome, details, data: { checks } };
}

const QUESTION: Readonly<Record<Language, string>> = {
  id: 'Simpan semua ini? (ya/tidak) ',
  en: 'Save all of this? (yes/no) ',
};

async function agreed(language: Language): Promise<boolean> {
  const answer = await atTerminal((ask) => ask(QUESTION[language]));
  return /^(?:y|ya|yes)$/i.test(answer?.trim() ?? '');
}

async function bundle(context: Context, out: string, yes: boolean): Promise<Told<unknown>> {
  const { app, voice, language } = context;
  // A name that will not do is said before anything is looked at.
  const named = allFields({ file: bundlePath(out) });
  if (!named.ok) return { outcome: named.outcome };
  const files = await app.support();
  if (!voice.json) voice.err(`${supportListing(files).map(safe).join('\n')}\n`);
  if (yes || (!voice.json && canAsk() && (await agreed(language)))) {
    const outcome = await saveSupport(files, { out });
    const details = outcome.outcome === 'ok' ? outcome.data.contents.map((one) => `  ${one.name}  ${one.bytes}`) : [];
    return { outcome, details };
  }
  const said = words('support.shown');
  const outcome = { outcome: 'invalid', code: null, operationId: null, words: said, fields: [] } as const;
  return { outcome, data: { contents: files } };
}

export function addDoctor(program: Command, result: Result): void {
  const doctor = leaf(program, 'doctor', 'keychain, clock, providers (token only), printers, journal, display')
    .option('--bundle <file>', 'a .zip for whoever helps: facts and counts, no secrets, no names; shown first')
    .option('--yes', 'save the bundle without asking');
  runs(result, doctor, 'doctor', (context, options) => {
    const out = text(options, 'bundle');
    return out === undefined ? examine(context) : bundle(context, out, options.yes === true);
  });
}
