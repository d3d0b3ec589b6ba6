import { Card, Grid, Stack, Tabs, Text, Title } from '@mantine/core';
import { type ReactElement, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResultOf } from '../../../shared/console/job.ts';
import type { Source as SourceFacts } from '../../../shared/source.ts';
import { Facts } from '../../components/facts.tsx';
import { Failure } from '../../components/failure.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { Mark, Marked } from '../../components/mark.tsx';
import { Notice } from '../../components/notice.tsx';
import { useNumbers } from '../../components/numbers.ts';
import { Screen } from '../../components/screen.tsx';
import { useConsole, useJob } from '../../stores/console.ts';
import { openPath } from '../../stores/open-path.ts';
import { Preview } from './preview.tsx';
import { Relations } from './relations.tsx';
import { TableList } from './table-list.tsx';

/** What is in the file. */
export default function Source(): ReactElement {
  const { t } = useTranslation();
  const path = useConsole(({ console }) => console?.line.path);
  const goTo = useConsole((store) => store.goTo);
  const startJob = useConsole((store) => store.startJob);
  const job = useJob('open', (asked) => asked.path === path);
  const isNeeded = path !== undefined && job === undefined;
  useEffect(() => {
    if (isNeeded) void startJob({ kind: 'open', path });
  }, [isNeeded, path, startJob]);
  const opened = job?.status === 'done' && job.result.kind === 'open' ? job.result : undefined;
  const again = () => path !== undefined && openPath(path);
  const next = {
    label: t('source.next'),
    onClick: () => void goTo('target'),
    disabled: opened === undefined,
  };
  const action = job?.status === 'cancelled' ? { label: t('words.again'), onClick: again } : next;
  return (
    <Screen
      title={t('source.title')}
      lead={t('source.lead')}
      back="welcome"
      action={job?.status === 'failed' ? undefined : action}
    >
      {job?.status === 'failed' ? (
        <Failure
          error={job.error}
          again={again}
          mend={{ label: t('source.another'), onClick: () => void goTo('welcome') }}
        />
      ) : null}
      {job?.status === 'cancelled' ? (
        <Notice tone="plain" title={t('source.cancelled')}>
          <Text>{t('source.cancelledText')}</Text>
        </Notice>
      ) : null}
      {job === undefined || job.status === 'running' || job.status === 'waiting' ? (
        <JobProgress job={job} label={t('source.reading')} />
      ) : null}
      {opened === undefined || path === undefined ? null : <Opened path={path} opened={opened} />}
    </Screen>
  );
}

interface OpenedProps {
  /** As it was opened; the source itself says where that leads. */
  readonly path: string;
  readonly opened: ResultOf<'open'>;
}

function Opened({ path, opened: { source, lastChange, inUse } }: OpenedProps): ReactElement {
  const { t } = useTranslation();
  const { bytes, moment } = useNumbers();
  const rows = source.tables.reduce((sum, table) => sum + table.rows, 0);
  return (
    <>
      <Card>
        <Stack>
          <Text>
            <span className="verbatim">{source.file.path}</span>
          </Text>
          <Facts
            facts={[
              { label: t('source.size'), value: bytes(source.file.bytes) },
              { label: t('source.changed'), value: moment(lastChange) },
              {
                label: t('source.content'),
                value: t('source.rows', { count: rows }),
                hint: t('source.inTables', { count: source.tables.length }),
              },
              {
                label: t('source.inUse'),
                value: (
                  <Marked tone={inUse ? 'care' : 'good'}>
                    {t(inUse ? 'source.isUsed' : 'source.isFree')}
                  </Marked>
                ),
              },
            ]}
          />
          {inUse ? (
            <Text size="sm" c="dimmed">
              {t('source.usedHint')}
            </Text>
          ) : null}
        </Stack>
      </Card>
      <Content path={path} source={source} />
      <Text size="sm" c="dimmed" style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
        <Mark tone="good" size={18} />
        {t('source.copyMade')}
      </Text>
    </>
  );
}

function Content({ path, source }: { path: string; source: SourceFacts }): ReactElement {
  const { t } = useTranslation();
  const [shown, setShown] = useState(source.tables.toSorted((one, other) => other.rows - one.rows)[0]?.name);
  const table = source.tables.find(({ name }) => name === shown);
  return (
    <Tabs defaultValue="rows" keepMounted={false}>
      <Tabs.List mb="md">
        <Tabs.Tab value="rows">{t('source.tab.rows')}</Tabs.Tab>
        <Tabs.Tab value="relations">{t('source.tab.relations')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="rows">
        <Grid>
          <Grid.Col span={{ base: 12, md: 4 }}>
            <Title order={2} size="h3" mb="xs">
              {t('source.tables')}
            </Title>
            <TableList tables={source.tables} shown={shown} show={setShown} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 8 }}>
            {table === undefined ? null : <Preview key={table.name} path={path} table={table} />}
          </Grid.Col>
        </Grid>
      </Tabs.Panel>
      <Tabs.Panel value="relations">
        <Relations tables={source.tables} />
      </Tabs.Panel>
    </Tabs>
  );
}
