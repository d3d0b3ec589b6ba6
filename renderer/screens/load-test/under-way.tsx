import { Button, Card, Group, Progress, Stack, Text, VisuallyHidden } from '@mantine/core';
import { lazy, type ReactElement, Suspense, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import type { CopyRoom } from '../../../shared/load-test.ts';
import { Loading } from '../../components/loading.tsx';
import { useNumbers } from '../../components/numbers.ts';
import { useConsole, useJob } from '../../stores/console.ts';
import { useScenarioNames } from './scenario-names.ts';

const LiveLoad = lazy(() => import('../../charts/live-load.tsx'));

function Room({ room: { bytes, freeBytes } }: { room: CopyRoom }): ReactElement {
  const { t } = useTranslation();
  const numbers = useNumbers();
  return (
    <Text c="dimmed">
      {freeBytes === undefined
        ? t('loads.live.room', { bytes: numbers.bytes(bytes) })
        : t('loads.live.roomOf', { bytes: numbers.bytes(bytes), free: numbers.bytes(freeBytes) })}
    </Text>
  );
}

/** A load test that is under way: what is measured just now, how far it is, and a way to stop it. */
export function UnderWay(): ReactElement {
  const { t } = useTranslation();
  const { percent, seconds } = useNumbers();
  const cancel = useConsole((store) => store.cancelJob);
  const nameOf = useScenarioNames();
  const job = useDeferredValue(useJob('load test'));
  if (job?.status !== 'running') {
    return (
      <Card>
        <Text role="status">{t('words.waiting')}</Text>
      </Card>
    );
  }
  const now = job.loads.at(-1);
  const fraction = now?.fraction ?? 0;
  const doing =
    now === undefined
      ? t('loads.live.preparing')
      : t('loads.live.now', {
          engine: t(`loads.engine.${now.engine}`),
          scenario: nameOf(now.scenario),
          users: t('loads.usersAtOnce', { count: now.users }),
        });
  return (
    <Card>
      <Stack gap="md">
        <Group justify="space-between" align="flex-start">
          <Stack gap={2} flex={1} miw={220}>
            <Text size="xl" fw={650} className="tabular">
              {percent(fraction)}
            </Text>
            <Text c="dimmed">{doing}</Text>
            {now === undefined && job.room !== undefined ? <Room room={job.room} /> : null}
          </Stack>
          <Group gap="md">
            {now?.secondsLeft === undefined ? null : (
              <Text c="dimmed" className="tabular">
                {t('move.left', { time: seconds(Math.max(1, Math.round(now.secondsLeft))) })}
              </Text>
            )}
            <Button variant="default" onClick={() => void cancel(job.id)}>
              {t('loads.live.cancel')}
            </Button>
          </Group>
        </Group>
        <Progress.Root size="xl">
          <Progress.Section value={fraction * 100} aria-label={t('loads.live.overall')} />
        </Progress.Root>
        {/* Said by the tenth, so that a screen reader is not talking all the time. */}
        <VisuallyHidden role="status">
          {t('loads.live.said', { percent: percent(Math.floor(fraction * 10) / 10) })}
        </VisuallyHidden>
        {now === undefined ? (
          <Loading />
        ) : (
          <Suspense fallback={<Loading />}>
            <LiveLoad points={job.loads} />
          </Suspense>
        )}
      </Stack>
    </Card>
  );
}
