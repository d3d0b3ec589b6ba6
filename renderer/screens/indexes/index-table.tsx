import { Stack, Text } from '@mantine/core';
import { type ReactElement, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveIndex } from '../../../shared/indexes.ts';
import { useNumbers } from '../../components/numbers.ts';
import { type SortedColumn, SortedTable } from '../../components/sorted-table.tsx';
import { type IndexActions, IndexMenu } from './index-menu.tsx';
import { Verdicts } from './verdicts.tsx';

/** Indexes with what is to be said of each, by table. */
export function IndexTable({
  indexes,
  ...actions
}: IndexActions & { readonly indexes: readonly LiveIndex[] }): ReactElement {
  const { t } = useTranslation();
  const columns = useColumns(actions);
  return (
    <SortedTable
      caption={t('indexes.others.title')}
      rows={indexes}
      columns={columns}
      keyOf={({ name }) => name}
      minWidth={680}
    />
  );
}

function useColumns({ isBusy, change, drop }: IndexActions): SortedColumn<LiveIndex>[] {
  const { t } = useTranslation();
  const { bytes, count, moment } = useNumbers();
  return useMemo(
    () => [
      {
        id: 'index',
        header: t('indexes.column.index'),
        value: ({ table, name }) => `${table} ${name}`,
        cell: (index) => (
          <Stack gap={2}>
            <Text size="sm">
              <span className="verbatim">{index.name}</span>
            </Text>
            <Text size="xs" c="dimmed">
              <span className="verbatim">{definitionOf(index)}</span>
            </Text>
          </Stack>
        ),
      },
      {
        id: 'size',
        header: t('indexes.column.size'),
        numeric: true,
        value: (index) => index.bytes,
        cell: (index) => bytes(index.bytes),
      },
      {
        id: 'uses',
        header: t('indexes.column.uses'),
        numeric: true,
        value: ({ scans }) => scans,
        cell: ({ scans, lastScan, tuplesRead, tuplesFetched }) => (
          <Stack gap={2}>
            <Text size="sm">{count(scans)}</Text>
            {scans === 0 ? null : (
              <Text size="xs" c="dimmed">
                {t('indexes.entriesRead', { read: count(tuplesRead) })}
                <br />
                {t('indexes.rowsFetched', { fetched: count(tuplesFetched) })}
              </Text>
            )}
            {lastScan === undefined ? null : (
              <Text size="xs" c="dimmed">
                {t('indexes.lastUse', { moment: moment(lastScan) })}
              </Text>
            )}
          </Stack>
        ),
      },
      {
        id: 'verdict',
        header: t('indexes.column.verdict'),
        value: ({ verdicts }) => -verdicts.length,
        cell: (index) => <Verdicts index={index} />,
      },
      {
        id: 'more',
        header: t('indexes.column.more'),
        cell: (index) => <IndexMenu index={index} isBusy={isBusy} change={change} drop={drop} />,
      },
    ],
    [t, bytes, count, moment, isBusy, change, drop],
  );
}

/** As it stands in CREATE INDEX, without what goes without saying. */
function definitionOf({ table, method, parts, included, where }: LiveIndex): string {
  return [
    method === 'btree' ? table : `${table} USING ${method}`,
    `(${parts.join(', ')})`,
    included.length === 0 ? '' : `INCLUDE (${included.join(', ')})`,
    where === undefined ? '' : `WHERE ${where}`,
  ]
    .filter(Boolean)
    .join(' ');
}
