/** The window's language, to choose from: in the settings, in the set-up, and at a locked till. */
import { useText } from '../i18n/use-text.ts';
import { useSnapshot } from '../store.ts';
import { ask } from '../till.ts';
import { Choice } from './field.tsx';

const LANGUAGES = [
  ['id', 'Bahasa Indonesia'],
  ['en', 'English'],
] as const;

export function LanguageChoice() {
  const { t } = useText();
  const { language } = useSnapshot();
  return (
    <Choice
      label={t.settings.language}
      value={language}
      options={LANGUAGES}
      onChoose={(wanted) => void ask('app.language', { language: wanted })}
    />
  );
}
