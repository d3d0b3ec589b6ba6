import { Anchor, Card, ScrollArea } from '@mantine/core';
import { type ReactElement, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceTable } from '../../../shared/source.ts';
import { useNumbers } from '../../components/numbers.ts';
import { SortedTable } from '../../components/sorted-table.tsx';

interface TableListProps {
  readonly tables: readonly SourceTable[];
  readonly shown: string | undefined;
  readonly show: (table: string) => void;
}

/** All tables with their rows; one of them is looked into. */
export function TableList({ tables, shown, show }: TableListProps): ReactElement {
  const { t } = useTranslation();
  const { count } = useNumbers();
  const columns = useMemo(
    () => [
      {
        id: 'name',
        header: t('words.table'),
        value: ({ name }: SourceTable) => name,
        cell: ({ name }: SourceTable) => (
          <Anchor
            component="button"
            type="button"
            fw={name === shown ? 700 : 500}
            aria-current={name === shown}
            onClick={() => show(name)}
          >
            <bdi>{name}</bdi>
          </Anchor>
        ),
      },
      {
        id: 'rows',
        header: t('words.rowsHead'),
        value: ({ rows }: SourceTable) => rows,
        cell: ({ rows }: SourceTable) => count(rows),
        numeric: true,
      },
    ],
    [t, count, shown, show],
  );
  return (
    <Card padding={6}>
      <ScrollArea.Autosize mah={400} offsetScrollbars="present" viewportProps={{ tabIndex: -1 }}>
        <SortedTable
          caption={t('source.tables')}
          rows={tables}
          columns={columns}
          keyOf={({ name }) => name}
          minWidth={200}
        />
      </ScrollArea.Autosize>
    </Card>
  );
}
