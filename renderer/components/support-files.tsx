/** The support bundle: each of its files can be read before anything is saved, and what is saved is what was read. */
import * as AlertDialog from '@radix-ui/react-alert-dialog';
import { useId, useRef, useState } from 'react';
import type { Outcome } from '../../shared/outcome.ts';
import { useDeed, useDialogFocus } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { ask, type Data, type SupportFile } from '../till.ts';
import { Button } from './button.tsx';
import dialogStyles from './confirm.module.css';
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

type Looked = Data<'support.look'>;

interface BundleProps {
  readonly first: Looked;
  readonly onClose: () => void;
}

function Bundle({ first, onClose }: BundleProps) {
  const { t } = useText();
  const close = useRef<HTMLButtonElement>(null);
  const [looked, setLooked] = useState<Looked>(first);
  const [said, setSaid] = useState<Outcome<unknown> | null>(null);
  const focus = useDialogFocus(() => close.current?.focus());
  const [save, saving] = useDeed(async (seen: string) => {
    setSaid(null);
    const saved = await ask('support.save', { seen });
    // The system's dialog was closed: nobody needs to be told.
    if (saved.outcome !== 'ok' || saved.data !== null) setSaid(saved);
  });
  const [again, loading] = useDeed(async () => {
    setSaid(null);
    const outcome = await ask('support.look', {});
    if (outcome.outcome === 'ok') setLooked(outcome.data);
    else setSaid(outcome);
  });
  return (
    <AlertDialog.Root open onOpenChange={(wanted) => !wanted && onClose()}>
      <AlertDialog.Portal>
        {/* Not the kit's overlay: it writes a style element, which the window's policy rightly refuses. */}
        <div className={dialogStyles.cover}>
          {/* Not the browser's own dialog: a supervisor's PIN, asked for above this one, would come up below that. */}
          <AlertDialog.Content role="dialog" className={styles.dialog} {...focus}>
            <div className={styles.head}>
              <AlertDialog.Title asChild>
                <h2>{t.support.bundle}</h2>
              </AlertDialog.Title>
              <AlertDialog.Description>{t.support.promise}</AlertDialog.Description>
            </div>
            <div className={styles.body}>
              {loading ? <p role="status">{t.support.collecting}</p> : <Files files={looked.files} />}
            </div>
            {said !== null && <OutcomeNotice outcome={said} />}
            <div className={styles.actions}>
              <Button ref={close} onPress={onClose}>
                {t.app.close}
              </Button>
              <Button right="export" busy={loading} onPress={again}>
                {t.support.again}
              </Button>
              <Button right="export" busy={saving || loading} onPress={() => save(looked.seen)}>
                {saving ? t.support.saving : t.support.save}
              </Button>
            </div>
          </AlertDialog.Content>
        </div>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

/** The button, and behind it the whole of the bundle, once main has given it. */
export function SupportFiles() {
  const { t } = useText();
  const [first, setFirst] = useState<Looked | null>(null);
  const [said, setSaid] = useState<Outcome<unknown> | null>(null);
  const [look, looking] = useDeed(async () => {
    setSaid(null);
    const outcome = await ask('support.look', {});
    if (outcome.outcome === 'ok') setFirst(outcome.data);
    else setSaid(outcome);
  });
  return (
    <>
      <Button right="export" busy={looking} onPress={look}>
        {looking ? t.support.collecting : t.support.look}
      </Button>
      {said !== null && <OutcomeNotice outcome={said} />}
      {first !== null && <Bundle first={first} onClose={() => setFirst(null)} />}
    </>
  );
}
