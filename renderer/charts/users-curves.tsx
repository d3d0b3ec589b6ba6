import { useDirection } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { Engine, Measurement } from '../../shared/load-test.ts';
import { useNumbers } from '../components/numbers.ts';
import { byEngine } from './by-engine.ts';
import { ChartFrame } from './chart-frame.tsx';
import { engineLook } from './engine-look.ts';
import { lockedShare } from './locked.ts';
import { decadesAround } from './log-axis.ts';
import { Tip } from './tip.tsx';

interface UsersCurvesProps {
  /** Of one scenario. */
  readonly measurements: readonly Measurement[];
  readonly engines: readonly Engine[];
  readonly choice?: ReactElement;
}

/** How many answers a second with more and more people at once, and where SQLite begins to lock people out. */
export function UsersCurves({ measurements, engines, choice }: UsersCurvesProps): ReactElement {
  const { t } = useTranslation();
  const { count, rough, percent } = useNumbers();
  const { dir } = useDirection();
  const rtl = dir === 'rtl';
  const steps = [...new Set(measurements.map(({ users }) => users))].toSorted((one, other) => one - other);
  const rows = steps.map((users) => ({
    users,
    ...byEngine(
      measurements.filter((one) => one.users === users),
      ({ throughput }) => throughput.mean,
    ),
  }));
  const locked = measurements
    .filter((one) => one.engine === 'sqlite' && lockedShare(one) > 0)
    .toSorted((one, other) => one.users - other.users)[0];
  const { domain, ticks } = decadesAround(measurements.map(({ throughput }) => throughput.mean));
  const lockedOf = (users: number) =>
    lockedShare(measurements.find((one) => one.engine === 'sqlite' && one.users === users));
  return (
    <ChartFrame
      title={t('loads.users.title')}
      lead={t('loads.users.lead')}
      name="rollcall-load-test-users"
      engines={engines}
      choice={choice}
      table={{
        columns: [
          t('loads.users.head'),
          ...engines.map((engine) => t(`loads.engine.${engine}`)),
          t('loads.users.locked'),
        ],
        rows: rows.map((row) => [
          count(row.users),
          ...engines.map((engine) => row[engine]),
          percent(lockedOf(row.users)),
        ]),
        shown: (value) => rough(value),
      }}
    >
      <ResponsiveContainer width="100%" height={280}>
        <LineChart
          data={rows}
          title={t('loads.users.title')}
          margin={{ top: 24, right: rtl ? 8 : 24, bottom: 4, left: rtl ? 24 : 8 }}
        >
          <CartesianGrid vertical={false} stroke="var(--rollcall-line)" />
          <XAxis
            dataKey="users"
            type="category"
            reversed={rtl}
            tickFormatter={(users: number) => count(users)}
            tick={{ fontSize: 12, fill: 'var(--mantine-color-dimmed)' }}
            stroke="var(--rollcall-line)"
          />
          <YAxis
            type="number"
            scale="log"
            domain={domain}
            ticks={[...ticks]}
            width={64}
            orientation={rtl ? 'right' : 'left'}
            tickFormatter={(value: number) => rough(value)}
            tick={{ fontSize: 12, fill: 'var(--mantine-color-dimmed)' }}
            stroke="transparent"
          />
          <Tooltip
            isAnimationActive={false}
            content={({ active, payload, label }) =>
              active ? (
                <Tip
                  title={t('loads.users.with', { count: Number(label) })}
                  lines={[
                    ...payload.map(({ dataKey, value }) => ({
                      key: String(dataKey),
                      label: t(`loads.engine.${String(dataKey)}`),
                      value: t('loads.perSecond', { n: rough(Number(value)) }),
                    })),
                    {
                      key: 'locked',
                      label: t('loads.users.locked'),
                      value: percent(lockedOf(Number(label))),
                    },
                  ]}
                />
              ) : null
            }
          />
          {locked === undefined ? null : (
            <ReferenceLine
              x={locked.users}
              stroke="var(--rollcall-bad)"
              strokeDasharray="4 3"
              label={{
                value: t('loads.users.locksAt', { count: locked.users }),
                position: 'top',
                fill: 'var(--rollcall-bad)',
                fontSize: 12,
              }}
            />
          )}
          {engines.map((engine) => (
            <Line
              key={engine}
              dataKey={engine}
              stroke={engineLook[engine].colour}
              strokeDasharray={engineLook[engine].dash}
              strokeWidth={2.5}
              dot={{ r: 3 }}
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}
