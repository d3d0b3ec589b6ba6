import { Button, Group, Paper, Progress, Stack, Text, VisuallyHidden } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobState } from '../../shared/console/job.ts';
import type { ProgressEvent } from '../../shared/progress.ts';
import { useConsole } from '../stores/console.ts';
import { useNumbers } from './numbers.ts';

/** How far a job is, with a way to stop it. */
export function JobProgress({ job, label }: { job: JobState | undefined; label: string }): ReactElement {
  const { t } = useTranslation();
  const { percent } = useNumbers();
  const cancel = useConsole((store) => store.cancelJob);
  const progress = job?.status === 'running' ? job.progress : undefined;
  const fraction = progress?.fraction ?? 0;
  return (
    <Paper withBorder radius="lg" p="lg">
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <Text fw={600} role="status">
            {job?.status === 'waiting' ? t('words.waiting') : label}
            {/* By the tenth, so that a screen reader is not talking all the time. */}
            <VisuallyHidden>{fraction < 0.1 ? '' : percent(Math.floor(fraction * 10) / 10)}</VisuallyHidden>
          </Text>
          <Text c="dimmed" className="tabular">
            {percent(fraction)}
          </Text>
        </Group>
        <Progress.Root size="lg">
          <Progress.Section value={fraction * 100} aria-label={label} animated />
        </Progress.Root>
        <Group justify="space-between" mih={30}>
          <Text size="sm" c="dimmed">
            {fraction < 1 ? <Place progress={progress} /> : t('words.almostDone')}
          </Text>
          {job === undefined ? null : (
            <Button variant="subtle" size="xs" onClick={() => void cancel(job.id)}>
              {t('words.cancel')}
            </Button>
          )}
        </Group>
      </Stack>
    </Paper>
  );
}

/** Where it is now. All rows seen is not the end of it: keys are compared after that, which nothing counts. */
function Place({ progress }: { progress: ProgressEvent | undefined }): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      {progress?.table === undefined ? ' ' : <bdi>{progress.table}</bdi>}
      {progress?.rows === undefined ? '' : ` · ${t('words.rows', { count: progress.rows })}`}
    </>
  );
}
