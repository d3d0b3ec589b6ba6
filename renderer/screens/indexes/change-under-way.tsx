import { Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionId } from '../../../shared/console/connection.ts';
import type { JobState } from '../../../shared/console/job.ts';
import type { IndexChange } from '../../../shared/index-change.ts';
import { isolated } from '../../components/error-words.ts';
import { Failure } from '../../components/failure.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { Notice } from '../../components/notice.tsx';
import { useNumbers } from '../../components/numbers.ts';
import { useConsole } from '../../stores/console.ts';

/** Whether an index of a server is being changed, or about to be. */
export function useIsChanging(connection: ConnectionId): boolean {
  const status = useConsole(({ console }) => changeOf(console?.jobs, connection)?.status);
  return status === 'running' || status === 'waiting';
}

/** Of several that wait for each other, the one that is made just now; else the last. */
function changeOf(jobs: readonly JobState[] = [], connection: ConnectionId): JobState | undefined {
  const changes = jobs.filter(({ job }) => job.kind === 'change index' && job.connection === connection);
  return (
    changes.find(({ status }) => status === 'running') ??
    changes.find(({ status }) => status === 'waiting') ??
    changes.at(-1)
  );
}

interface ChangeUnderWayProps {
  readonly connection: ConnectionId;
  /** Indexes whose changes are shown; all where absent. */
  readonly only?: readonly string[];
}

/** The change that is made just now, or how the last one came out. */
export function ChangeUnderWay({ connection, only }: ChangeUnderWayProps): ReactElement | null {
  const job = useConsole(({ console }) => changeOf(console?.jobs, connection));
  const { t } = useTranslation();
  const { seconds } = useNumbers();
  if (job === undefined || job.job.kind !== 'change index') return null;
  const { change } = job.job;
  if (only?.includes(nameOf(change)) === false) return null;
  const facts = { name: isolated(nameOf(change)) };
  switch (job.status) {
    case 'waiting':
    case 'running':
      return <UnderWay job={job} label={t(`indexes.doing.${change.kind}`, facts)} />;
    case 'failed':
      return <Failure error={job.error} />;
    case 'cancelled':
      return <Notice tone="plain" role="status" title={t('indexes.cancelled', facts)} />;
    case 'done': {
      const ms = job.result.kind === 'change index' ? job.result.changed.ms : 0;
      return (
        <Notice
          tone="good"
          role="status"
          title={t(`indexes.done.${change.kind}`, { ...facts, time: seconds(Math.round(ms / 100) / 10) })}
        />
      );
    }
  }
}

function UnderWay({ job, label }: { job: JobState; label: string }): ReactElement {
  const { t } = useTranslation();
  const building = job.status === 'running' ? job.building : undefined;
  return (
    <Stack gap="xs">
      <JobProgress job={job} label={label} />
      <Text size="sm" c="dimmed" mih="1.6em">
        {building === undefined ? '' : t(`indexes.phase.${building.phase}`)}
        {building?.waitsFor === undefined ? '' : ` ${t('indexes.waitsFor', { process: building.waitsFor })}`}
      </Text>
    </Stack>
  );
}

function nameOf(change: IndexChange): string {
  return change.kind === 'create' ? change.index.name : change.name;
}
