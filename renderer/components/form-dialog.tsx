/** A form above the screen; Escape and its Cancel leave it. */
import * as AlertDialog from '@radix-ui/react-alert-dialog';
import { type ReactNode, useState } from 'react';
import { giveBack } from '../hooks.ts';
import styles from './confirm.module.css';

interface FormDialogProps {
  readonly title: string;
  readonly body?: string | undefined;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function FormDialog({ title, body, onClose, children }: FormDialogProps) {
  // As it is opened: a field in it may take the focus before the kit says anything.
  const [before] = useState(() => document.activeElement);
  return (
    <AlertDialog.Root open onOpenChange={(wanted) => !wanted && onClose()}>
      <AlertDialog.Portal>
        {/* Not the kit's overlay: it writes a style element, which the window's policy rightly refuses. */}
        <div className={styles.cover}>
          <AlertDialog.Content
            className={styles.dialog}
            {...(body === undefined ? { 'aria-describedby': undefined } : {})}
            onOpenAutoFocus={(event) => {
              event.preventDefault();
              // The dialog itself is what this event is about.
              if (event.currentTarget instanceof HTMLElement) event.currentTarget.querySelector('input')?.focus();
            }}
            onCloseAutoFocus={(event) => {
              event.preventDefault();
              giveBack(before);
            }}
          >
            <AlertDialog.Title asChild>
              <h2>{title}</h2>
            </AlertDialog.Title>
            {body !== undefined && <AlertDialog.Description>{body}</AlertDialog.Description>}
            {children}
          </AlertDialog.Content>
        </div>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
