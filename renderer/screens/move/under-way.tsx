import {
  Button,
  Card,
  Grid,
  Group,
  Modal,
  Progress,
  ScrollArea,
  Stack,
  Text,
  Title,
  VisuallyHidden,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazy, memo, type ReactElement, Suspense, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { practiceConnection } from '../../../shared/console/connection.ts';
import type { JobState, TableProgress } from '../../../shared/console/job.ts';
import type { Plan } from '../../../shared/plan.ts';
import { Loading } from '../../components/loading.tsx';
import { Mark } from '../../components/mark.tsx';
import { useNumbers } from '../../components/numbers.ts';
import { useConsole, useJob } from '../../stores/console.ts';

const RateChart = lazy(() => import('../../charts/rate-chart.tsx'));

type Running = Extract<JobState, { status: 'running' }>;

/**
 * A run that is under way: how far, how fast, what was done, and a way to stop it. It changes ten times a second, so
 * it is drawn when there is time, and only what has changed.
 */
export function UnderWay({ plan }: { plan: Plan | undefined }): ReactElement {
  const { t } = useTranslation();
  const job = useDeferredValue(useJob('move'));
  if (job?.status !== 'running') {
    return (
      <Card>
        <Text role="status">{t('words.waiting')}</Text>
      </Card>
    );
  }
  const { tables, rates, log, progress } = job;
  return (
    <Stack>
      <Overall job={job} />
      <Grid>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Card>
            <Title order={2} size="h3" mb="sm">
              {t('move.tables')}
            </Title>
            <Stack gap="sm">
              {(tables.length > 0 ? tables : notYet(plan)).map((table) => (
                <TableBar key={table.table} progress={table} hasBegun={tables.length > 0 && hasCopied(job)} />
              ))}
            </Stack>
          </Card>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack>
            <Card>
              <Title order={2} size="h3" mb="sm">
                {t('move.rate')}
              </Title>
              <Suspense fallback={<Loading />}>
                <RateChart
                  rates={rates}
                  now={rates.at(-1)?.rowsPerSecond ?? Math.round(progress?.rowsPerSecond ?? 0)}
                />
              </Suspense>
            </Card>
            <Log log={log} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

function notYet(plan: Plan | undefined): TableProgress[] {
  return (plan?.tables ?? []).map(({ name, rows }) => ({ table: name, rows: 0, totalRows: rows }));
}

function Overall({ job }: { job: Running }): ReactElement {
  const { t } = useTranslation();
  const { percent, seconds } = useNumbers();
  const cancel = useConsole((store) => store.cancelJob);
  const [asking, question] = useDisclosure(false);
  const fraction = job.progress?.fraction ?? 0;
  const left = job.progress?.secondsLeft;
  const stage = t(stageOf(job));
  return (
    <Card>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Stack gap={2}>
          <Text size="xl" fw={650} className="tabular">
            {percent(fraction)}
          </Text>
          <Text c="dimmed">
            {stage}
            {job.progress?.table === undefined ? '' : ' · '}
            <bdi>{job.progress?.table}</bdi>
          </Text>
        </Stack>
        <Group gap="md">
          <Text c="dimmed" className="tabular">
            {left === undefined
              ? t('move.estimating')
              : t('move.left', { time: seconds(Math.max(1, Math.round(left))) })}
          </Text>
          <Button variant="default" onClick={question.open}>
            {t('move.cancel')}
          </Button>
        </Group>
      </Group>
      <Progress.Root size="xl" mt="md">
        <Progress.Section value={fraction * 100} aria-label={t('move.overall')} />
      </Progress.Root>
      {/* Said by the tenth, so that a screen reader is not talking all the time. */}
      <VisuallyHidden role="status">
        {t('move.said', { percent: percent(Math.floor(fraction * 10) / 10), stage })}
      </VisuallyHidden>
      <Modal
        opened={asking}
        onClose={question.close}
        title={t('move.cancelTitle')}
        closeButtonProps={{ 'aria-label': t('words.close') }}
      >
        <Stack>
          <Text>{t('move.cancelText')}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={question.close} data-autofocus>
              {t('move.goOn')}
            </Button>
            <Button
              color="red.9"
              onClick={() => {
                question.close();
                void cancel(job.id);
              }}
            >
              {t('move.cancelYes')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Card>
  );
}

/** The first thing that a move does is to look for its server; the stages come after that. */
function stageOf({ job, progress }: Running): string {
  if (progress !== undefined) return `stage.${progress.stage}`;
  const isPractice = job.kind === 'move' && job.connection === practiceConnection;
  return isPractice ? 'move.startingPractice' : 'move.reaching';
}

interface TableBarProps {
  readonly progress: TableProgress;
  readonly hasBegun: boolean;
}

const TableBar = memo(function TableBar({ progress, hasBegun }: TableBarProps): ReactElement {
  const { t } = useTranslation();
  const { count } = useNumbers();
  const { table, rows, totalRows } = progress;
  const isDone = hasBegun && rows >= totalRows;
  const share = totalRows === 0 ? (isDone ? 100 : 0) : Math.min(100, (rows / totalRows) * 100);
  return (
    <div>
      <Group justify="space-between" gap="xs" wrap="nowrap" mb={4}>
        <Group gap={6} wrap="nowrap">
          {isDone ? <Mark tone="good" size={16} label={t('move.copied')} /> : null}
          <Text size="sm" fw={550}>
            <bdi>{table}</bdi>
          </Text>
        </Group>
        <Text size="sm" c="dimmed" className="tabular">
          {t('move.of', { rows: count(rows), total: count(totalRows) })}
        </Text>
      </Group>
      <Progress.Root size="sm">
        <Progress.Section value={share} aria-label={t('move.bar', { table })} />
      </Progress.Root>
    </div>
  );
});

/** Tables without rows count as copied once others are being copied. */
function hasCopied({ progress }: Running): boolean {
  const stage = progress?.stage;
  return stage !== undefined && stage !== 'snapshot' && stage !== 'preflight' && stage !== 'plan';
}

const Log = memo(function Log({ log }: { log: Running['log'] }): ReactElement {
  const { t } = useTranslation();
  const { time } = useNumbers();
  return (
    <Card>
      <Title order={2} size="h3" mb="sm">
        {t('move.log')}
      </Title>
      <ScrollArea.Autosize
        mah={220}
        viewportProps={{ tabIndex: 0, role: 'log', 'aria-label': t('move.log'), 'aria-live': 'off' }}
      >
        {log.toReversed().map(({ at, stage, table }) => (
          <Text key={`${at} ${stage} ${table}`} size="sm" className="tabular">
            <Text span c="dimmed">
              {time(at)}
            </Text>{' '}
            {t(`stage.${stage}`)}
            {table === undefined ? '' : ': '}
            <bdi>{table}</bdi>
          </Text>
        ))}
      </ScrollArea.Autosize>
    </Card>
  );
});
