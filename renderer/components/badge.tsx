/** A state in a word or two, told by text and colour, never by colour alone. */
import type { ReactNode } from 'react';
import styles from './badge.module.css';
import type { Tone } from './notice.tsx';

export function Badge({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return <span className={[styles.badge, styles[tone]].join(' ')}>{children}</span>;
}
