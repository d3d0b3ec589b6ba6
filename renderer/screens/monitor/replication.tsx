import { Card, Stack, Text, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Replication } from '../../../shared/monitor/reading.ts';
import { isolated } from '../../components/error-words.ts';
import { Marked } from '../../components/mark.tsx';
import { useNumbers } from '../../components/numbers.ts';

/** Servers that follow this one, or that it follows one itself; nothing where there are none. */
export function ReplicationCard({ replication }: { replication: Replication }): ReactElement | null {
  const { t } = useTranslation();
  const { seconds } = useNumbers();
  if (replication.role === 'standby') {
    return (
      <Card>
        <Title order={2}>{t('monitor.replication.standby')}</Title>
        <Text>
          {replication.secondsBehind === undefined
            ? t('monitor.replication.standbyNew')
            : t('monitor.replication.standbyText', { time: seconds(replication.secondsBehind) })}
        </Text>
      </Card>
    );
  }
  return replication.replicas.length + replication.unusedSlots.length === 0 ? null : (
    <Followers {...replication} />
  );
}

type Primary = Extract<Replication, { role: 'primary' }>;

function Followers({ replicas, unusedSlots }: Primary): ReactElement {
  const { t } = useTranslation();
  const { bytes, seconds } = useNumbers();
  return (
    <Card>
      <Stack gap="xs">
        <Title order={2}>{t('monitor.replication.title')}</Title>
        {replicas.map(({ name, following }) => (
          <Text key={name}>
            <strong>{isolated(name)}</strong>{' '}
            {following === undefined
              ? t('monitor.replication.hidden')
              : t('monitor.replication.behind', {
                  bytes: bytes(following.bytesBehind ?? 0),
                  time: seconds(following.secondsBehind ?? 0),
                })}
          </Text>
        ))}
        {unusedSlots.map(({ name, bytesKept }) => (
          <Marked key={name} tone="care">
            {t('monitor.replication.slot', { name: isolated(name), bytes: bytes(bytesKept ?? 0) })}
          </Marked>
        ))}
      </Stack>
    </Card>
  );
}
