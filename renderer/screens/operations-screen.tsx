/** This till's journal: what is not certain first; searchable by reference, courier, state and day. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { DateField } from '../components/date-field.tsx';
import { Code } from '../components/facts.tsx';
import { Choice, Field } from '../components/field.tsx';
import { Icon } from '../components/icon.tsx';
import { LookButton } from '../components/look-button.tsx';
import { OutcomeNotice, type Tone } from '../components/notice.tsx';
import { useText } from '../i18n/use-text.ts';
import { useOperationPages } from '../operation-pages.ts';
import { useSnapshot, useTill } from '../store.ts';
import { OPERATION_STATES, type Operation, type StateChoice } from '../till.ts';
import { OperationDetailView } from './operation-detail.tsx';
import { OperationsExport } from './operations-export.tsx';
import styles from './screen.module.css';

export const STATE_TONES: Readonly<Record<Operation['state'], Tone>> = {
  intended: 'plain',
  sent: 'doubt',
  ok: 'good',
  refused: 'bad',
  'not-sent': 'plain',
  unknown: 'doubt',
};

interface OperationsTableProps {
  readonly operations: readonly Operation[];
  /** Below the last row. */
  readonly children: ReactNode;
}

function OperationsTable({ operations, children }: OperationsTableProps) {
  const { t, format } = useText();
  const { columns } = t.operations;
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={t.operations.title}>
        <thead>
          <tr>
            <th scope="col">{columns.reference}</th>
            <th scope="col">{columns.courier}</th>
            <th scope="col">{columns.when}</th>
            <th scope="col">{columns.state}</th>
            <th scope="col">
              <span className={styles.nowrap}>{t.day.columns.act}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {operations.map((operation) => (
            <tr key={operation.id}>
              <td>
                <span className={styles.key}>
                  <Code>{operation.reference}</Code>
                </span>
                <span className={styles.second}>{t.operations.kinds[operation.kind]}</span>
              </td>
              <td className={styles.breakable}>{operation.courier ?? t.app.none}</td>
              <td>{format.moment(operation.createdAt)}</td>
              <td className={styles.nowrap}>
                <Badge tone={operation.retiredAt === null ? STATE_TONES[operation.state] : 'plain'}>
                  {operation.retiredAt === null ? t.operations.states[operation.state] : t.day.states.retired}
                </Badge>
              </td>
              <td>
                <LookButton id={operation.id} reference={operation.reference} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {children}
    </div>
  );
}

function OperationsList() {
  const { t } = useText();
  const { openOperations } = useSnapshot();
  const [search, setSearch] = useState('');
  const [state, setState] = useState<StateChoice>('all');
  const [day, setDay] = useState('');
  const [exporting, setExporting] = useState(false);
  const exportButton = useRef<HTMLButtonElement>(null);
  const { outcome, operations, more, loading, reload, showMore } = useOperationPages({
    ...(search.trim() === '' ? {} : { search: search.trim() }),
    ...(state === 'all' ? {} : { state }),
    ...(day === '' ? {} : { day }),
  });
  const counted = useRef(openOperations);
  useEffect(() => {
    // Something became certain (or uncertain) by itself.
    if (counted.current !== openOperations) reload();
    counted.current = openOperations;
  }, [openOperations, reload]);
  const older = more && (
    <div className={styles.below}>
      <Button busy={loading} onPress={showMore}>
        {t.operations.more}
      </Button>
    </div>
  );
  return (
    <>
      <div className={styles.head}>
        <h1>{t.operations.title}</h1>
        <p className={styles.soft} role="status">
          {operations !== null && t.operations.count(operations.length, more)}
          {openOperations > 0 && ` · ${t.status.open(openOperations)}`}
        </p>
      </div>
      <div className={styles.bar}>
        <Field
          label={t.operations.search}
          name="search"
          type="search"
          hint={t.operations.searchHint}
          value={search}
          autoFocus
          onType={setSearch}
        />
        <Choice<StateChoice>
          label={t.operations.state}
          value={state}
          options={[
            ['all', t.operations.all],
            ...OPERATION_STATES.map((name) => [name, t.operations.states[name]] as const),
          ]}
          onChoose={setState}
        />
        <DateField label={t.operations.day} date={day} onPick={setDay} emptiable />
        <Button label={t.app.refresh} busy={loading} onPress={reload}>
          <Icon name="again" />
        </Button>
        <Button ref={exportButton} right="export" onPress={() => setExporting(true)}>
          {t.copy.button}
        </Button>
      </div>
      {exporting && (
        <OperationsExport
          state={state}
          day={day}
          onClose={() => {
            setExporting(false);
            exportButton.current?.focus();
          }}
        />
      )}
      {outcome !== null && outcome.outcome !== 'ok' && (
        <OutcomeNotice outcome={outcome}>
          <Button onPress={reload}>{t.app.tryAgain}</Button>
        </OutcomeNotice>
      )}
      {operations === null && loading && <p role="status">{t.app.loading}</p>}
      {operations !== null && operations.length === 0 && (
        <p className={styles.soft}>{more ? t.operations.notYet : t.operations.empty}</p>
      )}
      {operations !== null && operations.length > 0 ? (
        <OperationsTable operations={operations}>{older}</OperationsTable>
      ) : (
        older
      )}
    </>
  );
}

export function OperationsScreen() {
  const shown = useTill((state) => state.operationShown);
  return shown === null ? <OperationsList /> : <OperationDetailView key={shown} id={shown} />;
}
