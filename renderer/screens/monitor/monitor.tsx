import { Button, Code, Stack, Tabs, Text } from '@mantine/core';
import { useDocumentVisibility } from '@mantine/hooks';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { type ReactElement, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionId } from '../../../shared/console/connection.ts';
import { isPassing } from '../../../shared/monitor/passing.ts';
import { readEvery } from '../../../shared/monitor/reading.ts';
import { questionsTo } from '../../api/monitor.ts';
import { ConnectionChoice, ConnectionFailure } from '../../components/connection-choice.tsx';
import { isolated } from '../../components/error-words.ts';
import { Loading } from '../../components/loading.tsx';
import { Notice } from '../../components/notice.tsx';
import { useNumbers } from '../../components/numbers.ts';
import { Screen } from '../../components/screen.tsx';
import { follow, useMonitor } from '../../stores/monitor.ts';
import { useWatched } from '../../stores/watched.ts';
import { Blocking } from './blocking.tsx';
import { Figures } from './figures.tsx';
import { Logging } from './logging.tsx';
import { ReplicationCard } from './replication.tsx';
import { Sessions } from './sessions.tsx';
import { Sizes } from './sizes.tsx';
import { SlowQueries } from './slow-queries.tsx';

const parts = ['sessions', 'sizes', 'slow', 'logging'] as const;
type Part = (typeof parts)[number];

/** What a server does at this moment. It is asked only while this screen is looked at. */
export default function Monitor(): ReactElement {
  const { t } = useTranslation();
  const connection = useWatched();
  const isPaused = useMonitor((store) => store.isPaused);
  const pause = useMonitor((store) => store.pause);
  const Icon = isPaused ? IconPlayerPlay : IconPlayerPause;
  return (
    <Screen title={t('monitor.title')} lead={t('monitor.lead')}>
      <ConnectionChoice>
        {connection === undefined ? undefined : (
          <Button
            variant="default"
            leftSection={<Icon size={16} aria-hidden="true" />}
            onClick={() => pause(!isPaused)}
          >
            {t(isPaused ? 'monitor.goOn' : 'monitor.pause')}
          </Button>
        )}
      </ConnectionChoice>
      {connection === undefined ? null : <Watched key={connection} connection={connection} />}
    </Screen>
  );
}

function Watched({ connection }: { connection: ConnectionId }): ReactElement {
  const { t } = useTranslation();
  const { time, seconds } = useNumbers();
  const isInSight = useDocumentVisibility() === 'visible';
  const [times, setTimes] = useState(0);
  const isPaused = useMonitor((store) => store.isPaused);
  const { answer: reading, error } = useMonitor((store) => store.reading);
  const isOther = useMonitor((store) => store.connection !== connection);
  // biome-ignore lint/correctness/useExhaustiveDependencies: begun anew when a person asks for it
  useEffect(() => {
    if (isInSight && !isPaused) return follow(connection, questionsTo(connection));
  }, [connection, isInSight, isPaused, times]);
  const again = useCallback(() => setTimes((before) => before + 1), []);
  if (isOther) return <Loading />;
  return (
    <>
      {error ? <ConnectionFailure error={error} again={again} /> : null}
      {error && isPassing(error) && error.code !== 'practice-not-started' ? (
        <Text c="dimmed">{t('monitor.askedAgain', { time: seconds(readEvery / 1000) })}</Text>
      ) : null}
      {reading === undefined && error === undefined ? <Loading /> : null}
      {reading === undefined ? null : (
        <Stack gap="lg">
          {isPaused ? (
            <Notice tone="plain" role="status" title={t('monitor.isPaused')}>
              <Text>{t('monitor.pausedText')}</Text>
            </Notice>
          ) : null}
          {error === undefined ? null : (
            <Text c="dimmed">{t('monitor.stale', { time: time(reading.at) })}</Text>
          )}
          {reading.seesOthers ? null : (
            <Notice tone="note" title={t('monitor.seesLittle', { user: isolated(reading.user) })}>
              <Text>{t('monitor.seesLittleText')}</Text>
              <Code block dir="ltr">
                {`GRANT pg_monitor TO "${reading.user.replaceAll('"', '""')}";`}
              </Code>
            </Notice>
          )}
          <Figures reading={reading} />
          <Blocking reading={reading} />
          <ReplicationCard replication={reading.replication} />
          <Parts connection={connection} />
        </Stack>
      )}
    </>
  );
}

function Parts({ connection }: { connection: ConnectionId }): ReactElement {
  const { t } = useTranslation();
  const [part, setPart] = useState<Part>('sessions');
  return (
    <Tabs
      value={part}
      onChange={(value) => setPart(parts.find((known) => known === value) ?? 'sessions')}
      keepMounted={false}
    >
      <Tabs.List mb="md">
        {parts.map((value) => (
          <Tabs.Tab key={value} value={value}>
            {t(`monitor.part.${value}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="sessions">
        <Sessions />
      </Tabs.Panel>
      <Tabs.Panel value="sizes">
        <Sizes />
      </Tabs.Panel>
      <Tabs.Panel value="slow">
        <SlowQueries connection={connection} />
      </Tabs.Panel>
      <Tabs.Panel value="logging">
        <Logging connection={connection} />
      </Tabs.Panel>
    </Tabs>
  );
}
