import { Button, Card, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../../stores/console.ts';
import { useView } from '../../stores/view.ts';

/** Nothing was moved yet: says what will be here, and leads to where it begins. */
export function NoRuns(): ReactElement {
  const { t } = useTranslation();
  const goTo = useConsole((store) => store.goTo);
  const show = useView((view) => view.show);
  const begin = () => {
    show(undefined);
    void goTo('welcome');
  };
  return (
    <Card py={56}>
      <Stack align="center" gap="sm" ta="center">
        <ThemeIcon size={56} radius="xl" variant="light" aria-hidden="true">
          <IconHistory size={30} stroke={1.6} />
        </ThemeIcon>
        <Title order={2}>{t('history.none')}</Title>
        <Text c="dimmed" maw="34rem" style={{ textWrap: 'balance' }}>
          {t('history.noneText')}
        </Text>
        <Button size="md" mt="xs" onClick={begin}>
          {t('history.begin')}
        </Button>
      </Stack>
    </Card>
  );
}
