import { Text } from '@mantine/core';
import { memo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunningJob } from '../../shared/console/job.ts';
import { useNumbers } from '../components/numbers.ts';
import { TimeArea } from './time-area.tsx';

interface RateChartProps {
  readonly rates: RunningJob['rates'];
  readonly now: number;
}

/** Rows per second over the time of a run. */
function RateChart({ rates, now }: RateChartProps): ReactElement {
  const { t } = useTranslation();
  const { count, seconds } = useNumbers();
  const began = rates[0] === undefined ? 0 : Date.parse(rates[0].at);
  const points = rates.map(({ at, rowsPerSecond }) => ({
    second: (Date.parse(at) - began) / 1000,
    value: rowsPerSecond,
  }));
  return (
    <div>
      <Text size="lg" fw={650} className="tabular">
        {t('move.perSecond', { n: count(now) })}
      </Text>
      <TimeArea
        label={t('move.chart', { n: count(now) })}
        points={points}
        seconds={[0, (most: number) => Math.max(5, most)]}
        height={140}
        tellSecond={(second) => seconds(Math.round(second))}
        tellValue={count}
      />
    </div>
  );
}

/** Drawn anew when there is another rate, not whenever the job has moved on. */
export default memo(RateChart);
