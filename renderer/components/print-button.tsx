/** Prints an operation's slip; where one is or may be out already, the copy is asked for first. */
import { useState } from 'react';
import { useText } from '../i18n/use-text.ts';
import { isFirst, lookOf, type SlipNow } from '../slips.ts';
import { Button } from './button.tsx';
import { Confirm } from './confirm.tsx';

interface PrintButtonProps {
  /** The newest slip; null: none is known. */
  readonly slip: SlipNow | null;
  readonly printing: boolean;
  /** It keeps its place and does nothing. */
  readonly idle?: boolean;
  readonly onPrint: () => void;
}

export function PrintButton({ slip, printing, idle = false, onPrint }: PrintButtonProps) {
  const { t } = useText();
  const [asking, setAsking] = useState(false);
  const first = isFirst(slip);
  const out = slip !== null && lookOf(slip) === 'out';
  return (
    <>
      <Button busy={printing || idle} onPress={() => (first ? onPrint() : setAsking(true))}>
        {printing ? t.made.printing : first ? t.made.print : t.made.printAgain}
      </Button>
      <Confirm
        open={asking}
        title={t.made.copyTitle}
        body={out ? t.made.copyBody : t.made.copyMaybeBody}
        yes={t.made.copyYes}
        onNo={() => setAsking(false)}
        onYes={() => {
          setAsking(false);
          onPrint();
        }}
      />
    </>
  );
}
