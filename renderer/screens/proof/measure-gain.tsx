import { Button, Card, Group, Text, Title } from '@mantine/core';
import { IconGauge } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useView } from '../../stores/view.ts';

/** From the proof that everything arrived to the measure of what it brought. */
export function MeasureGain(): ReactElement {
  const { t } = useTranslation();
  const show = useView((view) => view.show);
  return (
    <Card>
      <Group justify="space-between" gap="md">
        <div>
          <Title order={2}>{t('loads.title')}</Title>
          <Text c="dimmed" maw="40rem">
            {t('loads.lead')}
          </Text>
        </div>
        <Button
          variant="default"
          leftSection={<IconGauge size={18} aria-hidden="true" />}
          onClick={() => show('loads')}
        >
          {t('loads.start')}
        </Button>
      </Group>
    </Card>
  );
}
