import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useNumbers } from '../components/numbers.ts';
import { TimeArea, type TimePoint } from './time-area.tsx';

interface LiveChartProps {
  readonly label: string;
  /** Seconds count up to 0, which is now. */
  readonly points: readonly TimePoint[];
  /** Seconds that are shown. */
  readonly lookBack: number;
  readonly tell: (value: number) => string;
  /** Where the scale ends, unless it ends above the highest value. */
  readonly most: number | undefined;
}

/** Something that is watched: the last minutes up to now. */
export default function LiveChart({ label, points, lookBack, tell, most }: LiveChartProps): ReactElement {
  const { t } = useTranslation();
  const { seconds } = useNumbers();
  return (
    <TimeArea
      label={label}
      points={points}
      seconds={[-lookBack, 0]}
      height={84}
      ticks={{ seconds: [-lookBack, 0], values: [0, most ?? roundAbove(points)] }}
      tellSecond={(second) =>
        second === 0 ? t('monitor.now') : t('monitor.ago', { time: seconds(-second) })
      }
      tellValue={tell}
    />
  );
}

const steps = [1, 2, 5, 10];

/** The next of 1, 2, 5, 10, 20, 50 and so on, so that the scale doesn't change with every value. */
function roundAbove(points: readonly TimePoint[]): number {
  const highest = Math.max(1, ...points.map(({ value }) => value ?? 0));
  const power = 10 ** Math.floor(Math.log10(highest));
  return power * (steps.find((step) => step * power >= highest) ?? 10);
}
