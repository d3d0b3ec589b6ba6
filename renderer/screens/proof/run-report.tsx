import { Accordion, Card, Stack, Tabs, Text, Title } from '@mantine/core';
import { type ReactElement, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorReport } from '../../../shared/errors/index.ts';
import type { MigrationReport } from '../../../shared/run.ts';
import { ask, reportOf } from '../../api/console.ts';
import { useErrorWords } from '../../components/error-words.ts';
import { type Fact, Facts } from '../../components/facts.tsx';
import { Failure, HelpLink } from '../../components/failure.tsx';
import { Loading } from '../../components/loading.tsx';
import type { Tone } from '../../components/mark.tsx';
import { Notice } from '../../components/notice.tsx';
import { useNumbers } from '../../components/numbers.ts';
import { isQuestion, keyOf } from '../../stores/choices.ts';
import { FindingCard } from '../check/finding-card.tsx';
import { QuarantineGrid } from './quarantine-grid.tsx';
import { Times } from './times.tsx';
import { VerifiedTables } from './verified-tables.tsx';

/** Green is for what was verified, and for nothing else. */
export const tones: Readonly<Record<MigrationReport['outcome'], Tone>> = {
  verified: 'good',
  'verified with quarantine': 'care',
  'dry run': 'plain',
  refused: 'bad',
  failed: 'bad',
  cancelled: 'plain',
  unknown: 'bad',
};

/** The report of a run as a window shows it. */
export function RunReport({ runId }: { runId: string }): ReactElement {
  const [report, setReport] = useState<MigrationReport>();
  const [error, setError] = useState<ErrorReport>();
  useEffect(() => {
    ask('runs.report', { runId }).then(setReport, (reason: unknown) => setError(reportOf(reason)));
  }, [runId]);
  if (error) return <Failure error={error} />;
  return report === undefined ? <Loading /> : <Shown report={report} />;
}

function Shown({ report }: { report: MigrationReport }): ReactElement {
  const { t } = useTranslation();
  const { count, moment, seconds } = useNumbers();
  const rows = report.tables.reduce((sum, table) => sum + table.targetRows, 0);
  const aside = report.tables.reduce((sum, table) => sum + table.quarantined, 0);
  const repaired = report.tables.reduce((sum, table) => sum + table.repaired, 0);
  const remarks = report.findings.filter((finding) => !isQuestion(finding));
  // Phases run beside each other; reports of earlier versions have only them.
  const ms = report.ms ?? report.phases.reduce((sum, phase) => sum + phase.ms, 0);
  return (
    <Stack gap="lg">
      <Verdict report={report} rows={rows} aside={aside} />
      <Card>
        <Facts
          facts={[
            {
              label: t('proof.rowsArrived'),
              value: count(rows),
              hint: t('source.inTables', { count: report.tables.length }),
            },
            {
              label: t('proof.aside'),
              value: count(aside),
              hint: repaired > 0 ? t('proof.repaired', { count: repaired }) : undefined,
            },
            { label: t('proof.time'), value: seconds(ms / 1000), hint: moment(report.startedAt) },
            whereOf(report.target, t('proof.where')),
          ]}
        />
      </Card>
      <Tabs defaultValue="tables" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="tables">{t('proof.tab.tables')}</Tabs.Tab>
          <Tabs.Tab value="aside">{t('proof.tab.aside', { count: aside + repaired })}</Tabs.Tab>
          {remarks.length === 0 ? null : (
            <Tabs.Tab value="remarks">{t('proof.tab.remarks', { count: remarks.length })}</Tabs.Tab>
          )}
          <Tabs.Tab value="times">{t('proof.tab.times')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="tables">
          <VerifiedTables tables={report.tables} />
        </Tabs.Panel>
        <Tabs.Panel value="aside">
          <QuarantineGrid runId={report.runId} />
        </Tabs.Panel>
        <Tabs.Panel value="remarks">
          <Accordion multiple variant="separated" radius="lg">
            {remarks.map((finding) => (
              <FindingCard key={keyOf(finding)} finding={finding} choice={undefined} />
            ))}
          </Accordion>
        </Tabs.Panel>
        <Tabs.Panel value="times">
          <Times phases={report.phases} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

function Verdict({
  report,
  rows,
  aside,
}: {
  report: MigrationReport;
  rows: number;
  aside: number;
}): ReactElement {
  const { t } = useTranslation();
  const words = useErrorWords();
  const tone = tones[report.outcome];
  if ('error' in report) {
    const { what, todo } = words(report.error);
    return (
      <Notice tone={tone} title={t(`outcome.${report.outcome}`)}>
        <Text>{what}</Text>
        <Text>{todo}</Text>
        <HelpLink code={report.error.code} />
      </Notice>
    );
  }
  return (
    <Notice tone={tone} title={<Title order={2}>{t(`outcome.${report.outcome}`)}</Title>}>
      <Text>
        {t('proof.verdict', { count: rows })}
        {aside > 0 ? ` ${t('proof.verdictAside', { count: aside })}` : ''}
      </Text>
    </Notice>
  );
}

/** The database, and below it the server. */
function whereOf(target: string, label: string): Fact {
  const url = URL.canParse(target) ? new URL(target) : undefined;
  if (url === undefined || url.host === '')
    return { label, value: <span className="verbatim">{target}</span> };
  const database = decodeURIComponent(url.pathname.slice(1));
  return { label, value: <bdi>{database}</bdi>, hint: <span className="verbatim">{url.host}</span> };
}
