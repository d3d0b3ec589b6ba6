import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Engine, Measurement } from '../../shared/load-measurement.ts';
import { useNumbers } from '../components/numbers.ts';
import { byEngine } from './by-engine.ts';
import { ChartFrame } from './chart-frame.tsx';
import { EngineCurves } from './engine-curves.tsx';
import { atPercentile, percentilesFor } from './percentiles.ts';

interface PercentileCurvesProps {
  /** Of one scenario with so many users. */
  readonly measurements: readonly Measurement[];
  readonly engines: readonly Engine[];
  /** Under which it was measured, in a few words each. */
  readonly conditions: readonly string[];
  readonly choice?: ReactElement;
}

/** How long all but the slowest wait, up to the slowest of ten thousand. */
export function PercentileCurves({
  measurements,
  engines,
  conditions,
  choice,
}: PercentileCurvesProps): ReactElement {
  const { t } = useTranslation();
  const { milliseconds, share } = useNumbers();
  const percentiles = percentilesFor(Math.max(0, ...measurements.map(({ operations }) => operations)));
  const rows = percentiles.map((percentile) => ({
    at: share(percentile / 100),
    ...byEngine(measurements, ({ curve, operations }) => atPercentile(curve, operations, percentile)),
  }));
  return (
    <ChartFrame
      title={t('loads.curves.title')}
      lead={t('loads.curves.lead')}
      name="rollcall-load-test-percentiles"
      engines={engines}
      conditions={conditions}
      choice={choice}
      table={{
        columns: [t('loads.curves.share'), ...engines.map((engine) => t(`loads.engine.${engine}`))],
        rows: rows.map((row) => [row.at, ...engines.map((engine) => row[engine])]),
        shown: (value) => milliseconds(value),
      }}
    >
      <EngineCurves
        title={t('loads.curves.title')}
        engines={engines}
        points={rows}
        values={measurements.flatMap(({ curve }) => curve.map(({ ms }) => ms))}
        tellAt={String}
        tellValue={milliseconds}
        tip={(at) => ({
          title: t('loads.curves.within', { share: at }),
          tellValue: milliseconds,
          more: [],
        })}
      />
    </ChartFrame>
  );
}
