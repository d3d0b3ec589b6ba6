import { Text, useDirection } from '@mantine/core';
import { memo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Area, AreaChart, CartesianGrid, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { RunningJob } from '../../shared/console/job.ts';
import { useNumbers } from '../components/numbers.ts';

interface RateChartProps {
  readonly rates: RunningJob['rates'];
  readonly now: number;
}

/** Rows per second over the time of a run. */
function RateChart({ rates, now }: RateChartProps): ReactElement {
  const { t } = useTranslation();
  const { count, seconds } = useNumbers();
  const { dir } = useDirection();
  const began = rates[0] === undefined ? 0 : Date.parse(rates[0].at);
  const points = rates.map(({ at, rowsPerSecond }) => ({
    second: (Date.parse(at) - began) / 1000,
    rowsPerSecond,
  }));
  return (
    <div>
      <Text size="lg" fw={650} className="tabular">
        {t('move.perSecond', { n: count(now) })}
      </Text>
      <div
        role="img"
        aria-label={t('move.chart', { n: count(now) })}
        style={{ height: 140, direction: 'ltr' }}
      >
        <ResponsiveContainer width="100%" height="100%">
          <AreaChart
            data={points}
            accessibilityLayer={false}
            margin={{ top: 8, right: 4, bottom: 0, left: 4 }}
          >
            <CartesianGrid vertical={false} stroke="var(--rollcall-line)" />
            <XAxis
              dataKey="second"
              type="number"
              domain={[0, (most: number) => Math.max(5, most)]}
              reversed={dir === 'rtl'}
              tickFormatter={(second: number) => seconds(Math.round(second))}
              minTickGap={60}
              tick={{ fontSize: 11, fill: 'var(--mantine-color-dimmed)' }}
              stroke="var(--rollcall-line)"
            />
            <YAxis
              orientation={dir === 'rtl' ? 'right' : 'left'}
              width={64}
              tickCount={4}
              tickFormatter={(rows: number) => count(rows)}
              tick={{ fontSize: 11, fill: 'var(--mantine-color-dimmed)' }}
              stroke="transparent"
            />
            <Area
              dataKey="rowsPerSecond"
              isAnimationActive={false}
              stroke="var(--mantine-primary-color-filled)"
              strokeWidth={2}
              fill="var(--rollcall-note-soft)"
              dot={false}
            />
          </AreaChart>
        </ResponsiveContainer>
      </div>
    </div>
  );
}

/** Drawn anew when there is another rate, not whenever the job has moved on. */
export default memo(RateChart);
