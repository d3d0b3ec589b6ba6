import { Button, Group, List, Modal, Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunSummary } from '../../../shared/console/channels.ts';
import { isolated } from '../../components/error-words.ts';
import { useNumbers } from '../../components/numbers.ts';
import { fileOf } from './with-words.ts';

interface RemoveQuestionProps {
  /** Which is meant; none, and nothing is asked. */
  readonly run: RunSummary | undefined;
  readonly close: () => void;
  readonly remove: (run: RunSummary) => void;
}

/** Asks before a run goes, and says what goes with it. */
export function RemoveQuestion({ run, close, remove }: RemoveQuestionProps): ReactElement | null {
  const { t } = useTranslation();
  const { moment } = useNumbers();
  if (run === undefined) return null;
  const file = isolated(run.source === undefined ? 'app.db' : fileOf(run.source));
  return (
    <Modal
      opened
      onClose={close}
      title={t('history.question.title', { moment: moment(run.startedAt) })}
      closeButtonProps={{ 'aria-label': t('words.close') }}
    >
      <Stack>
        <Text>{t('history.question.text')}</Text>
        <List spacing={4}>
          <List.Item>{t('history.question.copy', { file })}</List.Item>
          <List.Item>{t('history.question.report')}</List.Item>
        </List>
        <Text>{t('history.question.stays', { file })}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {t('history.question.no')}
          </Button>
          <Button
            color="red.9"
            onClick={() => {
              remove(run);
              close();
            }}
          >
            {t('history.question.yes')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
