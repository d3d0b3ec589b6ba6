import { Group, Radio, SimpleGrid, Stack } from '@mantine/core';
import { type ReactElement, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { practiceConnection } from '../../../shared/console/connection.ts';
import type { JobState } from '../../../shared/console/job.ts';
import { Screen } from '../../components/screen.tsx';
import { checkConnection } from '../../stores/check-connection.ts';
import { useConsole, useJob } from '../../stores/console.ts';
import { Checks } from './checks.tsx';
import { Practice } from './practice.tsx';
import { SchoolServer } from './school-server.tsx';

type Kind = 'practice' | 'server';
const kinds = ['practice', 'server'] as const satisfies readonly Kind[];

/** Where the data goes. */
export default function Target(): ReactElement {
  const { t } = useTranslation();
  const connection = useConsole(({ console }) => console?.line.connection);
  const passed = useConsole(({ console }) => console?.line.checked === true);
  const goTo = useConsole((store) => store.goTo);
  const [kind, setKind] = useState<Kind | undefined>(kindOf(connection));
  // It may have been chosen in another window.
  const [before, setBefore] = useState(connection);
  if (connection !== before) {
    setBefore(connection);
    if (connection !== undefined) setKind(kindOf(connection));
  }
  const checking = useJob('check connection', (job) => job.connection === connection);
  // Another file was opened since: its tables want other names to be free.
  const isUnchecked = useConsole(({ console }) => console?.line.checked === undefined);
  useEffect(() => {
    if (connection !== undefined && isUnchecked) void checkConnection(connection);
  }, [connection, isUnchecked]);
  const isChosen = connection !== undefined && kind === kindOf(connection);
  return (
    <Screen
      title={t('target.title')}
      lead={t('target.lead')}
      back="source"
      action={isChosen && passed ? { label: t('target.next'), onClick: () => void goTo('check') } : undefined}
    >
      <Radio.Group
        aria-label={t('target.title')}
        value={kind ?? null}
        onChange={(value) => setKind(value === 'practice' ? 'practice' : 'server')}
      >
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {kinds.map((value) => (
            <Radio.Card key={value} value={value} radius="lg" p="lg" className="choice">
              <Group wrap="nowrap" align="flex-start">
                <Radio.Indicator mt={3} />
                <Stack gap={2}>
                  <strong>{t(`target.${value}.title`)}</strong>
                  <span className="choice-text">{t(`target.${value}.text`)}</span>
                </Stack>
              </Group>
            </Radio.Card>
          ))}
        </SimpleGrid>
      </Radio.Group>
      {kind === 'practice' ? <Practice /> : null}
      {kind === 'server' ? <SchoolServer /> : null}
      {isChosen && connection !== undefined && checking !== undefined ? (
        <Checks job={checking} connection={connection} />
      ) : null}
    </Screen>
  );
}

function kindOf(connection: string | undefined): Kind | undefined {
  if (connection === undefined) return undefined;
  return connection === practiceConnection ? 'practice' : 'server';
}

export function isUnderWay(job: JobState | undefined): boolean {
  return job?.status === 'running' || job?.status === 'waiting';
}
