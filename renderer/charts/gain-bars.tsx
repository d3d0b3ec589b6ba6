import { useDirection } from '@mantine/core';
import { type ReactElement, useId } from 'react';
import { useTranslation } from 'react-i18next';
import {
  Bar,
  BarChart,
  CartesianGrid,
  LabelList,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { Engine, Measurement } from '../../shared/load-measurement.ts';
import { useNumbers } from '../components/numbers.ts';
import { byEngine } from './by-engine.ts';
import { ChartFrame } from './chart-frame.tsx';
import { Hatches, hatchId } from './hatches.tsx';
import { decadesAround } from './log-axis.ts';
import { Tip, useEngineLines } from './tip.tsx';

interface GainBarsProps {
  readonly measurements: readonly Measurement[];
  readonly engines: readonly Engine[];
  /** Names of scenarios for people. */
  readonly nameOf: (scenario: string) => string;
  readonly users: number;
  /** Under which it was measured, in a few words each. */
  readonly conditions: readonly string[];
  readonly choice?: ReactElement;
}

/** Half of the answers are quicker than this: each scenario before and after, on a logarithmic scale. */
export function GainBars({
  measurements,
  engines,
  nameOf,
  users,
  conditions,
  choice,
}: GainBarsProps): ReactElement {
  const { t } = useTranslation();
  const { milliseconds } = useNumbers();
  const { dir } = useDirection();
  const engineLines = useEngineLines();
  const id = useId();
  const shown = measurements.filter((one) => one.users === users);
  const scenarios = [...new Set(shown.map(({ scenario }) => scenario))];
  const rows = scenarios.map((scenario) => ({
    scenario,
    name: nameOf(scenario),
    ...byEngine(
      shown.filter((one) => one.scenario === scenario),
      ({ p50 }) => p50?.mean,
    ),
  }));
  const { domain, ticks } = decadesAround(shown.flatMap(({ p50 }) => p50?.mean ?? []));
  const rtl = dir === 'rtl';
  return (
    <ChartFrame
      title={t('loads.bars.title')}
      lead={t('loads.bars.lead')}
      name="rollcall-load-test-medians"
      engines={engines}
      conditions={conditions}
      choice={choice}
      table={{
        columns: [t('loads.scenarioHead'), ...engines.map((engine) => t(`loads.engine.${engine}`))],
        rows: rows.map((row) => [row.name, ...engines.map((engine) => row[engine])]),
        shown: (value) => milliseconds(value),
      }}
    >
      <ResponsiveContainer width="100%" height={52 + rows.length * (18 + engines.length * 17)}>
        <BarChart
          data={rows}
          layout="vertical"
          title={t('loads.bars.title')}
          barGap={2}
          barCategoryGap={9}
          margin={{ top: 4, right: rtl ? 8 : 64, bottom: 4, left: rtl ? 64 : 8 }}
        >
          <Hatches chart={id} />
          <CartesianGrid horizontal={false} stroke="var(--rollcall-line)" />
          <XAxis
            type="number"
            scale="log"
            domain={domain}
            ticks={[...ticks]}
            reversed={rtl}
            tickFormatter={(value: number) => milliseconds(value)}
            tick={{ fontSize: 12, fill: 'var(--mantine-color-dimmed)' }}
            stroke="var(--rollcall-line)"
          />
          <YAxis
            type="category"
            dataKey="name"
            width={196}
            orientation={rtl ? 'right' : 'left'}
            tick={{ fontSize: 13, fill: 'var(--mantine-color-text)' }}
            stroke="var(--rollcall-line)"
            interval={0}
          />
          <Tooltip
            cursor={{ fill: 'var(--rollcall-note-soft)' }}
            isAnimationActive={false}
            content={({ active, payload, label }) =>
              active ? <Tip title={label} lines={engineLines(payload, milliseconds)} /> : null
            }
          />
          {engines.map((engine) => (
            <Bar
              key={engine}
              dataKey={engine}
              fill={`url(#${hatchId(id, engine)})`}
              isAnimationActive={false}
              maxBarSize={15}
              radius={rtl ? [3, 0, 0, 3] : [0, 3, 3, 0]}
            >
              <LabelList
                dataKey={engine}
                position="right"
                formatter={(value) => (typeof value === 'number' ? milliseconds(value) : '')}
                style={{ fontSize: 12, fill: 'var(--mantine-color-text)' }}
              />
            </Bar>
          ))}
        </BarChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}
