/** Facts side by side with their names, and the card around them. */
import { type ReactNode, type Ref, useId } from 'react';
import styles from './facts.module.css';

export type Fact = readonly [name: string, value: ReactNode];

export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name} className={styles.fact}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A reference, an id, a fingerprint: read out sign by sign, so each sign is plain. */
export function Code({ children }: { readonly children: string }) {
  return <span className={styles.code}>{children}</span>;
}

interface CardProps {
  readonly title: string;
  /** For a card that takes the focus. */
  readonly titleRef?: Ref<HTMLHeadingElement>;
  readonly children: ReactNode;
}

export function Card({ title, titleRef, children }: CardProps) {
  const id = useId();
  return (
    <section className={styles.card} aria-labelledby={id}>
      <h2 id={id} ref={titleRef} tabIndex={titleRef === undefined ? undefined : -1}>
        {title}
      </h2>
      {children}
    </section>
  );
}
