import { Button, Group, Text, Title } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/console/connection.ts';
import type { JobState } from '../../../shared/console/job.ts';
import type { ErrorReport } from '../../../shared/errors/index.ts';
import { ask, reportOf } from '../../api/console.ts';
import { Failure } from '../../components/failure.tsx';
import type { Tone } from '../../components/mark.tsx';
import { Notice } from '../../components/notice.tsx';
import { checkConnection } from '../../stores/check-connection.ts';
import { useConsole } from '../../stores/console.ts';

interface VerdictProps {
  readonly job: JobState;
  readonly connection: string;
}

/** Whether the data can go there: what a person wants to know before any line of the list. */
export function Verdict({ job, connection }: VerdictProps): ReactElement {
  const { t } = useTranslation();
  const known = useConsole(({ console }) => console?.connections.find(({ id }) => id === connection));
  const again = () => void checkConnection(connection);
  const failed = failedIn(job);
  const { tone, title } = verdictOf(job, failed);
  if (job.status === 'failed') return <Failure error={job.error} again={again} beside />;
  return (
    <Notice tone={tone} role="status" title={<Title order={2}>{t(title)}</Title>}>
      {failed === 0 ? null : (
        <>
          <Text>{t('target.checks.someFailed', { count: failed })}</Text>
          <Group>
            <Button variant="default" onClick={again}>
              {t('target.checks.again')}
            </Button>
          </Group>
        </>
      )}
      {job.status === 'done' && known?.saved === 'once let in' ? <NotKept connection={known} /> : null}
    </Notice>
  );
}

function failedIn(job: JobState): number {
  if (job.status !== 'done' || job.result.kind !== 'check connection') return 0;
  return job.result.checks.filter(({ outcome }) => outcome === 'failed').length;
}

function verdictOf({ status }: JobState, failed: number): { readonly tone: Tone; readonly title: string } {
  if (status === 'cancelled') return { tone: 'plain', title: 'target.checks.cancelled' };
  if (status !== 'done') return { tone: 'plain', title: 'target.checks.title' };
  return failed === 0
    ? { tone: 'good', title: 'target.checks.allGood' }
    : { tone: 'bad', title: 'target.checks.notReady' };
}

/** The server may only be switched off for today. */
function NotKept({ connection: { id, name, target } }: { connection: Connection }): ReactElement {
  const { t } = useTranslation();
  const [error, setError] = useState<ErrorReport>();
  const keep = () => {
    ask('connection.save', { id, name, at: { kind: 'fields', target }, saved: 'yes' }).then(
      () => setError(undefined),
      (reason: unknown) => setError(reportOf(reason)),
    );
  };
  return (
    <>
      <Group gap="sm">
        <Text size="sm">{t('target.checks.notKept')}</Text>
        <Button variant="subtle" size="compact-sm" onClick={keep}>
          {t('target.checks.keep')}
        </Button>
      </Group>
      {error === undefined ? null : <Failure error={error} />}
    </>
  );
}
