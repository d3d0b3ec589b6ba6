import { Box, Card, Group, Stack, Text, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { type Blocker, blockingTrees, heldUpBy } from '../../../shared/monitor/blocking.ts';
import type { Reading, Session } from '../../../shared/monitor/reading.ts';
import { isolated } from '../../components/error-words.ts';
import { TopicLink } from '../../components/failure.tsx';
import { Mark } from '../../components/mark.tsx';
import { useNumbers } from '../../components/numbers.ts';
import { StatementText } from './statement-text.tsx';
import { useSessionWords } from './words.ts';

/** Who waits for whom, when somebody does. */
export function Blocking({ reading: { waits, sessions } }: { reading: Reading }): ReactElement | null {
  const { t } = useTranslation();
  if (waits.length === 0) return null;
  const known = new Map(sessions.map((session) => [session.pid, session]));
  return (
    <Card>
      <Stack gap="sm">
        <Group gap="sm" wrap="nowrap">
          <Mark tone="care" size={26} />
          <div role="status">
            <Title order={2}>{t('monitor.blocking.title', { count: waits.length })}</Title>
          </div>
        </Group>
        <Text size="sm" c="dimmed">
          {t('monitor.blocking.text')}
        </Text>
        <Trees blockers={blockingTrees(waits)} known={known} />
        <Group>
          <TopicLink topic="locks" />
        </Group>
      </Stack>
    </Card>
  );
}

interface TreesProps {
  readonly blockers: readonly Blocker[];
  readonly known: ReadonlyMap<number, Session>;
}

function Trees({ blockers, known }: TreesProps): ReactElement {
  return (
    <Box component="ul" className="tree">
      {blockers.map((blocker) => (
        <li key={blocker.pid}>
          <Stack gap={2}>
            <BlockerLine blocker={blocker} session={known.get(blocker.pid)} />
          </Stack>
          {blocker.holdsUp.length === 0 ? null : <Trees blockers={blocker.holdsUp} known={known} />}
        </li>
      ))}
    </Box>
  );
}

function BlockerLine({ blocker, session }: { blocker: Blocker; session: Session | undefined }): ReactElement {
  const { t } = useTranslation();
  const { seconds } = useNumbers();
  const { who, state } = useSessionWords();
  const { pid, waits, holdsUp } = blocker;
  const on = waits === undefined ? '' : (waits.relation ?? t('monitor.blocking.something'));
  const said = [
    waits === undefined
      ? ''
      : waits.since === undefined
        ? t('monitor.blocking.waits', { on: isolated(on) })
        : t('monitor.blocking.waitsSince', { on: isolated(on), time: seconds(waits.since) }),
    waits === undefined && session !== undefined ? state(session) : '',
    holdsUp.length === 0 ? '' : t('monitor.blocking.holdsUp', { count: heldUpBy(blocker) }),
  ];
  return (
    <>
      <Text fw={600}>
        {session === undefined ? t(pid === 0 ? 'monitor.prepared' : 'monitor.gone') : who(session)}{' '}
        <Text span size="sm" c="dimmed" fw={400} className="tabular">
          {t('monitor.pid', { pid: String(pid) })}
        </Text>
      </Text>
      <Text size="sm">{said.filter(Boolean).join(' · ')}</Text>
      {session?.visible && session.query !== '' ? <StatementText sql={session.query} /> : null}
    </>
  );
}
