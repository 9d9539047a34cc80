/** Asks what came out of a printer's test page, and shows what is known of the printer then. */
import { useEffect, useRef, useState } from 'react';
import { TEST_PAGE } from '../../shared/test-page.ts';
import { useDeed } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { ask, type Data, type Input } from '../till.ts';
import { Button } from './button.tsx';
import { Facts } from './facts.tsx';
import { Choice } from './field.tsx';
import { OutcomeNotice } from './notice.tsx';
import styles from './printer-row.module.css';

const QUESTIONS = ['columns', 'nativeQr', 'smallest', 'codePage'] as const;
type Question = (typeof QUESTIONS)[number];
type Answers = Readonly<Record<Question, string>>;

const NOTHING_SEEN: Answers = { columns: '', nativeQr: '', smallest: '', codePage: '' };

/** What is left open is not said at all: it stays as it was known. */
function said(answers: Answers): Omit<Input<'printers.learn'>, 'printer'> {
  return Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer !== ''));
}

function Known({ learned }: { readonly learned: Data<'printers.learn'> }) {
  const { t } = useText();
  const { columns, nativeQr, leastDots, codePage } = learned;
  const { known, open, yes, no } = t.testPage;
  const line = TEST_PAGE.codePages.find(({ table }) => table === codePage);
  return (
    <Facts
      facts={[
        [known.columns, columns ?? open],
        [known.nativeQr, nativeQr === null ? open : nativeQr ? yes : no],
        [known.leastDots, leastDots === null ? open : t.testPage.dots(leastDots)],
        [known.codePage, line === undefined ? open : t.testPage.line(line.label)],
      ]}
    />
  );
}

/** The answers that each question allows, as they are sent and as they read. */
function useAnswers(): Readonly<Record<Question, readonly (readonly [string, string])[]>> {
  const { t } = useText();
  const { open, yes, no, dots, line } = t.testPage;
  const none = ['', open] as const;
  return {
    columns: [none, ...TEST_PAGE.columns.map((count) => [String(count), String(count)] as const)],
    nativeQr: [none, ['yes', yes], ['no', no]],
    smallest: [none, ...TEST_PAGE.ladder.map((size) => [String(size), dots(size)] as const)],
    codePage: [none, ...TEST_PAGE.codePages.map(({ label }) => [label, line(label)] as const)],
  };
}

export function TestPageForm({ printer }: { readonly printer: string }) {
  const { t } = useText();
  const options = useAnswers();
  const [answers, setAnswers] = useState(NOTHING_SEEN);
  const [outcome, setOutcome] = useState<Awaited<ReturnType<typeof ask<'printers.learn'>>> | null>(null);
  const [save, saving] = useDeed(async () => setOutcome(await ask('printers.learn', { printer, ...said(answers) })));
  const title = useRef<HTMLHeadingElement>(null);
  const learned = outcome?.outcome === 'ok' ? outcome.data : null;
  useEffect(() => {
    // The button that was pressed is gone: the focus goes to what took its place.
    if (learned !== null) title.current?.focus();
  }, [learned]);
  return (
    <form
      className={styles.form}
      aria-label={t.testPage.title(printer)}
      onSubmit={(event) => {
        event.preventDefault();
        if (learned === null) save();
      }}
    >
      <h3 ref={title} tabIndex={-1}>
        {t.testPage.title(printer)}
      </h3>
      {learned === null ? (
        <>
          <p className={styles.hint}>{t.testPage.hint}</p>
          <div className={styles.questions}>
            {QUESTIONS.map((question) => (
              <Choice
                key={question}
                label={t.testPage[question]}
                value={answers[question]}
                options={options[question]}
                onChoose={(answer) => setAnswers({ ...answers, [question]: answer })}
              />
            ))}
          </div>
        </>
      ) : (
        <Known learned={learned} />
      )}
      {outcome !== null && <OutcomeNotice outcome={outcome} />}
      <div className={styles.actions}>
        {learned === null ? (
          <Button submit right="settings" busy={saving}>
            {saving ? t.testPage.saving : t.testPage.save}
          </Button>
        ) : (
          <Button onPress={() => setOutcome(null)}>{t.testPage.change}</Button>
        )}
      </div>
    </form>
  );
}
