import { Button, Code, Group, Text } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionId } from '../../../shared/console/connection.ts';
import type { ErrorReport } from '../../../shared/errors/index.ts';
import type { Statements } from '../../../shared/monitor/statements.ts';
import { ask, reportOf } from '../../api/console.ts';
import { Failure, TopicLink } from '../../components/failure.tsx';
import { Notice } from '../../components/notice.tsx';
import { useMonitor } from '../../stores/monitor.ts';

type Missing = Exclude<Statements, { kind: 'read' }>;

/** What stands in a terminal, whatever the language. */
function remedyOf(absent: Missing): string {
  switch (absent.kind) {
    case 'not installed':
      return 'apt install postgresql-contrib';
    case 'not loaded':
      return "shared_preload_libraries = 'pg_stat_statements'";
    case 'not created':
      return 'CREATE EXTENSION pg_stat_statements;';
    case 'denied':
      return absent.grants.join('\n');
  }
}

function todoOf(absent: Missing): string {
  const isElsewhere = absent.kind === 'not created' && absent.create === 'on the primary';
  return isElsewhere ? 'monitor.onPrimary' : `monitor.absent.${absent.kind}.todo`;
}

interface AbsentStatementsProps {
  readonly absent: Missing;
  readonly connection: ConnectionId;
}

/** Why the server tells nothing of its statements, and what it takes to have them counted. */
export function AbsentStatements({ absent, connection }: AbsentStatementsProps): ReactElement {
  const { t } = useTranslation();
  const setStatements = useMonitor((store) => store.setStatements);
  const [error, setError] = useState<ErrorReport>();
  const [isBusy, setBusy] = useState(false);
  const create = async () => {
    setBusy(true);
    await ask('monitor.createStatements', { connection }).then(setStatements, (reason: unknown) =>
      setError(reportOf(reason)),
    );
    setBusy(false);
  };
  const mayCreate = absent.kind === 'not created' && absent.create === 'given';
  return (
    <Notice tone="note" title={t(`monitor.absent.${absent.kind}.title`)}>
      <Text>{t(`monitor.absent.${absent.kind}.text`)}</Text>
      {mayCreate ? (
        <Group>
          <Button loading={isBusy} onClick={() => void create()}>
            {t('monitor.absent.create')}
          </Button>
        </Group>
      ) : (
        <>
          <Text>{t(todoOf(absent))}</Text>
          <Code block dir="ltr">
            {remedyOf(absent)}
          </Code>
        </>
      )}
      {error ? <Failure error={error} /> : null}
      <Group>
        <TopicLink topic="slowQueries" />
      </Group>
    </Notice>
  );
}
