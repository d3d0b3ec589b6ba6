import { Button, Card, Group, Stack, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { practiceConnection } from '../../../shared/console/connection.ts';
import { Failure } from '../../components/failure.tsx';
import { checkConnection } from '../../stores/check-connection.ts';
import { useConsole, useJob } from '../../stores/console.ts';
import { isUnderWay } from './target.tsx';

/** The PostgreSQL that comes with Rollcall: one click. */
export function Practice(): ReactElement {
  const { t } = useTranslation();
  const startJob = useConsole((store) => store.startJob);
  const isTarget = useConsole(({ console }) => console?.line.connection === practiceConnection);
  const passed = useConsole(({ console }) => console?.line.checked === true);
  const starting = useJob('practice', ({ action }) => action === 'start');
  const start = async () => {
    await startJob({ kind: 'practice', action: 'start' });
    await checkConnection(practiceConnection);
  };
  return (
    <Card>
      <Stack>
        <Text>{t('target.practice.explained')}</Text>
        <Group>
          <Button
            size="md"
            variant={isTarget && passed ? 'default' : 'filled'}
            leftSection={<IconPlayerPlay size={18} aria-hidden="true" />}
            loading={isUnderWay(starting)}
            onClick={() => void start()}
          >
            {t(isTarget && passed ? 'target.practice.again' : 'target.practice.start')}
          </Button>
        </Group>
        {starting?.status === 'failed' ? <Failure error={starting.error} /> : null}
      </Stack>
    </Card>
  );
}
