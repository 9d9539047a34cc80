/** The support bundle: each of its files can be read before anything is saved, and what is saved is what was read. */
import { useEffect, useId, useRef, useState } from 'react';
import type { Outcome } from '../../shared/outcome.ts';
import { useDeed, useReading } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { ask, type SupportFile } from '../till.ts';
import { Button } from './button.tsx';
import { OutcomeNotice } from './notice.tsx';
import styles from './support-files.module.css';

/** Where the arrow keys lead from one tab to another. */
function stepTo(key: string, at: number, count: number): number | null {
  if (key === 'ArrowDown') return (at + 1) % count;
  if (key === 'ArrowUp') return (at + count - 1) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}

/** A list of the files beside the text of the one that is chosen. */
function Files({ files }: { readonly files: readonly SupportFile[] }) {
  const { t, format } = useText();
  const names: Readonly<Record<string, string>> = t.support.names;
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const shown = files[at];
  return (
    <div className={styles.files}>
      <div
        ref={list}
        className={styles.list}
        role="tablist"
        aria-orientation="vertical"
        aria-label={t.support.files}
        onKeyDown={(event) => {
          const next = stepTo(event.key, at, files.length);
          if (next === null) return;
          event.preventDefault();
          setAt(next);
          list.current?.querySelectorAll<HTMLButtonElement>('button')[next]?.focus();
        }}
      >
        {files.map(({ name, text }, index) => (
          <button
            key={name}
            type="button"
            role="tab"
            className={styles.tab}
            aria-selected={index === at}
            aria-controls={id}
            tabIndex={index === at ? 0 : -1}
            onClick={() => setAt(index)}
          >
            <span>{names[name] ?? name}</span>
            <span className={styles.about}>
              {name} · {format.kilobytes(new Blob([text]).size)}
            </span>
          </button>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keys, so keys must reach it */}
      <pre key={shown?.name} id={id} className={styles.text} role="tabpanel" aria-label={shown?.name} tabIndex={0}>
        {shown === undefined || shown.text === '' ? t.support.empty : shown.text}
      </pre>
    </div>
  );
}

function Bundle({ onClose }: { readonly onClose: () => void }) {
  const { t } = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const { outcome, loading, reload } = useReading('support.look', {});
  const [said, setSaid] = useState<Outcome<unknown> | null>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const looked = outcome?.outcome === 'ok' ? outcome.data : null;
  const [save, saving] = useDeed(async (seen: string) => {
    setSaid(null);
    const saved = await ask('support.save', { seen });
    // The system's dialog was closed: nobody needs to be told.
    if (saved.outcome !== 'ok' || saved.data !== null) setSaid(saved);
  });
  const again = (): void => {
    setSaid(null);
    reload();
  };
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby={id} onClose={onClose}>
      <div className={styles.head}>
        <h2 id={id}>{t.support.bundle}</h2>
        <p>{t.support.promise}</p>
      </div>
      <div className={styles.body}>
        {loading && <p role="status">{t.support.collecting}</p>}
        {!loading && outcome !== null && outcome.outcome !== 'ok' && <OutcomeNotice outcome={outcome} />}
        {!loading && looked !== null && <Files files={looked.files} />}
      </div>
      {said !== null && <OutcomeNotice outcome={said} />}
      <div className={styles.actions}>
        <Button onPress={() => dialog.current?.close()}>{t.app.close}</Button>
        <Button busy={loading} onPress={again}>
          {t.support.again}
        </Button>
        <Button
          busy={saving || loading}
          disabled={looked === null}
          onPress={() => looked !== null && save(looked.seen)}
        >
          {saving ? t.support.saving : t.support.save}
        </Button>
      </div>
    </dialog>
  );
}

/** The button, and behind it the whole of the bundle. */
export function SupportFiles() {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>{t.support.look}</Button>
      {open && <Bundle onClose={() => setOpen(false)} />}
    </>
  );
}
