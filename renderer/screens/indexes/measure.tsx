import { Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionId } from '../../../shared/console/connection.ts';
import type { JobState } from '../../../shared/console/job.ts';
import type { IndexEffect } from '../../../shared/index-effect.ts';
import { Failure } from '../../components/failure.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { Notice } from '../../components/notice.tsx';
import { useJob } from '../../stores/console.ts';

/** The last measurement of the four indexes of a schema. */
export function useMeasurement(
  connection: ConnectionId,
  schema: string,
): { readonly job: JobState | undefined; readonly effects: readonly IndexEffect[] } {
  const job = useJob('measure indexes', (one) => one.connection === connection && one.schema === schema);
  const effects =
    job?.status === 'done' && job.result.kind === 'measure indexes' ? job.result.measured.effects : [];
  return { job, effects };
}

/** How far a measurement is, or what kept it from its end. */
export function MeasurementState({ job }: { job: JobState | undefined }): ReactElement | null {
  const { t } = useTranslation();
  switch (job?.status) {
    case 'waiting':
    case 'running':
      return <JobProgress job={job} label={t('indexes.effect.measuring')} />;
    case 'failed':
      return <Failure error={job.error} />;
    case 'done':
      return (
        <Text size="sm" c="dimmed">
          {t('indexes.effect.how')}
        </Text>
      );
    case 'cancelled':
      return <Notice tone="plain" role="status" title={t('indexes.effect.cancelled')} />;
    default:
      return null;
  }
}
