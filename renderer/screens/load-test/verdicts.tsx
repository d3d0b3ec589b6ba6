import { Card, Text, Title } from '@mantine/core';
import { type ReactElement, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comparison, Engine } from '../../../shared/load-measurement.ts';
import type { LoadReport } from '../../../shared/load-test.ts';
import { type SortedColumn, SortedTable } from '../../components/sorted-table.tsx';
import { useScenarioColumns } from './scenario-columns.ts';
import { timesOf, Verdict } from './verdict.tsx';

interface VerdictsProps {
  readonly report: LoadReport;
  readonly nameOf: (scenario: string) => string;
}

/** What was compared of one scenario with so many users: by the engine before. */
interface Row {
  readonly scenario: string;
  readonly users: number;
  readonly from: { readonly [E in Engine]?: Comparison['verdict'] };
}

/** Each comparison with what can be vouched for, and within which bounds. */
export function Verdicts({ report, nameOf }: VerdictsProps): ReactElement | null {
  const { t } = useTranslation();
  const scenarioColumns = useScenarioColumns(nameOf);
  const rows = useMemo(() => rowsOf(report.comparisons), [report]);
  const columns = useMemo(
    (): SortedColumn<Row>[] => [
      ...scenarioColumns,
      ...(['sqlite', 'postgres'] as const).map(
        (before): SortedColumn<Row> => ({
          id: before,
          header: t(`loads.compared.from.${before}`),
          value: ({ from }) => timesOf(from[before]),
          cell: ({ from }) => <Verdict verdict={from[before]} />,
        }),
      ),
    ],
    [t, scenarioColumns],
  );
  if (rows.length === 0) return null;
  return (
    <Card component="section" aria-label={t('loads.compared.title')}>
      <Title order={2} size="h3">
        {t('loads.compared.title')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm" maw="44rem">
        {t('loads.compared.lead')}
      </Text>
      <SortedTable
        caption={t('loads.compared.title')}
        rows={rows}
        columns={columns}
        keyOf={({ scenario, users }) => `${scenario} ${users}`}
        minWidth={620}
      />
    </Card>
  );
}

/** From what the application does now to PostgreSQL with its indexes, one row a scenario and number of users. */
function rowsOf(comparisons: readonly Comparison[]): Row[] {
  const rows = new Map<string, Row>();
  for (const { scenario, users, before, after, verdict } of comparisons) {
    if (after !== 'postgres indexed') continue;
    const key = `${scenario} ${users}`;
    const known = rows.get(key) ?? { scenario, users, from: {} };
    rows.set(key, { ...known, from: { ...known.from, [before]: verdict } });
  }
  return [...rows.values()];
}
