/** What main said, where everybody sees it: what happened, what to do, and the provider's code. */
import type { ReactNode } from 'react';
import type { Outcome, Words } from '../../shared/outcome.ts';
import { useText } from '../i18n/use-text.ts';
import { Icon } from './icon.tsx';
import styles from './notice.module.css';

export type Tone = 'good' | 'doubt' | 'bad' | 'plain';

interface NoticeProps {
  readonly tone: Tone;
  readonly title?: string | undefined;
  /** Main's words, or a text of the window's own. */
  readonly words: Words | string;
  readonly code?: string | null;
  readonly children?: ReactNode;
}

const ICONS = { good: 'check', doubt: 'question', bad: 'alert', plain: 'info' } as const;

export function Notice({ tone, title, words, code = null, children }: NoticeProps) {
  const { said, next, t } = useText();
  const todo = typeof words === 'string' ? null : next(words);
  return (
    <div className={[styles.notice, styles[tone]].join(' ')} role={tone === 'good' ? 'status' : 'alert'}>
      <Icon name={ICONS[tone]} />
      <div className={styles.text}>
        {title !== undefined && <p className={styles.title}>{title}</p>}
        <p>
          {typeof words === 'string' ? words : said(words)}
          {code !== null && <span className={styles.code}> ({t.app.answerCode(code)})</span>}
        </p>
        {todo !== null && (
          <p className={styles.todo}>
            <strong>{t.app.whatToDo}</strong> {todo}
          </p>
        )}
        {children !== undefined && <div className={styles.actions}>{children}</div>}
      </div>
    </div>
  );
}

function toneOf(outcome: Outcome<unknown>): Tone {
  switch (outcome.outcome) {
    case 'ok':
      return 'good';
    case 'unknown':
    case 'not-sent':
    case 'unavailable':
      return 'doubt';
    case 'refused':
    case 'invalid':
      return 'bad';
  }
}

/** An outcome as it is; problems of fields that are not on this screen are listed. */
export function OutcomeNotice({
  outcome,
  title,
  children,
}: {
  readonly outcome: Outcome<unknown>;
  readonly title?: string | undefined;
  readonly children?: ReactNode;
}) {
  return (
    <Notice
      tone={toneOf(outcome)}
      title={title}
      words={outcome.words}
      code={outcome.outcome === 'ok' ? null : outcome.code}
    >
      {children}
    </Notice>
  );
}

/** What an `invalid` outcome found, field by field, where those fields are not on the screen. */
export function FieldProblems({ outcome }: { readonly outcome: Outcome<unknown> }) {
  const { said } = useText();
  if (outcome.outcome !== 'invalid' || outcome.fields.length === 0) return null;
  return (
    <ul className={styles.fields}>
      {outcome.fields.map(({ path, words }) => (
        <li key={`${path} ${words.key}`}>
          <code>{path}</code>: {said(words)}
        </li>
      ))}
    </ul>
  );
}
