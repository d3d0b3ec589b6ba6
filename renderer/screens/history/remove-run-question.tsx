import { List, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunSummary } from '../../../shared/console/channels.ts';
import { isolated } from '../../components/error-words.ts';
import { useNumbers } from '../../components/numbers.ts';
import { RemoveQuestion } from '../../components/remove-question.tsx';
import { fileOf } from './with-words.ts';

/** A run, of which nothing more may be known. */
export type RemovableRun = Pick<RunSummary, 'runId' | 'startedAt' | 'source'>;

interface RemoveRunQuestionProps {
  /** Which is meant; none, and nothing is asked. */
  readonly run: RemovableRun | undefined;
  readonly close: () => void;
  readonly remove: (run: RemovableRun) => void;
}

/** Asks before a run goes, and says what goes with it. */
export function RemoveRunQuestion({ run, close, remove }: RemoveRunQuestionProps): ReactElement | null {
  const { t } = useTranslation();
  const { moment } = useNumbers();
  if (run === undefined) return null;
  const file = isolated(run.source === undefined ? 'app.db' : fileOf(run.source));
  return (
    <RemoveQuestion
      title={t('history.question.title', { moment: moment(run.startedAt) })}
      no={t('history.question.no')}
      yes={t('history.question.yes')}
      close={close}
      remove={() => remove(run)}
    >
      <Text>{t('history.question.text')}</Text>
      <List spacing={4}>
        <List.Item>{t('history.question.copy', { file })}</List.Item>
        <List.Item>{t('history.question.report')}</List.Item>
      </List>
      <Text>{t('history.question.stays', { file })}</Text>
    </RemoveQuestion>
  );
}
