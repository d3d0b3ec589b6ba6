import {
  ActionIcon,
  Button,
  Card,
  Group,
  Select,
  Stack,
  Text,
  TextInput,
  UnstyledButton,
} from '@mantine/core';
import { IconArrowRight, IconSearch, IconTrash } from '@tabler/icons-react';
import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunSummary } from '../../../shared/console/channels.ts';
import { Outcome } from '../../../shared/run.ts';
import { Mark } from '../../components/mark.tsx';
import { Notice } from '../../components/notice.tsx';
import { useNumbers } from '../../components/numbers.ts';
import { tones } from '../proof/run-report.tsx';
import { fileOf, withWords } from './with-words.ts';

interface RunListProps {
  readonly runs: readonly RunSummary[];
  readonly show: (run: RunSummary) => void;
  readonly remove: (run: RunSummary) => void;
}

/** Runs, those alone that came out in one way or say certain words where a person asks for them. */
export function RunList({ runs, show, remove }: RunListProps): ReactElement {
  const { t } = useTranslation();
  const { moment } = useNumbers();
  const [words, setWords] = useState('');
  const [outcome, setOutcome] = useState<Outcome>();
  const there = Outcome.options.filter((known) => runs.some((run) => run.outcome === known));
  const said = (run: RunSummary) => [
    t(`outcome.${run.outcome}`),
    moment(run.startedAt),
    run.source ?? '',
    run.target,
  ];
  const found = withWords(
    runs.filter((run) => outcome === undefined || run.outcome === outcome),
    words,
    said,
  );
  const showAll = () => {
    setWords('');
    setOutcome(undefined);
  };
  return (
    <Stack>
      <Group align="flex-end" gap="sm" role="search">
        <TextInput
          type="search"
          flex="2 1 16rem"
          label={t('history.search')}
          placeholder={t('history.searchHint')}
          leftSection={<IconSearch size={16} aria-hidden="true" />}
          value={words}
          onChange={({ currentTarget }) => setWords(currentTarget.value)}
        />
        <Select
          flex="1 1 14rem"
          label={t('history.outcome')}
          allowDeselect={false}
          data={[
            { value: '', label: t('history.anyOutcome') },
            ...there.map((value) => ({ value, label: t(`outcome.${value}`) })),
          ]}
          value={outcome ?? ''}
          onChange={(value) => setOutcome(there.find((known) => known === value))}
        />
      </Group>
      <Text size="sm" c="dimmed" role="status">
        {t('history.found', { count: found.length })}
      </Text>
      {found.length === 0 ? (
        <Notice tone="plain" title={t('history.nothing')}>
          <Text>{t('history.nothingText')}</Text>
          <Group>
            <Button variant="default" onClick={showAll}>
              {t('history.showAll')}
            </Button>
          </Group>
        </Notice>
      ) : (
        <Card padding={6}>
          {found.map((run) => (
            <Run key={run.runId} run={run} show={() => show(run)} remove={() => remove(run)} />
          ))}
        </Card>
      )}
    </Stack>
  );
}

interface RunProps {
  readonly run: RunSummary;
  readonly show: () => void;
  readonly remove: () => void;
}

function Run({ run, show, remove }: RunProps): ReactElement {
  const { t } = useTranslation();
  const { moment } = useNumbers();
  return (
    <Group wrap="nowrap" gap={4}>
      <UnstyledButton className="row-button" flex={1} miw={0} onClick={show}>
        <Group wrap="nowrap" gap="md">
          <Mark tone={tones[run.outcome]} size={24} />
          <Stack gap={2} flex={1} miw={0}>
            <Text fw={600}>{t(`outcome.${run.outcome}`)}</Text>
            <Text size="sm" c="dimmed">
              {moment(run.startedAt)}
              {' · '}
              {t('source.rows', { count: run.rows })}
              {run.quarantined > 0 ? ` · ${t('history.aside', { count: run.quarantined })}` : ''}
            </Text>
            <Text size="xs" c="dimmed" className="verbatim">
              {run.source === undefined ? '' : `${fileOf(run.source)} → `}
              {run.target}
            </Text>
          </Stack>
          <IconArrowRight size={18} className="mirrored" aria-hidden="true" />
        </Group>
      </UnstyledButton>
      <ActionIcon
        variant="subtle"
        size="lg"
        aria-label={t('history.remove', { moment: moment(run.startedAt) })}
        onClick={remove}
      >
        <IconTrash size={18} aria-hidden="true" />
      </ActionIcon>
    </Group>
  );
}
