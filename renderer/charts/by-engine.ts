import type { Engine, Measurement } from '../../shared/load-measurement.ts';

export type ByEngine = { readonly [E in Engine]?: number };

/** A number of each engine's measurement, as a row of a chart. Logarithmic axes have no place for zero: it is left out. */
export function byEngine(
  measurements: readonly Measurement[],
  numberOf: (measurement: Measurement) => number | undefined,
): ByEngine {
  return Object.fromEntries(
    measurements.flatMap((one) => {
      const number = numberOf(one);
      return number === undefined || number <= 0 ? [] : [[one.engine, number]];
    }),
  );
}
