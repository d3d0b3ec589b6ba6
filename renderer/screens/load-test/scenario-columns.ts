import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNumbers } from '../../components/numbers.ts';
import type { SortedColumn } from '../../components/sorted-table.tsx';

interface ScenarioRow {
  readonly scenario: string;
  readonly users: number;
}

/** The first columns of a table with a row for each scenario and number of users. */
export function useScenarioColumns(nameOf: (scenario: string) => string): SortedColumn<ScenarioRow>[] {
  const { t } = useTranslation();
  const { count } = useNumbers();
  return useMemo(
    () => [
      {
        id: 'scenario',
        header: t('loads.scenarioHead'),
        value: ({ scenario }) => nameOf(scenario),
        cell: ({ scenario }) => nameOf(scenario),
      },
      {
        id: 'users',
        header: t('loads.users.head'),
        value: ({ users }) => users,
        cell: ({ users }) => count(users),
        numeric: true,
      },
    ],
    [t, count, nameOf],
  );
}
