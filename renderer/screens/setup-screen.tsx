/** First use: profile, check, printer, registration, done. Every step may fail, be skipped, and be taken up again. */
import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { Choice } from '../components/field.tsx';
import { useText } from '../i18n/use-text.ts';
import { useSnapshot, useTill } from '../store.ts';
import { ask } from '../till.ts';
import styles from './setup.module.css';
import { CheckStep, DoneStep, PrinterStep, ProfileStep, RegisterStep } from './setup-steps.tsx';

const STEPS = ['profile', 'check', 'printer', 'register', 'done'] as const;
type Step = (typeof STEPS)[number];

const VIEWS = {
  profile: ProfileStep,
  check: CheckStep,
  printer: PrinterStep,
  register: RegisterStep,
  done: DoneStep,
} as const satisfies Record<Step, unknown>;

const LANGUAGES = [
  ['id', 'Bahasa Indonesia'],
  ['en', 'English'],
] as const;

function Progress({ step }: { readonly step: Step }) {
  const { t } = useText();
  return (
    <ol className={styles.steps} aria-label={t.setup.progress(STEPS.indexOf(step) + 1, STEPS.length)}>
      {STEPS.map((name) => (
        <li key={name} className={styles.step} aria-current={name === step ? 'step' : undefined}>
          {t.setup.steps[name]}
        </li>
      ))}
    </ol>
  );
}

export function SetupScreen() {
  const { t } = useText();
  const { profile, language } = useSnapshot();
  const setUp = useTill((state) => state.setUp);
  const from = useTill((state) => state.settingUp) ?? 'check';
  const [step, setStep] = useState<Step>(profile === null ? 'profile' : from);
  const View = VIEWS[step];
  return (
    <div className={styles.setup}>
      <div className={styles.head}>
        <h1>{t.setup.title}</h1>
        <div className={styles.language}>
          <Choice
            label={t.settings.language}
            value={language}
            options={LANGUAGES}
            onChoose={(wanted) => void ask('app.language', { language: wanted })}
          />
        </div>
        {profile !== null && <Button onPress={() => setUp(null)}>{t.setup.leave}</Button>}
      </div>
      <Progress step={step} />
      <View
        key={step}
        onNext={() => {
          const next = STEPS[STEPS.indexOf(step) + 1];
          if (next === undefined) setUp(null);
          else setStep(next);
        }}
      />
    </div>
  );
}
