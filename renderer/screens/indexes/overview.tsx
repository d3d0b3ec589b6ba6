import { Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { IconGauge, IconRefresh } from '@tabler/icons-react';
import { type ReactElement, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionId } from '../../../shared/console/connection.ts';
import { creationOf, type IndexChange } from '../../../shared/index-change.ts';
import {
  hasNoTables,
  type IndexReport,
  type LiveIndex,
  type NamedIndexState,
} from '../../../shared/indexes.ts';
import { isolated } from '../../components/error-words.ts';
import { Marked } from '../../components/mark.tsx';
import { Notice } from '../../components/notice.tsx';
import { useNumbers } from '../../components/numbers.ts';
import { useConsole } from '../../stores/console.ts';
import { BareForeignKeys } from './bare-foreign-keys.tsx';
import { ChangeUnderWay, useIsChanging } from './change-under-way.tsx';
import { DropQuestion } from './drop-question.tsx';
import { IndexTable } from './index-table.tsx';
import { MeasurementState, useMeasurement } from './measure.tsx';
import { NamedCard } from './named-card.tsx';

interface OverviewProps {
  readonly report: IndexReport;
  readonly connection: ConnectionId;
  readonly isReading: boolean;
  readonly readAnew: () => void;
}

/** All indexes of a schema, and what may be done with each. */
export function Overview(props: OverviewProps): ReactElement {
  return hasNoTables(props.report) ? <NoTables {...props} /> : <AllIndexes {...props} />;
}

function NoTables({ report: { schema, schemas }, isReading, readAnew }: OverviewProps): ReactElement {
  const { t } = useTranslation();
  const { list } = useNumbers();
  return (
    <Notice tone="note" role="status" title={t('indexes.noTables.title', { schema: isolated(schema) })}>
      <Text>
        {schemas.length === 0
          ? t('indexes.noTables.none')
          : t('indexes.noTables.elsewhere', { schemas: list(schemas.map(isolated)) })}
      </Text>
      <Group>
        <ReadAnew isReading={isReading} readAnew={readAnew} />
      </Group>
    </Notice>
  );
}

function ReadAnew({ isReading, readAnew }: Pick<OverviewProps, 'isReading' | 'readAnew'>): ReactElement {
  const { t } = useTranslation();
  return (
    <Button
      variant="default"
      loading={isReading}
      leftSection={<IconRefresh size={16} aria-hidden="true" />}
      onClick={readAnew}
    >
      {t('indexes.readAnew')}
    </Button>
  );
}

function AllIndexes({ report, connection, isReading, readAnew }: OverviewProps): ReactElement {
  const { t } = useTranslation();
  const { moment } = useNumbers();
  const { schema, named, indexes, bareForeignKeys, countedSince, alsoUsedBy } = report;
  const startJob = useConsole((store) => store.startJob);
  const [dropping, setDropping] = useState<LiveIndex>();
  const isBusy = useIsChanging(connection);
  const { job: measuring, effects } = useMeasurement(connection, schema);
  const isMeasuring = measuring?.status === 'running' || measuring?.status === 'waiting';
  const change = useCallback(
    (wanted: IndexChange) => void startJob({ kind: 'change index', connection, schema, change: wanted }),
    [startJob, connection, schema],
  );
  const missing = named.flatMap((one) => creationOf(one) ?? []);
  const own = new Map(named.map((one) => [one.name, ownIndex(one, indexes)]));
  const others = indexes.filter((index) => own.get(index.name) !== index);
  return (
    <Stack gap="lg">
      <ChangeUnderWay connection={connection} />
      <Group justify="space-between" gap="sm">
        <Title order={2}>{t('indexes.named.title')}</Title>
        <Group gap="sm">
          {missing.length > 1 ? (
            <Button disabled={isBusy} onClick={() => missing.map(change)}>
              {t('indexes.named.createAll')}
            </Button>
          ) : null}
          <Button
            variant="default"
            loading={isMeasuring}
            leftSection={<IconGauge size={16} aria-hidden="true" />}
            onClick={() => void startJob({ kind: 'measure indexes', connection, schema })}
          >
            {t('indexes.effect.action')}
          </Button>
          <ReadAnew isReading={isReading} readAnew={readAnew} />
        </Group>
      </Group>
      <Text maw="46rem">{t('plan.indexes.text')}</Text>
      <MeasurementState job={measuring} />
      <Stack gap="sm">
        {named.map((one) => (
          <NamedCard
            key={one.name}
            named={one}
            index={own.get(one.name)}
            effect={effects.find(({ name }) => name === one.name)}
            isOnly={missing.length === 1}
            isBusy={isBusy}
            change={change}
            drop={setDropping}
          />
        ))}
      </Stack>
      <Title order={2}>{t('indexes.others.title')}</Title>
      <Text size="sm" c="dimmed">
        {countedSince === undefined
          ? t('indexes.counted')
          : t('indexes.countedSince', { moment: moment(countedSince) })}
      </Text>
      {alsoUsedBy === undefined ? null : <Marked tone="care">{t(`indexes.elsewhere.${alsoUsedBy}`)}</Marked>}
      {others.length === 0 ? (
        <Notice tone="plain" title={t('indexes.others.none')} />
      ) : (
        <Card padding="xs">
          <IndexTable indexes={others} isBusy={isBusy} change={change} drop={setDropping} />
        </Card>
      )}
      <BareForeignKeys keys={bareForeignKeys} isBusy={isBusy} change={change} />
      <DropQuestion index={dropping} close={() => setDropping(undefined)} change={change} />
    </Stack>
  );
}

/** The index that a named one is here; what bears its name and is something else stands among the others. */
function ownIndex({ name, state }: NamedIndexState, indexes: readonly LiveIndex[]): LiveIndex | undefined {
  const isOwn = state.kind === 'there' || state.kind === 'invalid' || state.kind === 'being built';
  return isOwn ? indexes.find((index) => index.name === name) : undefined;
}
