import { Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { IndexChange } from '../../../shared/index-change.ts';
import type { BareForeignKey } from '../../../shared/indexes.ts';

interface BareForeignKeysProps {
  readonly keys: readonly BareForeignKey[];
  readonly isBusy: boolean;
  readonly change: (wanted: IndexChange) => void;
}

/** Foreign keys that no index serves, with what that costs and a way to have one. */
export function BareForeignKeys({ keys, isBusy, change }: BareForeignKeysProps): ReactElement | null {
  const { t } = useTranslation();
  if (keys.length === 0) return null;
  return (
    <Stack gap="sm">
      <Title order={2}>{t('indexes.keys.title')}</Title>
      <Text maw="46rem">{t('indexes.keys.text')}</Text>
      <Card padding="xs">
        {keys.map((key) => (
          <Group
            key={`${key.table} ${key.name}`}
            justify="space-between"
            gap="sm"
            p="xs"
            className="check-line"
          >
            <Stack gap={0} flex="1 1 16rem" miw={0}>
              <Text size="sm">
                <span className="verbatim">{`${key.table}(${key.columns.join(', ')}) → ${key.parent}`}</span>
              </Text>
              {key.rows === undefined ? null : (
                <Text size="xs" c="dimmed">
                  {t('words.rows', { count: key.rows })}
                </Text>
              )}
            </Stack>
            <Button
              size="xs"
              variant="default"
              disabled={isBusy}
              aria-label={t('indexes.do.createNamed', { name: key.index.name })}
              onClick={() => change({ kind: 'create', index: key.index })}
            >
              {t('indexes.do.create')}
            </Button>
          </Group>
        ))}
      </Card>
    </Stack>
  );
}
