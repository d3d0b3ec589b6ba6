import { Card } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Unreadable } from '../../../shared/console/channels.ts';
import { useNumbers } from '../../components/numbers.ts';
import { UnreadableRow } from '../../components/unreadable-row.tsx';
import type { RemovableRun } from './remove-run-question.tsx';

interface UnreadableRunsProps {
  readonly runs: readonly Unreadable[];
  readonly remove: (run: RemovableRun) => void;
}

/** Runs whose reports can't be shown any more; their copies of the file may still take room. */
export function UnreadableRuns({ runs, remove }: UnreadableRunsProps): ReactElement | null {
  const { t } = useTranslation();
  const { moment } = useNumbers();
  if (runs.length === 0) return null;
  return (
    <Card padding={6}>
      {runs.map(({ id, startedAt }) => (
        <UnreadableRow
          key={id}
          moment={moment(startedAt)}
          size="lg"
          why={t('history.unreadable')}
          removeLabel={t('history.remove', { moment: moment(startedAt) })}
          remove={() => remove({ runId: id, startedAt })}
        />
      ))}
    </Card>
  );
}
