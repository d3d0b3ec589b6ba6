import { Card, Stack, Text } from '@mantine/core';
import { type ReactElement, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../../shared/monitor/reading.ts';
import { useNumbers } from '../../components/numbers.ts';
import { type SortedColumn, SortedTable } from '../../components/sorted-table.tsx';
import { useMonitor } from '../../stores/monitor.ts';
import { StatementText } from './statement-text.tsx';
import { useSessionWords } from './words.ts';

const keyOf = ({ pid }: Session) => String(pid);

/** Who is connected, what they do and what they wait for. */
export function Sessions(): ReactElement | null {
  const { t } = useTranslation();
  const reading = useMonitor((store) => store.reading.answer);
  const columns = useColumns();
  if (reading === undefined) return null;
  const { sessions, sessionCount } = reading;
  return (
    <Card>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('monitor.sessions.text')}
        </Text>
        {sessionCount === 0 ? (
          <Text>{t('monitor.sessions.none')}</Text>
        ) : (
          <SortedTable
            caption={t('monitor.part.sessions')}
            rows={sessions}
            columns={columns}
            keyOf={keyOf}
            minWidth={700}
          />
        )}
        {sessionCount > sessions.length ? (
          <Text size="sm" c="dimmed">
            {t('monitor.sessions.more', { count: sessionCount - sessions.length })}
          </Text>
        ) : null}
      </Stack>
    </Card>
  );
}

function useColumns(): readonly SortedColumn<Session>[] {
  const { t } = useTranslation();
  const { seconds } = useNumbers();
  const { who, state, wait } = useSessionWords();
  // biome-ignore lint/correctness/useExhaustiveDependencies: all the words change with the language, as t does
  return useMemo(
    () => [
      {
        id: 'who',
        header: t('monitor.sessions.who'),
        value: who,
        cell: (session) => (
          <>
            <Text size="sm" fw={550}>
              {who(session)}
            </Text>
            <Text size="xs" c="dimmed">
              {t('monitor.pid', { pid: String(session.pid) })}
              {' · '}
              <bdi>{session.database}</bdi>
            </Text>
          </>
        ),
      },
      { id: 'state', header: t('monitor.sessions.state'), value: state, cell: state },
      {
        id: 'since',
        header: t('monitor.sessions.since'),
        value: (session) => (session.visible ? (session.since ?? 0) : 0),
        cell: (session) =>
          session.visible && session.since !== undefined ? seconds(Math.max(0, session.since)) : '',
        numeric: true,
      },
      { id: 'wait', header: t('monitor.sessions.wait'), value: wait, cell: wait },
      {
        id: 'query',
        header: t('monitor.sessions.query'),
        value: (session) => (session.visible ? session.query : ''),
        cell: (session) =>
          session.visible && session.query !== '' ? <StatementText sql={session.query} /> : null,
      },
    ],
    [t],
  );
}
