/** Opens an operation with all that is known of it, from wherever it is listed. */
import { useText } from '../i18n/use-text.ts';
import { useTill } from '../store.ts';
import { Button } from './button.tsx';

export function LookButton({ id, reference }: { readonly id: string; readonly reference: string }) {
  const { t } = useText();
  const show = useTill((state) => state.showOperation);
  return (
    <Button small label={t.operations.show(reference)} onPress={() => show(id)}>
      {t.operations.look}
    </Button>
  );
}
