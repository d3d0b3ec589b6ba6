import { Button, Card, Code, Group, Stack, Text } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionId } from '../../../shared/console/connection.ts';
import type { JobState } from '../../../shared/console/job.ts';
import type { AdvisedIndex, IndexAdvice } from '../../../shared/index-advice.ts';
import { Failure } from '../../components/failure.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { Marked } from '../../components/mark.tsx';
import { Notice } from '../../components/notice.tsx';
import { useNumbers } from '../../components/numbers.ts';
import { useConsole, useJob } from '../../stores/console.ts';
import { useView } from '../../stores/view.ts';
import { StatementText } from '../monitor/statement-text.tsx';
import { ChangeUnderWay, useIsChanging } from './change-under-way.tsx';

interface AdviceProps {
  readonly connection: ConnectionId;
  readonly schema: string;
  /** Names of the indexes that are there by now. */
  readonly there: readonly string[];
}

/** Indexes that would help what the server has counted. */
export function Advice({ connection, schema, there }: AdviceProps): ReactElement {
  const { t } = useTranslation();
  const startJob = useConsole((store) => store.startJob);
  const job = useJob(
    'advise indexes',
    (one) => one.connection === connection && one.schema === schema && one.wanted.kind === 'counted',
  );
  const isBusy = job?.status === 'running' || job?.status === 'waiting';
  return (
    <Stack gap="lg">
      <Text maw="46rem">{t('indexes.advice.text')}</Text>
      <Group>
        <Button
          leftSection={<IconSearch size={16} aria-hidden="true" />}
          loading={isBusy}
          onClick={() =>
            void startJob({ kind: 'advise indexes', connection, schema, wanted: { kind: 'counted' } })
          }
        >
          {t('indexes.advice.action')}
        </Button>
      </Group>
      <AdviceState job={job} connection={connection} schema={schema} there={there} />
    </Stack>
  );
}

/** How far the search for advice is, and what it came to. */
export function AdviceState({
  job,
  connection,
  schema,
  there,
}: AdviceProps & { readonly job: JobState | undefined }): ReactElement | null {
  const { t } = useTranslation();
  switch (job?.status) {
    case 'waiting':
    case 'running':
      return <JobProgress job={job} label={t('indexes.advice.running')} />;
    case 'failed':
      return <Failure error={job.error} />;
    case 'cancelled':
      return <Notice tone="plain" role="status" title={t('indexes.advice.cancelled')} />;
    case 'done':
      return job.result.kind === 'advise indexes' ? (
        <Given advice={job.result.advice} connection={connection} schema={schema} there={there} />
      ) : null;
    default:
      return null;
  }
}

function Given({
  advice,
  connection,
  schema,
  there,
}: AdviceProps & { readonly advice: IndexAdvice }): ReactElement {
  const { t } = useTranslation();
  const show = useView((view) => view.show);
  if (advice.kind === 'no statistics') {
    return (
      <Notice tone="note" role="status" title={t('indexes.advice.none.title')}>
        <Text>{t(`indexes.advice.none.${advice.why}`)}</Text>
        <Group>
          <Button variant="default" onClick={() => show('monitor')}>
            {t('indexes.advice.monitor')}
          </Button>
        </Group>
      </Notice>
    );
  }
  if (advice.kind === 'denied') {
    return (
      <Notice tone="note" role="status" title={t('monitor.absent.denied.title')}>
        <Text>{t('monitor.absent.denied.todo')}</Text>
        <Code block dir="ltr">
          {advice.grants.join('\n')}
        </Code>
      </Notice>
    );
  }
  const { advised, queries, tried, how } = advice;
  return (
    <Stack>
      <ChangeUnderWay connection={connection} only={advised.map(({ index }) => index.name)} />
      {queries === 0 ? (
        <Notice tone="note" role="status" title={t('indexes.advice.nothing')} />
      ) : advised.length === 0 ? (
        <Notice tone="good" role="status" title={t('indexes.advice.enough')} />
      ) : (
        advised.map((one) => (
          <Advised key={one.index.name} advised={one} connection={connection} schema={schema} there={there} />
        ))
      )}
      <Text size="sm" c="dimmed">
        {t(`indexes.advice.how.${how}`, { queries, tried })}
      </Text>
    </Stack>
  );
}

/** Queries that are shown of those that an index helps. */
const shownQueries = 3;

function Advised({
  advised,
  connection,
  schema,
  there,
}: AdviceProps & { readonly advised: AdvisedIndex }): ReactElement {
  const { t } = useTranslation();
  const { bytes, count, milliseconds, rough } = useNumbers();
  const startJob = useConsole((store) => store.startJob);
  const isChanging = useIsChanging(connection);
  const { index, savedMs, writeMs, rowsWritten, bytes: size, queries } = advised;
  const isCounted = queries.some(({ totalMs }) => totalMs !== undefined);
  const keys = index.keys.map((key) => {
    if (key.kind === 'expression') return key.sql;
    return key.descending ? `${key.name} DESC` : key.name;
  });
  return (
    <Card component="section" aria-label={index.name}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={4} flex="1 1 20rem" miw={0}>
          <Text fw={600}>
            <span className="verbatim">{`${index.table}(${keys.join(', ')})`}</span>
          </Text>
          <Text size="sm">
            {isCounted ? `${t('indexes.advice.saves', { time: milliseconds(savedMs) })} ` : ''}
            {t('indexes.advice.costs', { size: bytes(size) })}
            {isCounted
              ? ` ${t('indexes.advice.writes', { time: milliseconds(writeMs), rows: count(rowsWritten) })}`
              : ''}
          </Text>
          {queries.slice(0, shownQueries).map(({ sql, calls, costWithout, costWith }) => (
            <div key={sql}>
              <Text size="sm" c="dimmed">
                {t('indexes.advice.query', {
                  times: rough(costWithout / Math.max(costWith, 0.001)),
                  calls: count(calls),
                })}
              </Text>
              <StatementText sql={sql} />
            </div>
          ))}
        </Stack>
        {there.includes(index.name) ? (
          <Marked tone="good">{t('indexes.state.there')}</Marked>
        ) : (
          <Button
            variant="default"
            disabled={isChanging}
            aria-label={t('indexes.do.createNamed', { name: index.name })}
            onClick={() =>
              void startJob({ kind: 'change index', connection, schema, change: { kind: 'create', index } })
            }
          >
            {t('indexes.do.create')}
          </Button>
        )}
      </Group>
    </Card>
  );
}
