import { Card, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { type ReactElement, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { compareMedians } from '../../../shared/compare-medians.ts';
import { type Comparison, Engine, engines, type Measurement } from '../../../shared/load-measurement.ts';
import type { LoadReport } from '../../../shared/load-test.ts';
import { useNumbers } from '../../components/numbers.ts';
import { type SortedColumn, SortedTable } from '../../components/sorted-table.tsx';
import { Conditions } from './conditions.tsx';
import { useScenarioColumns } from './scenario-columns.ts';
import { useScenarioNames } from './scenario-names.ts';
import { UnlikeConditions } from './unlike-conditions.tsx';
import { timesOf, Verdict } from './verdict.tsx';

interface Pair {
  readonly scenario: string;
  readonly users: number;
  readonly earlier: Measurement | undefined;
  readonly later: Measurement | undefined;
}

/** Two load tests of one engine, the earlier one first, each with its conditions. */
export function SideBySide({ earlier, later }: { earlier: LoadReport; later: LoadReport }): ReactElement {
  const { t } = useTranslation();
  const { milliseconds, moment } = useNumbers();
  const [engine, setEngine] = useState<Engine>('postgres indexed');
  const scenarioColumns = useScenarioColumns(useScenarioNames(later.scenarios));
  const pairs = useMemo(() => pairsOf(earlier, later, engine), [earlier, later, engine]);
  const columns = useMemo((): SortedColumn<Pair>[] => {
    const median = (id: 'earlier' | 'later', header: string): SortedColumn<Pair> => ({
      id,
      header,
      value: (pair) => pair[id]?.p50?.mean ?? -1,
      cell: (pair) => {
        const found = pair[id]?.p50;
        return found === undefined ? t('loads.nothing') : milliseconds(found.mean);
      },
      numeric: true,
    });
    return [
      ...scenarioColumns,
      median('earlier', moment(earlier.startedAt)),
      median('later', moment(later.startedAt)),
      {
        id: 'change',
        header: t('loads.compared.verdict'),
        value: (pair) => timesOf(changeOf(pair)),
        cell: (pair) => <Verdict verdict={changeOf(pair)} />,
      },
    ];
  }, [t, milliseconds, moment, scenarioColumns, earlier, later]);
  return (
    <Stack gap="lg">
      <UnlikeConditions earlier={earlier} later={later} />
      <Card>
        <Stack gap="sm">
          <NativeSelect
            label={t('loads.side.engine')}
            maw={320}
            value={engine}
            data={engines.map((value) => ({ value, label: t(`loads.engine.${value}`) }))}
            onChange={({ currentTarget }) => setEngine(Engine.parse(currentTarget.value))}
          />
          <Text size="sm" c="dimmed">
            {t('loads.side.lead')}
          </Text>
          <SortedTable
            caption={t('loads.side.title')}
            rows={pairs}
            columns={columns}
            keyOf={({ scenario, users }) => `${scenario} ${users}`}
            minWidth={620}
          />
        </Stack>
      </Card>
      {[earlier, later].map((report) => (
        <Stack key={report.id} gap="xs">
          <Title order={2} size="h3">
            {moment(report.startedAt)}
          </Title>
          <Conditions report={report} />
        </Stack>
      ))}
    </Stack>
  );
}

function pairsOf(earlier: LoadReport, later: LoadReport, engine: Engine): Pair[] {
  const of = ({ measurements }: LoadReport) =>
    new Map(
      measurements
        .filter((one) => one.engine === engine)
        .map((one) => [`${one.scenario} ${one.users}`, one] as const),
    );
  const before = of(earlier);
  const after = of(later);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const known = after.get(key) ?? before.get(key);
    if (known === undefined) return [];
    return [
      { scenario: known.scenario, users: known.users, earlier: before.get(key), later: after.get(key) },
    ];
  });
}

function changeOf({ earlier, later }: Pair): Comparison['verdict'] | undefined {
  return earlier === undefined || later === undefined ? undefined : compareMedians(earlier, later);
}
