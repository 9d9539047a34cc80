/** Asks before what cannot be undone; Escape and Cancel leave it, and the safe answer has the focus. */
import * as AlertDialog from '@radix-ui/react-alert-dialog';
import { type ReactNode, useRef } from 'react';
import { useDialogFocus } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { Button } from './button.tsx';
import styles from './confirm.module.css';

interface ConfirmProps {
  readonly open: boolean;
  readonly title: string;
  readonly body: string;
  readonly yes: string;
  /** What it would do cannot begin yet; the question stays open. */
  readonly busy?: boolean;
  readonly children?: ReactNode;
  readonly onYes: () => void;
  readonly onNo: () => void;
  /** Where the focus goes once it is shut; else back to where it was. */
  readonly onShut?: () => void;
}

export function Confirm({ open, title, body, yes, busy = false, children, onYes, onNo, onShut }: ConfirmProps) {
  const { t } = useText();
  const no = useRef<HTMLButtonElement>(null);
  const focus = useDialogFocus(() => no.current?.focus(), onShut);
  return (
    <AlertDialog.Root open={open} onOpenChange={(wanted) => !wanted && onNo()}>
      <AlertDialog.Portal>
        {/* Not the kit's overlay: it writes a style element, which the window's policy rightly refuses. */}
        <div className={styles.cover}>
          <AlertDialog.Content className={styles.dialog} {...focus}>
            <AlertDialog.Title asChild>
              <h2>{title}</h2>
            </AlertDialog.Title>
            {children}
            <AlertDialog.Description>{body}</AlertDialog.Description>
            <div className={styles.actions}>
              <Button ref={no} onPress={onNo}>
                {t.app.cancel}
              </Button>
              <Button look="danger" busy={busy} onPress={onYes}>
                {yes}
              </Button>
            </div>
          </AlertDialog.Content>
        </div>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
