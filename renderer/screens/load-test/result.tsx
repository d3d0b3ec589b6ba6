import { Group, NativeSelect, Stack } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { engines } from '../../../shared/load-measurement.ts';
import type { LoadReport } from '../../../shared/load-test.ts';
import { GainBars } from '../../charts/gain-bars.tsx';
import { PercentileCurves } from '../../charts/percentile-curves.tsx';
import { UsersCurves } from '../../charts/users-curves.tsx';
import { Conditions, useBriefConditions } from './conditions.tsx';
import { Expectations } from './expectations.tsx';
import { Failures, Leftover, Skipped } from './not-measured.tsx';
import { useScenarioNames } from './scenario-names.ts';
import { Sentences } from './sentences.tsx';
import { Verdicts } from './verdicts.tsx';

/** What a load test found: in words, as pictures, as numbers, and under which conditions. */
export default function Result({ report }: { report: LoadReport }): ReactElement {
  const { t } = useTranslation();
  const nameOf = useScenarioNames(report.scenarios);
  const conditions = useBriefConditions(report);
  const { measurements } = report;
  const scenarios = [...new Set(measurements.map(({ scenario }) => scenario))];
  const usersOf = (scenario: string | undefined) =>
    [...new Set(measurements.filter((one) => one.scenario === scenario).map(({ users }) => users))].toSorted(
      (one, other) => one - other,
    );
  const steps = [...new Set(measurements.map(({ users }) => users))].toSorted((one, other) => one - other);
  const [barUsers, setBarUsers] = useState(mostCommon(measurements.map(({ users }) => users)) ?? 1);
  const [curve, setCurve] = useState(scenarios[0]);
  const [curveUsers, setCurveUsers] = useState<number>();
  const [ladder, setLadder] = useState(
    scenarios.toSorted((one, other) => usersOf(other).length - usersOf(one).length)[0],
  );
  const measured = engines.filter((engine) => measurements.some((one) => one.engine === engine));
  const shownUsers =
    curveUsers !== undefined && usersOf(curve).includes(curveUsers) ? curveUsers : usersOf(curve)[0];
  const options = scenarios.map((value) => ({ value, label: nameOf(value) }));
  const usersOptions = (values: readonly number[]) =>
    values.map((value) => ({ value: String(value), label: t('loads.usersAtOnce', { count: value }) }));
  return (
    <Stack gap="lg">
      <Sentences sentences={report.sentences} nameOf={nameOf} />
      {measurements.length === 0 ? null : (
        <>
          <GainBars
            measurements={measurements}
            engines={measured}
            conditions={conditions}
            nameOf={nameOf}
            users={barUsers}
            choice={
              <NativeSelect
                size="sm"
                maw={240}
                aria-label={t('loads.users.head')}
                value={String(barUsers)}
                data={usersOptions(steps)}
                onChange={({ currentTarget }) => setBarUsers(Number(currentTarget.value))}
              />
            }
          />
          <Verdicts report={report} nameOf={nameOf} />
          <PercentileCurves
            measurements={measurements.filter((one) => one.scenario === curve && one.users === shownUsers)}
            engines={measured}
            conditions={conditions}
            choice={
              <Group gap="xs">
                <NativeSelect
                  size="sm"
                  aria-label={t('loads.scenarioHead')}
                  value={curve ?? ''}
                  data={options}
                  onChange={({ currentTarget }) => setCurve(currentTarget.value)}
                />
                <NativeSelect
                  size="sm"
                  aria-label={t('loads.users.head')}
                  value={String(shownUsers)}
                  data={usersOptions(usersOf(curve))}
                  onChange={({ currentTarget }) => setCurveUsers(Number(currentTarget.value))}
                />
              </Group>
            }
          />
          <UsersCurves
            measurements={measurements.filter((one) => one.scenario === ladder)}
            engines={measured}
            conditions={conditions}
            choice={
              <NativeSelect
                size="sm"
                maw={320}
                aria-label={t('loads.scenarioHead')}
                value={ladder ?? ''}
                data={options}
                onChange={({ currentTarget }) => setLadder(currentTarget.value)}
              />
            }
          />
        </>
      )}
      <Leftover report={report} />
      <Failures report={report} nameOf={nameOf} />
      <Expectations expectations={report.expectations} nameOf={nameOf} />
      <Skipped report={report} nameOf={nameOf} />
      <Conditions report={report} />
    </Stack>
  );
}

/** The number of users with which most was measured: there the most bars can be compared. */
function mostCommon(values: readonly number[]): number | undefined {
  const times = new Map<number, number>();
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
  return [...times].toSorted(([, one], [, other]) => other - one)[0]?.[0];
}
