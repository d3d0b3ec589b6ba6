import { Card, Checkbox, Stack, Text, Title } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';

const tasks = ['show', 'stop', 'env', 'start', 'look', 'keep'] as const;

/** What remains to be done in the school, to be ticked off. */
export function NextSteps(): ReactElement {
  const { t } = useTranslation();
  const [done, setDone] = useState<ReadonlySet<string>>(new Set());
  const toggle = (task: string) =>
    setDone((before) => {
      const after = new Set(before);
      if (!after.delete(task)) after.add(task);
      return after;
    });
  return (
    <Card>
      <Stack gap="sm">
        <div>
          <Title order={2}>{t('next.title')}</Title>
          <Text c="dimmed">{t('next.text')}</Text>
        </div>
        {tasks.map((task) => (
          <Checkbox
            key={task}
            label={t(`next.${task}.label`)}
            description={t(`next.${task}.text`)}
            checked={done.has(task)}
            onChange={() => toggle(task)}
          />
        ))}
      </Stack>
    </Card>
  );
}
