import { Box, Button, Card, Group, Loader, Stack, Text } from '@mantine/core';
import { type ReactElement, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type ConnectionCheck, connectionChecks } from '../../../shared/console/connection.ts';
import type { JobState } from '../../../shared/console/job.ts';
import { useErrorWords, useFacts } from '../../components/error-words.ts';
import { HelpLink } from '../../components/failure.tsx';
import { Mark, type Tone } from '../../components/mark.tsx';
import { checkConnection } from '../../stores/check-connection.ts';
import { useConsole } from '../../stores/console.ts';
import { Verdict } from './verdict.tsx';

const tones: Readonly<Record<ConnectionCheck['outcome'], Tone>> = {
  passed: 'good',
  noted: 'note',
  failed: 'bad',
  'not reached': 'plain',
};

/** The checks of a connection, one after the other, each with what to do where it failed. */
export function Checks({ job, connection }: { job: JobState; connection: string }): ReactElement {
  const card = useRef<HTMLDivElement>(null);
  // Asked for above, below the edge of the window perhaps.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once a check
  useEffect(() => {
    card.current?.scrollIntoView({ block: 'nearest' });
  }, [job.id]);
  const made = checksOf(job);
  const isRunning = job.status === 'running' || job.status === 'waiting';
  return (
    <Card ref={card} style={{ scrollMarginBlock: '1rem 6rem' }}>
      <Stack gap="sm">
        <Verdict job={job} connection={connection} />
        <Box component="ol" p={0} m={0} style={{ listStyle: 'none' }}>
          {connectionChecks.map((name, index) => (
            <CheckLine
              key={name}
              name={name}
              check={made.find(({ check }) => check === name)}
              isNext={isRunning && index === made.length}
              connection={connection}
            />
          ))}
        </Box>
      </Stack>
    </Card>
  );
}

function checksOf(job: JobState): readonly ConnectionCheck[] {
  if (job.status === 'running') return job.checks;
  return job.status === 'done' && job.result.kind === 'check connection' ? job.result.checks : [];
}

interface CheckLineProps {
  readonly name: ConnectionCheck['check'];
  readonly check: ConnectionCheck | undefined;
  readonly isNext: boolean;
  readonly connection: string;
}

function CheckLine({ name, check, isNext, connection }: CheckLineProps): ReactElement {
  const { t } = useTranslation();
  return (
    <Group component="li" wrap="nowrap" align="flex-start" py={7} gap="sm" className="check-line">
      {check === undefined ? (
        <Box w={22} h={22}>
          {isNext ? <Loader size={20} aria-label={t('words.loading')} /> : null}
        </Box>
      ) : (
        <Mark tone={tones[check.outcome]} label={t(`target.outcome.${check.outcome}`)} />
      )}
      <Stack gap={2} flex={1} miw={0}>
        <Text fw={550} {...(check === undefined || check.outcome === 'not reached' ? { c: 'dimmed' } : {})}>
          {t([`target.check.${name}.${wordFor(check)}`, `target.check.${name}.open`])}
        </Text>
        {check === undefined ? null : <Outcome check={check} connection={connection} />}
      </Stack>
    </Group>
  );
}

/** What came of a check has words of its own, where it can; until then it is named by what it looks at. */
function wordFor(check: ConnectionCheck | undefined): string {
  if (check === undefined || check.outcome === 'not reached') return 'open';
  return isPlain(check) ? 'plain' : check.outcome;
}

/** A connection that doesn't leave this computer. */
function isPlain(check: ConnectionCheck): boolean {
  return check.outcome === 'passed' && check.facts['encrypted'] === false;
}

function Outcome({ check, connection }: { check: ConnectionCheck; connection: string }): ReactElement {
  const { t, i18n } = useTranslation();
  const words = useErrorWords();
  const told = useFacts();
  switch (check.outcome) {
    case 'passed': {
      const key = `target.passed.${check.check}${isPlain(check) ? ' plain' : ''}`;
      return (
        <Text size="sm" c="dimmed">
          {i18n.exists(key) ? t(key, told(check.facts)) : ''}
        </Text>
      );
    }
    case 'not reached':
      return (
        <Text size="sm" c="dimmed">
          {t('target.notReached')}
        </Text>
      );
    case 'noted':
    case 'failed': {
      const { what, todo } = words(check.remedy);
      return (
        <Stack gap={4} align="flex-start">
          <Text size="sm">{what}</Text>
          <Text size="sm" c="dimmed">
            {todo}
          </Text>
          {check.remedy.code === 'database-can-be-created' ? (
            <CreateDatabase connection={connection} />
          ) : null}
          <HelpLink code={check.remedy.code} />
        </Stack>
      );
    }
  }
}

function CreateDatabase({ connection }: { connection: string }): ReactElement {
  const { t } = useTranslation();
  const startJob = useConsole((store) => store.startJob);
  const create = async () => {
    await startJob({ kind: 'create database', connection });
    await checkConnection(connection);
  };
  return (
    <Button size="xs" variant="light" onClick={() => void create()}>
      {t('target.checks.create')}
    </Button>
  );
}
