import { ActionIcon, Button, Card, Checkbox, Group, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Unreadable } from '../../../shared/console/channels.ts';
import type { LoadSummary } from '../../../shared/load-test.ts';
import { useNumbers } from '../../components/numbers.ts';
import { RemoveQuestion } from '../../components/remove-question.tsx';
import { UnreadableRow } from '../../components/unreadable-row.tsx';

interface KeptProps {
  readonly loads: readonly LoadSummary[];
  readonly unreadable: readonly Unreadable[];
  readonly show: (id: string) => void;
  readonly compare: (one: string, other: string) => void;
  readonly remove: (id: string) => void;
}

/** Load tests of before: looked at again, any two laid side by side, thrown away. */
export function Kept({ loads, unreadable, show, compare, remove }: KeptProps): ReactElement | null {
  const { t } = useTranslation();
  const { moment, seconds } = useNumbers();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [removing, setRemoving] = useState<Pick<LoadSummary, 'id' | 'startedAt'>>();
  if (loads.length === 0 && unreadable.length === 0) return null;
  const [one, other] = loads
    .map(({ id }) => id)
    .filter((id) => chosen.includes(id))
    .toReversed();
  return (
    <Card component="section" aria-label={t('loads.kept.title')}>
      <Stack gap="xs">
        <Group justify="space-between">
          <Title order={2} size="h3">
            {t('loads.kept.title')}
          </Title>
          {loads.length < 2 ? null : (
            <Button
              variant="default"
              disabled={one === undefined || other === undefined}
              onClick={() => {
                if (one !== undefined && other !== undefined) compare(one, other);
              }}
            >
              {t('loads.kept.compare')}
            </Button>
          )}
        </Group>
        {loads.length < 2 ? null : (
          <Text size="sm" c="dimmed">
            {t('loads.kept.how')}
          </Text>
        )}
        {loads.map((load) => {
          const { id, startedAt, outcome, source, target, scenarios, ms } = load;
          return (
            <Group key={id} wrap="nowrap" gap="sm">
              {loads.length < 2 ? null : (
                <Checkbox
                  aria-label={t('loads.kept.choose', { moment: moment(startedAt) })}
                  checked={chosen.includes(id)}
                  onChange={({ currentTarget }) =>
                    setChosen((before) =>
                      currentTarget.checked
                        ? [...before.slice(-1), id]
                        : before.filter((known) => known !== id),
                    )
                  }
                />
              )}
              <UnstyledButton className="row-button" onClick={() => show(id)}>
                <Text fw={600}>{moment(startedAt)}</Text>
                <Text size="sm" c="dimmed">
                  {t('loads.kept.facts', { count: scenarios, time: seconds(Math.round(ms / 1000)) })}
                  {outcome === 'cancelled' ? ` · ${t('loads.kept.cancelled')}` : ''}
                </Text>
                <Text size="xs" c="dimmed" className="verbatim">
                  {source.split(/[\\/]/).at(-1)} → {target}
                </Text>
              </UnstyledButton>
              <ActionIcon
                variant="subtle"
                aria-label={t('loads.kept.remove', { moment: moment(startedAt) })}
                onClick={() => setRemoving(load)}
              >
                <IconTrash size={18} aria-hidden="true" />
              </ActionIcon>
            </Group>
          );
        })}
        {unreadable.map((load) => (
          <UnreadableRow
            key={load.id}
            moment={moment(load.startedAt)}
            size="md"
            why={t('loads.kept.unreadable')}
            removeLabel={t('loads.kept.remove', { moment: moment(load.startedAt) })}
            remove={() => setRemoving(load)}
          />
        ))}
      </Stack>
      {removing === undefined ? null : (
        <RemoveQuestion
          title={t('loads.kept.question.title', { moment: moment(removing.startedAt) })}
          no={t('loads.kept.question.no')}
          yes={t('loads.kept.question.yes')}
          close={() => setRemoving(undefined)}
          remove={() => remove(removing.id)}
        >
          <Text>{t('loads.kept.question.text')}</Text>
        </RemoveQuestion>
      )}
    </Card>
  );
}
