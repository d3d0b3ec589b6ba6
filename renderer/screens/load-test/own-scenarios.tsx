import { ActionIcon, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scenario } from '../../../shared/scenario.ts';
import { ScenarioForm } from './scenario-form.tsx';

interface OwnScenariosProps {
  readonly scenarios: readonly Scenario[];
  readonly save: (scenario: Scenario) => Promise<void>;
  readonly remove: (name: string) => Promise<void>;
}

/** What this school's people do that the built-in scenarios don't know of. */
export function OwnScenarios({ scenarios, save, remove }: OwnScenariosProps): ReactElement {
  const { t } = useTranslation();
  const [editing, setEditing] = useState<Scenario | 'new'>();
  return (
    <Card component="section" aria-label={t('loads.own.title')}>
      <Stack gap="sm">
        <div>
          <Title order={2} size="h3">
            {t('loads.own.title')}
          </Title>
          <Text size="sm" c="dimmed" maw="44rem">
            {t('loads.own.lead')}
          </Text>
        </div>
        {scenarios.map((scenario) => (
          <Group key={scenario.name} justify="space-between" wrap="nowrap">
            <Text>
              <bdi>{scenario.screen}</bdi>
            </Text>
            <Group gap={4} wrap="nowrap">
              <ActionIcon
                variant="subtle"
                aria-label={t('loads.own.edit', { name: scenario.screen })}
                onClick={() => setEditing(scenario)}
              >
                <IconPencil size={18} aria-hidden="true" />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                aria-label={t('loads.own.remove', { name: scenario.screen })}
                onClick={() => void remove(scenario.name)}
              >
                <IconTrash size={18} aria-hidden="true" />
              </ActionIcon>
            </Group>
          </Group>
        ))}
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden="true" />}
            onClick={() => setEditing('new')}
          >
            {t('loads.own.add')}
          </Button>
        </Group>
      </Stack>
      {editing === undefined ? null : (
        <ScenarioForm
          given={editing === 'new' ? undefined : editing}
          taken={scenarios.map(({ name }) => name)}
          close={() => setEditing(undefined)}
          accept={async (scenario) => {
            await save(scenario);
            setEditing(undefined);
          }}
        />
      )}
    </Card>
  );
}
