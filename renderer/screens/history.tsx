import { Button, Card, Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react';
import { type ReactElement, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunSummary } from '../../shared/console/channels.ts';
import type { ErrorReport } from '../../shared/errors/index.ts';
import { ask, reportOf } from '../api/console.ts';
import { Failure } from '../components/failure.tsx';
import { Loading } from '../components/loading.tsx';
import { Mark } from '../components/mark.tsx';
import { Notice } from '../components/notice.tsx';
import { useNumbers } from '../components/numbers.ts';
import { Screen } from '../components/screen.tsx';
import { RunReport, tones } from './proof/run-report.tsx';
import { SaveReport } from './proof/save-report.tsx';

/** The runs of the past, and the report of each. */
export default function History(): ReactElement {
  const { t } = useTranslation();
  const { moment } = useNumbers();
  const [runs, setRuns] = useState<readonly RunSummary[]>();
  const [error, setError] = useState<ErrorReport>();
  const [shown, setShown] = useState<RunSummary>();
  useEffect(() => {
    ask('runs.list', {}).then(
      (answer) => setRuns(answer.runs),
      (reason: unknown) => setError(reportOf(reason)),
    );
  }, []);
  if (shown !== undefined) {
    return (
      <Screen
        title={t('history.of', { moment: moment(shown.startedAt) })}
        end={<SaveReport runId={shown.runId} />}
        others={
          <Button
            size="md"
            variant="default"
            leftSection={<IconArrowLeft size={16} className="mirrored" aria-hidden="true" />}
            onClick={() => setShown(undefined)}
          >
            {t('history.all')}
          </Button>
        }
      >
        <RunReport runId={shown.runId} />
      </Screen>
    );
  }
  return (
    <Screen title={t('history.title')} lead={t('history.lead')}>
      {error ? <Failure error={error} /> : null}
      {runs === undefined && error === undefined ? <Loading /> : null}
      {runs?.length === 0 ? (
        <Notice tone="plain" title={t('history.none')}>
          <Text>{t('history.noneText')}</Text>
        </Notice>
      ) : null}
      {runs === undefined || runs.length === 0 ? null : (
        <Card padding={6}>
          {runs.map((run) => (
            <Run key={run.runId} run={run} show={() => setShown(run)} />
          ))}
        </Card>
      )}
    </Screen>
  );
}

function Run({ run, show }: { run: RunSummary; show: () => void }): ReactElement {
  const { t } = useTranslation();
  const { moment } = useNumbers();
  return (
    <UnstyledButton className="row-button" onClick={show}>
      <Group wrap="nowrap" gap="md">
        <Mark tone={tones[run.outcome]} size={24} />
        <Stack gap={2} flex={1} miw={0}>
          <Text fw={600}>{t(`outcome.${run.outcome}`)}</Text>
          <Text size="sm" c="dimmed">
            {moment(run.startedAt)}
            {' · '}
            {t('source.rows', { count: run.rows })}
            {run.quarantined > 0 ? ` · ${t('history.aside', { count: run.quarantined })}` : ''}
          </Text>
          <Text size="xs" c="dimmed" className="verbatim">
            {run.source === undefined ? '' : `${run.source.split(/[\\/]/).at(-1)} → `}
            {run.target}
          </Text>
        </Stack>
        <IconArrowRight size={18} className="mirrored" aria-hidden="true" />
      </Group>
    </UnstyledButton>
  );
}
