import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { LoadReport } from '../../../shared/load-test.ts';

/** What people call a scenario: by the interface for those that come with it, else as its author named its screen. */
export function useScenarioNames(scenarios: LoadReport['scenarios'] = []): (name: string) => string {
  const { t, i18n } = useTranslation();
  return useCallback(
    (name) => {
      const key = `loads.scenario.${name}`;
      if (i18n.exists(key)) return t(key);
      return scenarios.find(({ scenario }) => scenario.name === name)?.scenario.screen ?? name;
    },
    [t, i18n, scenarios],
  );
}
