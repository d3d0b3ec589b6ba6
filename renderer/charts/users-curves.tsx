import { useDirection } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { ReferenceLine } from 'recharts';
import type { Engine, Measurement } from '../../shared/load-measurement.ts';
import { isolated } from '../components/error-words.ts';
import { useNumbers } from '../components/numbers.ts';
import { byEngine } from './by-engine.ts';
import { ChartFrame } from './chart-frame.tsx';
import { EngineCurves } from './engine-curves.tsx';
import { lockedShare } from './locked.ts';

interface UsersCurvesProps {
  /** Of one scenario. */
  readonly measurements: readonly Measurement[];
  readonly engines: readonly Engine[];
  /** Under which it was measured, in a few words each. */
  readonly conditions: readonly string[];
  readonly choice?: ReactElement;
}

/** How many answers a second with more and more people at once, and where SQLite begins to lock people out. */
export function UsersCurves({ measurements, engines, conditions, choice }: UsersCurvesProps): ReactElement {
  const { t } = useTranslation();
  const { count, rough, percent } = useNumbers();
  const steps = [...new Set(measurements.map(({ users }) => users))].toSorted((one, other) => one - other);
  const rows = steps.map((users) => ({
    at: users,
    ...byEngine(
      measurements.filter((one) => one.users === users),
      ({ throughput }) => throughput.mean,
    ),
  }));
  const locked = measurements
    .filter((one) => one.engine === 'sqlite' && lockedShare(one) > 0)
    .toSorted((one, other) => one.users - other.users)[0];
  const lockedOf = (users: number) =>
    lockedShare(measurements.find((one) => one.engine === 'sqlite' && one.users === users));
  return (
    <ChartFrame
      title={t('loads.users.title')}
      lead={t('loads.users.lead')}
      name="rollcall-load-test-users"
      engines={engines}
      conditions={conditions}
      choice={choice}
      table={{
        columns: [
          t('loads.users.head'),
          ...engines.map((engine) => t(`loads.engine.${engine}`)),
          t('loads.users.locked'),
        ],
        rows: rows.map((row) => [
          count(row.at),
          ...engines.map((engine) => row[engine]),
          percent(lockedOf(row.at)),
        ]),
        shown: (value) => rough(value),
      }}
    >
      <EngineCurves
        title={t('loads.users.title')}
        engines={engines}
        points={rows}
        values={measurements.map(({ throughput }) => throughput.mean)}
        tellAt={(users) => count(Number(users))}
        tellValue={rough}
        tip={(users) => ({
          title: t('loads.users.with', { count: Number(users) }),
          tellValue: (value) => t('loads.perSecond', { n: rough(value) }),
          more: [{ key: 'locked', label: t('loads.users.locked'), value: percent(lockedOf(Number(users))) }],
        })}
        {...(locked === undefined ? {} : { mark: <LocksFrom users={locked.users} steps={steps} /> })}
      />
    </ChartFrame>
  );
}

interface LocksFromProps {
  readonly users: number;
  /** Of the axis. */
  readonly steps: readonly number[];
}

/** Where SQLite begins to lock people out; the words stay within the chart at either end of the axis. */
function LocksFrom({ users, steps }: LocksFromProps): ReactElement {
  const { t } = useTranslation();
  const rtl = useDirection().dir === 'rtl';
  const isFirst = users === steps[0];
  const isInside = isFirst === (users === steps.at(-1));
  const textAnchor = isInside ? 'middle' : isFirst === rtl ? 'end' : 'start';
  return (
    <ReferenceLine
      x={users}
      stroke="var(--rollcall-bad)"
      strokeDasharray="4 3"
      label={{
        // A chart is laid out from the left; a sentence runs as its first letter does.
        value: isolated(t('loads.users.locksAt', { count: users })),
        position: 'top',
        textAnchor,
        fill: 'var(--rollcall-bad)',
        fontSize: 12,
      }}
    />
  );
}
