import { Anchor, Card, Code, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { memo, type ReactElement, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionId } from '../../../shared/console/connection.ts';
import {
  orderedBy,
  type Statement,
  type StatementOrder,
  type Statements,
  statementOrders,
} from '../../../shared/monitor/statements.ts';
import { Failure, TopicLink } from '../../components/failure.tsx';
import { Loading } from '../../components/loading.tsx';
import { Notice } from '../../components/notice.tsx';
import { useNumbers } from '../../components/numbers.ts';
import { type SortedColumn, SortedTable } from '../../components/sorted-table.tsx';
import { useMonitor } from '../../stores/monitor.ts';
import { useView } from '../../stores/view.ts';
import { AbsentStatements } from './absent-statements.tsx';
import { StatementText } from './statement-text.tsx';

/** What the server has counted of each statement, or what it takes to have it counted. */
export function SlowQueries({ connection }: { connection: ConnectionId }): ReactElement {
  const { answer, error } = useMonitor((store) => store.statements);
  return (
    <Stack>
      {error ? <Failure error={error} /> : null}
      {answer === undefined && error === undefined ? <Loading /> : null}
      {answer === undefined ? null : answer.kind === 'read' ? (
        <Counted read={answer} />
      ) : (
        <AbsentStatements absent={answer} connection={connection} />
      )}
    </Stack>
  );
}

type Read = Extract<Statements, { kind: 'read' }>;

/** Read every half minute, and drawn no more often. */
const Counted = memo(function Counted({ read }: { read: Read }): ReactElement {
  const { t } = useTranslation();
  const { moment } = useNumbers();
  const [order, setOrder] = useState<StatementOrder>('total');
  const columns = useColumns();
  const shown = useMemo(() => orderedBy(order, read.statements), [order, read]);
  return (
    <Card>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t('monitor.slow.text')}{' '}
          {read.since === undefined ? '' : t('monitor.slow.since', { moment: moment(read.since) })}{' '}
          <TopicLink topic="slowQueries" />
        </Text>
        {read.stoppedBy === undefined ? null : <Stopped by={read.stoppedBy} />}
        <SegmentedControl
          aria-label={t('monitor.slow.order')}
          style={{ alignSelf: 'flex-start' }}
          value={order}
          onChange={(value) => setOrder(statementOrders.find((known) => known === value) ?? 'total')}
          data={statementOrders.map((value) => ({ value, label: t(`monitor.slow.by.${value}`) }))}
        />
        {shown.length === 0 ? (
          <Text>{t('monitor.slow.none')}</Text>
        ) : (
          <SortedTable
            key={order}
            caption={t('monitor.part.slow')}
            rows={shown}
            columns={columns}
            keyOf={keyOf}
            minWidth={760}
          />
        )}
      </Stack>
    </Card>
  );
});

type Setting = NonNullable<Read['stoppedBy']>;

/** What makes the server count again: the values that these settings have unless told. */
const goOn = { compute_query_id: 'auto', 'pg_stat_statements.track': 'top' } as const satisfies Record<
  Setting,
  string
>;

function Stopped({ by }: { by: Setting }): ReactElement {
  const { t } = useTranslation();
  return (
    <Notice tone="care" title={t('monitor.slow.stopped', { setting: by })}>
      <Text>{t('monitor.slow.stoppedTodo')}</Text>
      <Code block dir="ltr">
        {`ALTER SYSTEM SET ${by} = '${goOn[by]}';\nSELECT pg_reload_conf();`}
      </Code>
    </Notice>
  );
}

function keyOf({ query, user, isNested, calls, total }: Statement): string {
  return `${query} ${user} ${isNested} ${calls} ${total}`;
}

/** Only what gives rows without changing any can be explained. */
const givesRows = /^\s*(?:SELECT|WITH)\b/i;

function useColumns(): readonly SortedColumn<Statement>[] {
  const { t } = useTranslation();
  const showExplain = useView((view) => view.showExplain);
  const { count, percent, milliseconds } = useNumbers();
  return useMemo(
    () => [
      {
        id: 'query',
        header: t('monitor.sessions.query'),
        value: ({ query }) => query ?? '',
        cell: ({ query, user, isNested }) => (
          <>
            {query === null ? (
              <Text size="sm" c="dimmed" fs="italic">
                {t('monitor.slow.hidden')}
              </Text>
            ) : (
              <StatementText sql={query} />
            )}
            <Group gap="sm">
              <Text size="xs" c="dimmed">
                <bdi>{user}</bdi>
                {isNested ? ` · ${t('monitor.slow.nested')}` : ''}
              </Text>
              {query !== null && givesRows.test(query) ? (
                <Anchor component="button" type="button" size="xs" onClick={() => showExplain(query)}>
                  {t('monitor.slow.explain')}
                </Anchor>
              ) : null}
            </Group>
          </>
        ),
      },
      {
        id: 'total',
        header: t('monitor.slow.total'),
        value: ({ total }) => total,
        cell: ({ total }) => milliseconds(total),
        numeric: true,
      },
      {
        id: 'mean',
        header: t('monitor.slow.mean'),
        value: ({ mean }) => mean,
        cell: ({ mean }) => milliseconds(mean),
        numeric: true,
      },
      {
        id: 'most',
        header: t('monitor.slow.most'),
        value: ({ most }) => most,
        cell: ({ most }) => milliseconds(most),
        numeric: true,
      },
      {
        id: 'calls',
        header: t('monitor.slow.calls'),
        value: ({ calls }) => calls,
        cell: ({ calls }) => count(calls),
        numeric: true,
      },
      {
        id: 'rows',
        header: t('words.rowsHead'),
        value: ({ rows }) => rows,
        cell: ({ rows }) => count(rows),
        numeric: true,
      },
      {
        id: 'hits',
        header: t('monitor.figure.cacheHits.title'),
        value: ({ cacheHits }) => cacheHits ?? -1,
        cell: ({ cacheHits }) => (cacheHits === null ? '' : percent(Math.floor(cacheHits * 100) / 100)),
        numeric: true,
      },
    ],
    [t, count, percent, milliseconds, showExplain],
  );
}
