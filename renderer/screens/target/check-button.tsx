import { Button, Group } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { usePassedServer } from './passed-server.ts';

/** The one thing to do on the screen, until the check has passed and the way on is. */
export function CheckButton({ loading }: { loading: boolean }): ReactElement {
  const { t } = useTranslation();
  const passed = usePassedServer();
  return (
    <Group>
      <Button type="submit" size="md" variant={passed ? 'default' : 'filled'} loading={loading}>
        {t('target.checkIt')}
      </Button>
    </Group>
  );
}
