/** What a check of every part found: how it is, and what to do. */
import { useText } from '../i18n/use-text.ts';
import type { Finding } from '../till.ts';
import { Badge } from './badge.tsx';
import styles from './findings.module.css';

const TONES = { ok: 'good', warn: 'doubt', fail: 'bad' } as const;

export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  const { t, said, next } = useText();
  const names: Readonly<Record<string, string>> = t.settings.checks;
  /** `printer NAME` keeps its name. */
  const nameOf = (check: string): string => {
    const [first = '', ...rest] = check.split(' ');
    return [names[first] ?? first, ...rest].join(' ');
  };
  return (
    <ul className={styles.findings}>
      {findings.map(({ check, health, words }) => (
        <li key={check} className={styles.finding}>
          <span className={styles.head}>
            <strong>{nameOf(check)}</strong>
            <Badge tone={TONES[health]}>{t.settings.health[health]}</Badge>
          </span>
          <span>{said(words)}</span>
          {health !== 'ok' && next(words) !== null && (
            <span>
              <strong>{t.app.whatToDo}</strong> {next(words)}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
