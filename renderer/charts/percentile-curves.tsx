import { useDirection } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { Engine, Measurement } from '../../shared/load-test.ts';
import { useNumbers } from '../components/numbers.ts';
import { byEngine } from './by-engine.ts';
import { ChartFrame } from './chart-frame.tsx';
import { engineLook } from './engine-look.ts';
import { decadesAround } from './log-axis.ts';
import { atPercentile, percentilesFor } from './percentiles.ts';
import { Tip } from './tip.tsx';

interface PercentileCurvesProps {
  /** Of one scenario with so many users. */
  readonly measurements: readonly Measurement[];
  readonly engines: readonly Engine[];
  readonly choice?: ReactElement;
}

/** How long all but the slowest wait, up to the slowest of ten thousand. */
export function PercentileCurves({ measurements, engines, choice }: PercentileCurvesProps): ReactElement {
  const { t } = useTranslation();
  const { milliseconds, share } = useNumbers();
  const { dir } = useDirection();
  const rtl = dir === 'rtl';
  const percentiles = percentilesFor(Math.max(0, ...measurements.map(({ operations }) => operations)));
  const rows = percentiles.map((percentile) => ({
    label: share(percentile / 100),
    ...byEngine(measurements, ({ curve, operations }) => atPercentile(curve, operations, percentile)),
  }));
  const { domain, ticks } = decadesAround(measurements.flatMap(({ curve }) => curve.map(({ ms }) => ms)));
  return (
    <ChartFrame
      title={t('loads.curves.title')}
      lead={t('loads.curves.lead')}
      name="rollcall-load-test-percentiles"
      engines={engines}
      choice={choice}
      table={{
        columns: [t('loads.curves.share'), ...engines.map((engine) => t(`loads.engine.${engine}`))],
        rows: rows.map((row) => [row.label, ...engines.map((engine) => row[engine])]),
        shown: (value) => milliseconds(value),
      }}
    >
      <ResponsiveContainer width="100%" height={280}>
        <LineChart
          data={rows}
          title={t('loads.curves.title')}
          margin={{ top: 8, right: rtl ? 8 : 24, bottom: 4, left: rtl ? 24 : 8 }}
        >
          <CartesianGrid vertical={false} stroke="var(--rollcall-line)" />
          <XAxis
            dataKey="label"
            reversed={rtl}
            tick={{ fontSize: 12, fill: 'var(--mantine-color-dimmed)' }}
            stroke="var(--rollcall-line)"
          />
          <YAxis
            type="number"
            scale="log"
            domain={domain}
            ticks={[...ticks]}
            width={72}
            orientation={rtl ? 'right' : 'left'}
            tickFormatter={(value: number) => milliseconds(value)}
            tick={{ fontSize: 12, fill: 'var(--mantine-color-dimmed)' }}
            stroke="transparent"
          />
          <Tooltip
            isAnimationActive={false}
            content={({ active, payload, label }) =>
              active ? (
                <Tip
                  title={t('loads.curves.within', { share: label })}
                  lines={payload.map(({ dataKey, value }) => ({
                    key: String(dataKey),
                    label: t(`loads.engine.${String(dataKey)}`),
                    value: milliseconds(Number(value)),
                  }))}
                />
              ) : null
            }
          />
          {engines.map((engine) => (
            <Line
              key={engine}
              dataKey={engine}
              stroke={engineLook[engine].colour}
              strokeDasharray={engineLook[engine].dash}
              strokeWidth={2.5}
              dot={{ r: 2.5 }}
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}
