import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobState } from '../../shared/console/job.ts';
import { useConsole } from '../stores/console.ts';
import { useNumbers } from './numbers.ts';

/** How far a job is, with a way to stop it. */
export function JobProgress({ job, label }: { job: JobState; label: string }): ReactElement | null {
  const { t } = useTranslation();
  const { percent } = useNumbers();
  const cancel = useConsole((store) => store.cancelJob);
  if (job.status !== 'running' && job.status !== 'waiting') return null;
  const fraction = job.status === 'running' ? (job.progress?.fraction ?? 0) : 0;
  return (
    <Stack gap="xs" role="status" aria-live="polite">
      <Group justify="space-between">
        <Text>{label}</Text>
        <Text c="dimmed">{percent(fraction)}</Text>
      </Group>
      <Progress.Root size="lg">
        <Progress.Section value={fraction * 100} aria-label={label} animated />
      </Progress.Root>
      <Group>
        <Button variant="default" size="xs" onClick={() => void cancel(job.id)}>
          {t('words.cancel')}
        </Button>
      </Group>
    </Stack>
  );
}
