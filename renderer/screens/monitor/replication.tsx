import { Card, Stack, Text, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Follower, Replication, Slot, Standby } from '../../../shared/monitor/replication.ts';
import { isolated } from '../../components/error-words.ts';
import { Marked, type Tone } from '../../components/mark.tsx';
import { useNumbers } from '../../components/numbers.ts';

/** Servers that follow this one, or that it follows one itself; nothing where there are none. */
export function ReplicationCard({ replication }: { replication: Replication }): ReactElement {
  const { followers, slots, standby } = replication;
  return (
    <>
      {standby === undefined ? null : <Following standby={standby} />}
      {followers.length + slots.length === 0 ? null : <Followers followers={followers} slots={slots} />}
    </>
  );
}

function Following({ standby }: { standby: Standby }): ReactElement {
  const { t } = useTranslation();
  const { bytes, seconds } = useNumbers();
  const { source, bytesBehind, secondsBehind, isPaused } = standby;
  return (
    <Card>
      <Stack gap="xs">
        <Title order={2}>{t('monitor.replication.standby')}</Title>
        {source.kind === 'none' ? (
          <Marked tone="care">{t('monitor.replication.cutOff')}</Marked>
        ) : (
          <Text size="sm">
            {source.kind === 'hidden'
              ? t('monitor.replication.sourceHidden')
              : source.host === undefined
                ? t('monitor.replication.connected')
                : t('monitor.replication.connectedTo', { host: isolated(source.host) })}
          </Text>
        )}
        {isPaused ? <Marked tone="care">{t('monitor.replication.paused')}</Marked> : null}
        {secondsBehind === 0 ? <Text size="sm">{t('monitor.replication.upToDate')}</Text> : null}
        {bytesBehind === undefined || bytesBehind === 0 ? null : (
          <Text size="sm">{t('monitor.replication.toApply', { bytes: bytes(bytesBehind) })}</Text>
        )}
        {secondsBehind === undefined || secondsBehind === 0 ? null : (
          <Text size="sm">{t('monitor.replication.lastChange', { time: seconds(secondsBehind) })}</Text>
        )}
        {secondsBehind === undefined ? <Text size="sm">{t('monitor.replication.noChange')}</Text> : null}
        <Text size="sm" c="dimmed">
          {t('monitor.replication.standbyText')}
        </Text>
      </Stack>
    </Card>
  );
}

function Followers({ followers, slots }: Pick<Replication, 'followers' | 'slots'>): ReactElement {
  const { t } = useTranslation();
  return (
    <Card>
      <Stack gap="xs">
        <Title order={2}>{t('monitor.replication.title')}</Title>
        {followers.map((follower) => (
          <FollowerLine key={follower.pid} follower={follower} />
        ))}
        {slots.map((slot) => (
          <SlotLine key={slot.name} slot={slot} />
        ))}
      </Stack>
    </Card>
  );
}

/** States that there are words for. */
const states = ['startup', 'catchup', 'streaming', 'backup', 'stopping'];

function FollowerLine({ follower: { name, following } }: { follower: Follower }): ReactElement {
  const { t } = useTranslation();
  const { bytes, seconds } = useNumbers();
  const said = (): readonly string[] => {
    if (following === undefined) return [t('monitor.replication.hidden')];
    const { state, sync, address, bytesBehind, secondsBehind } = following;
    return [
      address === undefined ? '' : isolated(address),
      states.includes(state) ? t(`monitor.replication.state.${state}`) : state,
      bytesBehind === undefined
        ? ''
        : bytesBehind === 0
          ? t('monitor.replication.hasAll')
          : t('monitor.replication.bytesBehind', { bytes: bytes(bytesBehind) }),
      secondsBehind === undefined || bytesBehind === 0
        ? ''
        : t('monitor.replication.secondsBehind', { time: seconds(secondsBehind) }),
      sync === 'sync' || sync === 'quorum' ? t('monitor.replication.waitedFor') : '',
    ];
  };
  return (
    <Text size="sm">
      <strong>{isolated(name)}</strong> {said().filter(Boolean).join(' · ')}
    </Text>
  );
}

function SlotLine({ slot }: { slot: Slot }): ReactElement {
  const { t } = useTranslation();
  const { bytes } = useNumbers();
  const { name, isUsed, bytesKept, bytesLeft, state } = slot;
  const words = (key: string) =>
    t(`monitor.replication.slot.${key}`, {
      name: isolated(name),
      bytes: bytes(bytesKept ?? 0),
      left: bytes(Math.max(0, bytesLeft ?? 0)),
    });
  const marked = (tone: Tone, key: string) => <Marked tone={tone}>{words(key)}</Marked>;
  if (state === 'lost') return marked('bad', 'lost');
  if (state === 'endangered') return marked('bad', 'endangered');
  if (bytesKept === undefined) return <Text size="sm">{words('empty')}</Text>;
  if (isUsed) return <Text size="sm">{words('used')}</Text>;
  return marked('care', bytesLeft === undefined ? 'unused' : 'limited');
}
