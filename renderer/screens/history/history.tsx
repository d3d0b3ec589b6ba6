import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { type ReactElement, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer, RunSummary } from '../../../shared/console/channels.ts';
import type { ErrorReport } from '../../../shared/errors/index.ts';
import { ask, reportOf } from '../../api/console.ts';
import { Failure } from '../../components/failure.tsx';
import { useHeadingFocus } from '../../components/heading-focus.ts';
import { Loading } from '../../components/loading.tsx';
import { useNumbers } from '../../components/numbers.ts';
import { Screen } from '../../components/screen.tsx';
import { removeRun } from '../../stores/remove-run.ts';
import { RunReport } from '../proof/run-report.tsx';
import { SaveReport } from '../proof/save-report.tsx';
import { NoRuns } from './no-runs.tsx';
import { type RemovableRun, RemoveRunQuestion } from './remove-run-question.tsx';
import { RunList } from './run-list.tsx';
import { UnreadableRuns } from './unreadable-runs.tsx';

/** The runs of the past, and the report of each. */
export default function History(): ReactElement {
  const { t } = useTranslation();
  const { kept, error, remove } = useRuns();
  const [shown, setShown] = useState<RunSummary>();
  const [removing, setRemoving] = useState<RemovableRun>();
  useHeadingFocus(shown?.runId ?? 'all');
  if (shown !== undefined) return <OneRun run={shown} back={() => setShown(undefined)} />;
  return (
    <Screen title={t('history.title')} lead={t('history.lead')}>
      {error ? <Failure error={error} /> : null}
      {kept === undefined && error === undefined ? <Loading /> : null}
      {kept?.runs.length === 0 && kept.unreadable.length === 0 ? <NoRuns /> : null}
      {kept === undefined || kept.runs.length === 0 ? null : (
        <RunList runs={kept.runs} show={setShown} remove={setRemoving} />
      )}
      {kept === undefined ? null : <UnreadableRuns runs={kept.unreadable} remove={setRemoving} />}
      <RemoveRunQuestion run={removing} close={() => setRemoving(undefined)} remove={remove} />
    </Screen>
  );
}

/** The runs that are there, read once and after each that was removed. */
function useRuns() {
  const [kept, setKept] = useState<Answer<'runs.list'>>();
  const [error, setError] = useState<ErrorReport>();
  const noticing = async (asked: () => Promise<unknown>) => {
    try {
      await asked();
      setKept(await ask('runs.list', {}));
      setError(undefined);
    } catch (reason) {
      setError(reportOf(reason));
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useEffect(() => {
    void noticing(async () => undefined);
  }, []);
  return { kept, error, remove: ({ runId }: RemovableRun) => void noticing(() => removeRun(runId)) };
}

function OneRun({ run: { runId, startedAt }, back }: { run: RunSummary; back: () => void }): ReactElement {
  const { t } = useTranslation();
  const { moment } = useNumbers();
  return (
    <Screen
      title={t('history.of', { moment: moment(startedAt) })}
      end={<SaveReport runId={runId} />}
      others={
        <Button
          size="md"
          variant="default"
          leftSection={<IconArrowLeft size={16} className="mirrored" aria-hidden="true" />}
          onClick={back}
        >
          {t('history.all')}
        </Button>
      }
    >
      <RunReport runId={runId} />
    </Screen>
  );
}
