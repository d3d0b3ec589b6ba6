import { Card, Stack, Text, Title } from '@mantine/core';
import { memo, type ReactElement, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type IndexSize,
  readTablesEvery,
  type TableState,
  type Tables,
} from '../../../shared/monitor/tables.ts';
import { Facts } from '../../components/facts.tsx';
import { Failure, TopicLink } from '../../components/failure.tsx';
import { Loading } from '../../components/loading.tsx';
import { Marked } from '../../components/mark.tsx';
import { useNumbers } from '../../components/numbers.ts';
import { type SortedColumn, SortedTable } from '../../components/sorted-table.tsx';
import { useMonitor } from '../../stores/monitor.ts';

/** Share of dead rows at which autovacuum sets in, unless told otherwise (autovacuum_vacuum_scale_factor). */
const manyDead = 0.2;
/** Below that many nobody notices. */
const fewDead = 1000;

const tableKey = ({ schema, name }: TableState) => `${schema}.${name}`;
const indexKey = ({ schema, name }: IndexSize) => `${schema}.${name}`;

/** Tables and indexes by size, and what autovacuum has to do. */
export function Sizes(): ReactElement {
  const { answer, error } = useMonitor((store) => store.tables);
  return (
    <Stack>
      {error ? <Failure error={error} /> : null}
      {answer === undefined && error === undefined ? <Loading /> : null}
      {answer === undefined ? null : <Measured tables={answer} />}
    </Stack>
  );
}

/** Read every half minute, and drawn no more often. */
const Measured = memo(function Measured({ tables: read }: { tables: Tables }): ReactElement {
  const { t } = useTranslation();
  const { bytes, count, seconds, time } = useNumbers();
  const isStandby = read.tables.some(({ rows }) => rows === undefined);
  const tableColumns = useTableColumns(isStandby);
  const indexColumns = useIndexColumns();
  const { tables, indexes, tableCount, indexCount } = read;
  return (
    <>
      <Card>
        <Stack gap="md">
          <Facts
            facts={[
              { label: t('monitor.sizes.tables'), value: bytes(read.bytes.table) },
              { label: t('monitor.sizes.indexes'), value: bytes(read.bytes.indexes) },
              {
                label: t('monitor.sizes.read'),
                value: time(read.at),
                hint: t('monitor.sizes.rarely', { time: seconds(readTablesEvery / 1000) }),
              },
            ]}
          />
          <Text size="sm" c="dimmed">
            {t(isStandby ? 'monitor.sizes.standby' : 'monitor.sizes.text')} <TopicLink topic="deadRows" />
          </Text>
          {tableCount === 0 ? (
            <Text>{t('monitor.sizes.none')}</Text>
          ) : (
            <SortedTable
              caption={t('monitor.sizes.tables')}
              rows={tables}
              columns={tableColumns}
              keyOf={tableKey}
              minWidth={760}
            />
          )}
          {tableCount > tables.length ? (
            <Text size="sm" c="dimmed">
              {t('monitor.sizes.largest', { shown: count(tables.length), all: count(tableCount) })}
            </Text>
          ) : null}
        </Stack>
      </Card>
      {indexCount === 0 ? null : (
        <Card>
          <Title order={2} mb="sm">
            {t('monitor.sizes.indexes')}
          </Title>
          <SortedTable
            caption={t('monitor.sizes.indexes')}
            rows={indexes}
            columns={indexColumns}
            keyOf={indexKey}
          />
        </Card>
      )}
    </>
  );
});

function placeOf({ schema, name }: { schema: string; name: string }): string {
  return schema === 'public' ? name : `${schema}.${name}`;
}

function useTableColumns(isStandby: boolean): readonly SortedColumn<TableState>[] {
  const { t } = useTranslation();
  const { bytes, count, moment } = useNumbers();
  return useMemo(() => {
    const when = (at: string | null | undefined) =>
      at === undefined ? '' : at === null ? t('monitor.sizes.never') : moment(at);
    const sizes: readonly SortedColumn<TableState>[] = [
      {
        id: 'name',
        header: t('words.table'),
        value: placeOf,
        cell: (table) => <bdi>{placeOf(table)}</bdi>,
      },
      {
        id: 'bytes',
        header: t('monitor.sizes.size'),
        value: ({ bytes: size }) => (size === undefined ? -1 : size.table + size.indexes),
        cell: ({ bytes: size }) =>
          size === undefined ? t('monitor.sizes.locked') : bytes(size.table + size.indexes),
        numeric: true,
      },
      {
        id: 'indexes',
        header: t('monitor.sizes.ofIndexes'),
        value: ({ bytes: size }) => size?.indexes ?? -1,
        cell: ({ bytes: size }) => (size === undefined ? '' : bytes(size.indexes)),
        numeric: true,
      },
    ];
    const counted: readonly SortedColumn<TableState>[] = [
      {
        id: 'rows',
        header: t('words.rowsHead'),
        value: ({ rows }) => rows?.live ?? -1,
        cell: ({ rows }) => (rows === undefined ? '' : count(rows.live)),
        numeric: true,
      },
      {
        id: 'dead',
        header: t('monitor.sizes.dead'),
        value: ({ rows }) => rows?.dead ?? -1,
        cell: ({ rows }) => (rows === undefined ? '' : <DeadRows rows={rows} />),
        numeric: true,
      },
      {
        id: 'vacuumed',
        header: t('monitor.sizes.vacuumed'),
        value: ({ rows }) => rows?.vacuumedAt ?? '',
        cell: ({ rows }) => when(rows?.vacuumedAt),
      },
      {
        id: 'analyzed',
        header: t('monitor.sizes.analyzed'),
        value: ({ rows }) => rows?.analyzedAt ?? '',
        cell: ({ rows }) => when(rows?.analyzedAt),
      },
    ];
    return isStandby ? sizes : [...sizes, ...counted];
  }, [t, bytes, count, moment, isStandby]);
}

function DeadRows({
  rows: { live, dead },
}: {
  rows: NonNullable<TableState['rows']>;
}): ReactElement | string {
  const { count } = useNumbers();
  const isMany = dead > fewDead && dead > manyDead * (live + dead);
  return isMany ? <Marked tone="care">{count(dead)}</Marked> : count(dead);
}

function useIndexColumns(): readonly SortedColumn<IndexSize>[] {
  const { t } = useTranslation();
  const { bytes } = useNumbers();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('monitor.sizes.index'),
        value: placeOf,
        cell: (index) => <span className="verbatim">{placeOf(index)}</span>,
      },
      {
        id: 'table',
        header: t('words.table'),
        value: ({ table }) => table,
        cell: ({ table }) => <bdi>{table}</bdi>,
      },
      {
        id: 'bytes',
        header: t('monitor.sizes.size'),
        value: (index) => index.bytes,
        cell: (index) => bytes(index.bytes),
        numeric: true,
      },
    ],
    [t, bytes],
  );
}
