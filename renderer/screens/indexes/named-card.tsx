import { Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { creationOf, type IndexChange } from '../../../shared/index-change.ts';
import type { IndexEffect } from '../../../shared/index-effect.ts';
import type { IndexVerdict, LiveIndex, NamedIndexState } from '../../../shared/indexes.ts';
import { isolated } from '../../components/error-words.ts';
import { Marked, type Tone } from '../../components/mark.tsx';
import { useNumbers } from '../../components/numbers.ts';
import { Effect } from './effect.tsx';
import { IndexMenu } from './index-menu.tsx';
import { VerdictLines } from './verdicts.tsx';

interface NamedCardProps {
  readonly named: NamedIndexState;
  /** As it is on the server, where it is there. */
  readonly index: LiveIndex | undefined;
  /** As it was measured last. */
  readonly effect: IndexEffect | undefined;
  /** Nothing else is missing, so that it is the one thing to do here. */
  readonly isOnly: boolean;
  readonly isBusy: boolean;
  readonly change: (wanted: IndexChange) => void;
  readonly drop: (index: LiveIndex) => void;
}

const tones: Readonly<Record<NamedIndexState['state']['kind'], Tone>> = {
  there: 'good',
  served: 'good',
  missing: 'care',
  invalid: 'bad',
  'being built': 'note',
  'does not apply': 'plain',
  'name taken': 'care',
};

/** Its state and its uses are said anyway. */
function isNews({ kind }: IndexVerdict): boolean {
  return kind === 'duplicate' || kind === 'covered' || kind === 'bloated';
}

/** One of the four indexes of the school application: whether it is there, for which screen, and what to do. */
export function NamedCard(props: NamedCardProps): ReactElement {
  const { named, index, effect, isOnly, isBusy, change, drop } = props;
  const { name, table, columns, state } = named;
  const { t } = useTranslation();
  const { bytes } = useNumbers();
  const creation = creationOf(named);
  const facts = Object.fromEntries(Object.entries(state).map(([fact, value]) => [fact, isolated(value)]));
  return (
    <Card padding="md" component="section" aria-label={name}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={4} flex="1 1 20rem" miw={0}>
          <Title order={3}>{t(`report.screen.${name}`, { defaultValue: named.screen })}</Title>
          <Text size="sm">{t(`plan.indexes.why.${name}`, { defaultValue: '' })}</Text>
          <Text size="sm" c="dimmed">
            <span className="verbatim">{`${name}  ${table}(${columns.join(', ')})`}</span>
          </Text>
          {index === undefined ? null : (
            <VerdictLines index={index} verdicts={index.verdicts.filter(isNews)} />
          )}
          {effect === undefined ? null : <Effect found={effect.found} />}
        </Stack>
        <Group gap="md" wrap="nowrap">
          <Stack gap={2} align="flex-end">
            <Marked tone={tones[state.kind]}>{t(`indexes.state.${state.kind}`, facts)}</Marked>
            {state.kind === 'there' && index !== undefined ? (
              <Text size="sm" c="dimmed" className="tabular">
                {bytes(index.bytes)}
                {' · '}
                {index.scans === 0 ? t('indexes.notUsed') : t('indexes.uses', { count: index.scans })}
              </Text>
            ) : null}
          </Stack>
          {creation === undefined ? null : (
            <Button
              variant={isOnly ? 'filled' : 'default'}
              disabled={isBusy}
              aria-label={t(`indexes.do.${creation.kind}Named`, { name })}
              onClick={() => change(creation)}
            >
              {t(`indexes.do.${creation.kind}`)}
            </Button>
          )}
          {index === undefined || creation !== undefined ? null : (
            <IndexMenu index={index} isBusy={isBusy} change={change} drop={drop} />
          )}
        </Group>
      </Group>
    </Card>
  );
}
