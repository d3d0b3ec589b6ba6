import { Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorReport } from '../../../shared/errors/index.ts';
import { ask } from '../../api/console.ts';
import { Failure } from '../../components/failure.tsx';
import { FilePicker } from '../../components/file-picker.tsx';
import { useConsole } from '../../stores/console.ts';
import { saveAndCheck } from '../../stores/save-connection.ts';
import { usePassedServer } from './passed-server.ts';

/** A server by the DATABASE_URL of the school application's own settings. */
export function FromEnv(): ReactElement {
  const { t } = useTranslation();
  const door = useConsole(({ console }) => console?.door);
  const passed = usePassedServer();
  const [picking, picker] = useDisclosure(false);
  const [error, setError] = useState<ErrorReport>();
  const read = async (path: string) => {
    setError(await saveAndCheck({ name: '', at: { kind: 'env', path }, saved: 'once let in' }));
  };
  const pick = async () => {
    if (door === 'browser') return picker.open();
    const { path } = await ask('files.pick', { what: 'env' });
    if (path !== undefined) await read(path);
  };
  return (
    <Stack>
      <Text>{t('target.envHint')}</Text>
      {error ? <Failure error={error} /> : null}
      <Group>
        <Button size="md" variant={passed ? 'default' : 'filled'} onClick={() => void pick()}>
          {t('target.pickEnv')}
        </Button>
      </Group>
      <FilePicker opened={picking} close={picker.close} choose={(path) => void read(path)} what="env" />
    </Stack>
  );
}
