/** Finds a courier among those used before; picking one fills the form. */
import { useCombobox } from 'downshift';
import { useEffect, useState } from 'react';
import { useText } from '../i18n/use-text.ts';
import { ask, type Courier } from '../till.ts';
import styles from './courier-search.module.css';
import fieldStyles from './field.module.css';
import { Icon } from './icon.tsx';

/** Main is asked once the typing rests, milliseconds. */
const REST_MS = 120;

function useCouriers(search: string, open: boolean): readonly Courier[] {
  const [couriers, setCouriers] = useState<readonly Courier[]>([]);
  useEffect(() => {
    if (!open) return undefined;
    let current = true;
    const timer = setTimeout(() => {
      void ask('couriers.search', { search }).then((outcome) => {
        if (current) setCouriers(outcome.outcome === 'ok' ? outcome.data.couriers : []);
      });
    }, REST_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [search, open]);
  return couriers;
}

export function CourierSearch({ onPick }: { readonly onPick: (courier: Courier) => void }) {
  const { t } = useText();
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState(false);
  const couriers = useCouriers(search, open);
  const box = useCombobox<Courier>({
    items: [...couriers],
    inputValue: search,
    isOpen: open,
    selectedItem: null,
    itemToString: (courier) => courier?.courierName ?? '',
    // An Enter in an empty field must not pick whoever happens to be first.
    ...(search.trim() === '' ? {} : { defaultHighlightedIndex: 0 }),
    onInputValueChange: ({ inputValue, type }) => {
      if (type !== useCombobox.stateChangeTypes.InputChange) setSearch(inputValue);
    },
    onIsOpenChange: ({ isOpen }) => setOpen(isOpen),
    stateReducer: (_state, { type, changes }) =>
      type === useCombobox.stateChangeTypes.InputKeyDownEnter || type === useCombobox.stateChangeTypes.ItemClick
        ? { ...changes, inputValue: '' }
        : changes,
    onSelectedItemChange: ({ selectedItem }) => {
      if (selectedItem !== null) onPick(selectedItem);
    },
  });
  const label = box.getLabelProps();
  return (
    <div className={[fieldStyles.field, styles.search].join(' ')}>
      <label className={fieldStyles.label} id={label.id} htmlFor={label.htmlFor}>
        {t.atm.find}
      </label>
      <div className={styles.row}>
        <input
          className={fieldStyles.input}
          placeholder={t.atm.findHint}
          spellCheck={false}
          {...box.getInputProps({
            // At once: what the kit reports later comes too late for a fast typist or a scanner.
            onChange: (event) => setSearch(event.currentTarget.value),
          })}
        />
        <button type="button" className={styles.toggle} aria-label={t.atm.findOpen} {...box.getToggleButtonProps()}>
          <Icon name="down" />
        </button>
      </div>
      <ul className={styles.menu} hidden={!box.isOpen} {...box.getMenuProps()}>
        {box.isOpen &&
          couriers.map((courier, index) => (
            <li
              key={courier.courierNo}
              className={[styles.item, index === box.highlightedIndex ? styles.here : ''].join(' ')}
              {...box.getItemProps({ item: courier, index })}
            >
              <strong>{courier.courierName}</strong>
              <span>{courier.courierNo}</span>
              <span>{courier.courierMobile}</span>
            </li>
          ))}
        {box.isOpen && couriers.length === 0 && <li className={styles.nobody}>{t.atm.findNone}</li>}
      </ul>
    </div>
  );
}
