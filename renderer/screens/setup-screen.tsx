/** First use: profile, check, printer, registration, done. Every step may fail, be skipped, and be taken up again. */
import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { LanguageChoice } from '../components/language-choice.tsx';
import { useText } from '../i18n/use-text.ts';
import { useSnapshot, useTill } from '../store.ts';
import styles from './setup.module.css';
import { CheckStep, DoneStep, PrinterStep, ProfileStep, RegisterStep, SupervisorStep } from './setup-steps.tsx';

const STEPS = ['profile', 'check', 'printer', 'register', 'supervisor', 'done'] as const;
type Step = (typeof STEPS)[number];

const VIEWS = {
  profile: ProfileStep,
  check: CheckStep,
  printer: PrinterStep,
  register: RegisterStep,
  supervisor: SupervisorStep,
  done: DoneStep,
} as const satisfies Record<Step, unknown>;

function Progress({ step, steps }: { readonly step: Step; readonly steps: readonly Step[] }) {
  const { t } = useText();
  return (
    <ol className={styles.steps} aria-label={t.setup.progress(steps.indexOf(step) + 1, steps.length)}>
      {steps.map((name) => (
        <li key={name} className={styles.step} aria-current={name === step ? 'step' : undefined}>
          {t.setup.steps[name]}
        </li>
      ))}
    </ol>
  );
}

export function SetupScreen() {
  const { t } = useText();
  const { profile, sandbox, session } = useSnapshot();
  const setUp = useTill((state) => state.setUp);
  const from = useTill((state) => state.settingUp) ?? 'check';
  const [step, setStep] = useState<Step>(profile === null ? 'profile' : from);
  // There is a first supervisor to be made on a store's own till; once that was begun, the step stays.
  const [began, setBegan] = useState(false);
  const withPeople = began || (!sandbox && session.state === 'free');
  const steps = STEPS.filter((name) => withPeople || name !== 'supervisor');
  const View = VIEWS[step];
  return (
    <div className={styles.setup}>
      <div className={styles.head}>
        <h1>{t.setup.title}</h1>
        <div className={styles.language}>
          <LanguageChoice />
        </div>
        {profile !== null && <Button onPress={() => setUp(null)}>{t.setup.leave}</Button>}
      </div>
      <Progress step={step} steps={steps} />
      <View
        key={step}
        onNext={() => {
          const next = steps[steps.indexOf(step) + 1];
          if (next === 'supervisor') setBegan(true);
          if (next === undefined) setUp(null);
          else setStep(next);
        }}
      />
    </div>
  );
}
