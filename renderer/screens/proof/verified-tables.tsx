import { Card } from '@mantine/core';
import { type ReactElement, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TableOutcome } from '../../../shared/run.ts';
import { Marked } from '../../components/mark.tsx';
import { useNumbers } from '../../components/numbers.ts';
import { type SortedColumn, SortedTable } from '../../components/sorted-table.tsx';

/** Table by table, what was read back and compared. */
export function VerifiedTables({ tables }: { tables: readonly TableOutcome[] }): ReactElement {
  const { t } = useTranslation();
  const { count } = useNumbers();
  const columns = useMemo<readonly SortedColumn<TableOutcome>[]>(
    () => [
      {
        id: 'table',
        header: t('words.table'),
        value: ({ table }) => table,
        cell: ({ table }) => <bdi>{table}</bdi>,
      },
      numeric('source', t('proof.inFile'), ({ sourceRows }) => sourceRows, count),
      numeric('target', t('proof.inTarget'), ({ targetRows }) => targetRows, count),
      numeric('aside', t('proof.aside'), ({ quarantined }) => quarantined, count),
      {
        id: 'verified',
        header: t('proof.verified'),
        value: ({ verified }) => (verified ? 1 : 0),
        cell: ({ verified }) => (
          <Marked tone={verified ? 'good' : 'bad'}>{t(verified ? 'proof.same' : 'proof.notSame')}</Marked>
        ),
      },
    ],
    [t, count],
  );
  return (
    <Card padding="xs">
      <SortedTable
        caption={t('proof.tab.tables')}
        rows={tables}
        columns={columns}
        keyOf={({ table }) => table}
        minWidth={520}
      />
    </Card>
  );
}

function numeric(
  id: string,
  header: string,
  value: (table: TableOutcome) => number,
  shown: (value: number) => string,
): SortedColumn<TableOutcome> {
  return { id, header, value, cell: (table) => shown(value(table)), numeric: true };
}
