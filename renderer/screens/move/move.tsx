import { Button, Card, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type ReactElement, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { practiceConnection } from '../../../shared/console/connection.ts';
import type { Line } from '../../../shared/console/line.ts';
import type { ErrorReport } from '../../../shared/errors/index.ts';
import type { MigrationReport } from '../../../shared/run.ts';
import { isolated } from '../../components/error-words.ts';
import { Facts } from '../../components/facts.tsx';
import { Notice } from '../../components/notice.tsx';
import { Screen } from '../../components/screen.tsx';
import { useConsole, useSettledJob } from '../../stores/console.ts';
import { tones } from '../proof/run-report.tsx';
import { Failed } from './failed.tsx';
import { UnderWay } from './under-way.tsx';

/** The run itself. */
export default function Move(): ReactElement {
  const { t } = useTranslation();
  const line = useConsole(({ console }) => console?.line);
  const goTo = useConsole((store) => store.goTo);
  const startJob = useConsole((store) => store.startJob);
  const job = useMoveOf(line);
  const [asking, question] = useDisclosure(false);
  const isRunning = job === 'under way';
  const outcome = outcomeOf(job);
  const start = () => {
    if (line?.path === undefined || line.connection === undefined || line.plan === undefined) return;
    const { path, connection, options, plan } = line;
    void startJob({ kind: 'move', path, connection, options, plan });
  };
  const ask = line?.options.mode === 'replace' ? question.open : start;
  const { arrived, error } = typeof outcome === 'object' ? outcome : {};
  const action =
    arrived !== undefined
      ? { label: t('move.seeProof'), onClick: () => void goTo('proof') }
      : isRunning
        ? undefined
        : { label: t(outcome === undefined ? 'move.start' : 'move.startAgain'), onClick: ask };
  return (
    <Screen
      title={t(isRunning ? 'move.titleRunning' : arrived ? 'move.titleDone' : 'move.title')}
      lead={arrived ? undefined : t(isRunning ? 'move.leadRunning' : 'move.lead')}
      back="plan"
      action={error === undefined ? action : undefined}
    >
      {isRunning || arrived ? null : <Ready />}
      {arrived ? <Arrived report={arrived} /> : null}
      {outcome === 'cancelled' ? (
        <Notice tone="plain" role="status" title={t('move.cancelled')}>
          <Text>{t('move.nothingChanged')}</Text>
        </Notice>
      ) : null}
      {error ? <Failed error={error} again={ask} /> : null}
      {isRunning ? <UnderWay plan={line?.plan} /> : null}
      <Modal
        opened={asking}
        onClose={question.close}
        title={t('move.replace.title')}
        closeButtonProps={{ 'aria-label': t('words.close') }}
      >
        <Stack>
          <Text>{t('move.replace.text')}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={question.close}>
              {t('words.cancel')}
            </Button>
            <Button
              onClick={() => {
                question.close();
                start();
              }}
            >
              {t('move.replace.yes')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Screen>
  );
}

/**
 * The move of just what is on the line now. One that is under way counts whatever it moves; after another target or
 * plan was chosen, an earlier one doesn't.
 */
function useMoveOf(line: Line | undefined): ReturnType<typeof useSettledJob> {
  const { path, connection, options, plan } = line ?? {};
  const wanted = useMemo(
    () => JSON.stringify([path, connection, options, plan]),
    [path, connection, options, plan],
  );
  const job = useSettledJob('move');
  const done = useMemo(
    () =>
      job === undefined || job === 'under way' || job.job.kind !== 'move'
        ? undefined
        : JSON.stringify([job.job.path, job.job.connection, job.job.options, job.job.plan]),
    [job],
  );
  return job === 'under way' || done === wanted ? job : undefined;
}

type Arrival = Exclude<MigrationReport, { error: ErrorReport }>;
type Outcome =
  | 'cancelled'
  | { readonly arrived: Arrival; readonly error?: never }
  | { readonly error: ErrorReport; readonly arrived?: never };

/** How a run came out; undefined while there was none, or it is under way. */
function outcomeOf(job: ReturnType<typeof useSettledJob>): Outcome | undefined {
  if (job === 'under way') return undefined;
  if (job?.status === 'failed') return { error: job.error };
  if (job?.status === 'cancelled') return 'cancelled';
  if (job?.status !== 'done' || job.result.kind !== 'move') return undefined;
  const { report } = job.result;
  if (report.outcome === 'cancelled') return 'cancelled';
  return 'error' in report ? { error: report.error } : { arrived: report };
}

/** What came of the move, in the words of its proof. */
function Arrived({ report }: { report: Arrival }): ReactElement {
  const { t } = useTranslation();
  const aside = report.tables.reduce((sum, table) => sum + table.quarantined, 0);
  return (
    <Notice tone={tones[report.outcome]} role="status" title={t(`outcome.${report.outcome}`)}>
      {aside > 0 ? <Text>{t('proof.verdictAside', { count: aside })}</Text> : null}
      <Text>{t(report.outcome === 'dry run' ? 'move.nothingChanged' : 'move.arrivedText')}</Text>
    </Notice>
  );
}

/** What is about to happen, in four facts. */
function Ready(): ReactElement | null {
  const { t } = useTranslation();
  const line = useConsole(({ console }) => console?.line);
  const connection = useConsole(({ console }) =>
    console?.connections.find(({ id }) => id === console.line.connection),
  );
  if (line?.plan === undefined) return null;
  const rows = line.plan.tables.reduce((sum, table) => sum + table.rows, 0);
  const isPractice = line.connection === practiceConnection;
  const target = isPractice ? t('target.practice.title') : (connection?.name ?? '');
  return (
    <Card>
      <Facts
        facts={[
          { label: t('move.from'), value: <bdi>{line.path?.split(/[\\/]/).at(-1)}</bdi> },
          {
            label: t('move.to'),
            value: isolated(target),
            hint: connection === undefined ? undefined : isolated(connection.target.database),
          },
          {
            label: t('move.what'),
            value: t('source.rows', { count: rows }),
            hint: t('source.inTables', { count: line.plan.tables.length }),
          },
          { label: t('move.how'), value: t(`plan.mode.${line.options.mode}.label`) },
        ]}
      />
    </Card>
  );
}
