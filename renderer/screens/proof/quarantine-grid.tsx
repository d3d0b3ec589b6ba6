import { Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDownload } from '@tabler/icons-react';
import { type ReactElement, useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorReport } from '../../../shared/errors/index.ts';
import type { QuarantineEntry } from '../../../shared/run.ts';
import { ask, reportOf } from '../../api/console.ts';
import { saveRun } from '../../api/save-run.ts';
import { useReasonWords } from '../../components/error-words.ts';
import { Failure } from '../../components/failure.tsx';
import { Loading } from '../../components/loading.tsx';
import { LongGrid } from '../../components/long-grid.tsx';
import { Notice } from '../../components/notice.tsx';
import { usePages } from '../../components/pages.ts';
import { PutAside } from './put-aside.tsx';

/** Rows that were put aside, each whole and with its reason. */
export function QuarantineGrid({ runId }: { runId: string }): ReactElement {
  const { t } = useTranslation();
  const [total, setTotal] = useState<number>();
  const [error, setError] = useState<ErrorReport>();
  useEffect(() => {
    ask('runs.quarantine', { runId, from: 0, count: 1 }).then(
      (answer) => setTotal(answer.total),
      (reason: unknown) => setError(reportOf(reason)),
    );
  }, [runId]);
  if (error) return <Failure error={error} />;
  if (total === undefined) return <Loading />;
  if (total === 0) {
    return (
      <Notice tone="good" title={t('proof.nothingAside')}>
        <Text>{t('proof.nothingAsideText')}</Text>
      </Notice>
    );
  }
  return <Entries runId={runId} total={total} />;
}

const columns = ['table', 'key', 'column', 'reason', 'action', 'row'] as const;
const widths: Readonly<Record<(typeof columns)[number], number>> = {
  table: 130,
  key: 120,
  column: 130,
  reason: 340,
  action: 160,
  row: 520,
};

function Entries({ runId, total }: { runId: string; total: number }): ReactElement {
  const { t } = useTranslation();
  const read = useCallback(
    async (from: number, count: number) => (await ask('runs.quarantine', { runId, from, count })).entries,
    [runId],
  );
  const reasonWords = useReasonWords();
  const [entry, setEntry] = useState<QuarantineEntry>();
  const [isOpen, dialog] = useDisclosure(false);
  const { row, want, error } = usePages(read, total);
  const heads = useMemo(
    () => columns.map((name) => ({ name: t(`proof.quarantine.${name}`), width: widths[name] })),
    [t],
  );
  const shown = (entry: QuarantineEntry, column: (typeof columns)[number]): string => {
    if (column === 'row') return JSON.stringify(entry.row);
    if (column === 'reason') return reasonWords(entry.reason).why;
    if (column === 'column') return entry.column ?? reasonWords(entry.reason).column ?? '';
    if (column === 'action') return t(`proof.action.${entry.action}`);
    return entry[column] ?? '';
  };
  if (error) return <Failure error={error} />;
  return (
    <Stack>
      <Group justify="space-between">
        <Text>{t('proof.asideText', { count: total })}</Text>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden="true" />}
          onClick={() => void saveRun(runId, 'csv')}
        >
          {t('proof.saveCsv')}
        </Button>
      </Group>
      <LongGrid
        label={t('proof.tab.aside', { count: total })}
        columns={heads}
        rowCount={total}
        cell={(index, column) => {
          const entry = row(index);
          const name = columns[column];
          return entry === undefined || name === undefined ? undefined : shown(entry, name);
        }}
        onSight={want}
        height={340}
        open={{
          label: (number) => t('proof.quarantine.open', { number }),
          row: (index) => {
            setEntry(row(index));
            dialog.open();
          },
        }}
      />
      {entry === undefined ? null : <PutAside entry={entry} opened={isOpen} close={dialog.close} />}
    </Stack>
  );
}
