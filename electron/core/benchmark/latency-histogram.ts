import { build, type Histogram } from 'hdr-histogram-js';
import type { Latency, Measurement } from '../../../shared/load-measurement.ts';

/** 100 nanoseconds, in milliseconds: about what two looks at the clock cost. */
const unit = 1e-4;

/** Points of the curve by which the distance to 100 % is halved, as in HdrHistogram's percentile distribution. */
const ticksPerHalfDistance = 5;

/**
 * Latencies in an HDR histogram: to three significant digits from 100 nanoseconds upwards, whose counts can be added
 * up without loss (http://hdrhistogram.org).
 */
export class LatencyHistogram {
  readonly #counts: Histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 10_000 / unit,
    numberOfSignificantValueDigits: 3,
    bitBucketSize: 32,
  });

  /** Of all of them. */
  static merge(all: readonly LatencyHistogram[]): LatencyHistogram {
    const merged = new LatencyHistogram();
    for (const one of all) merged.#counts.add(one.#counts);
    return merged;
  }

  record(ms: number): void {
    this.#counts.recordValue(Math.max(0, Math.round(ms / unit)));
  }

  get count(): number {
    return this.#counts.totalCount;
  }

  /** @returns milliseconds; 0 where nothing was recorded */
  percentile(percentile: number): number {
    // A bucket's highest value can lie above the largest that was recorded.
    return inMs(Math.min(this.#counts.getValueAtPercentile(percentile), this.#counts.maxValue));
  }

  /** Undefined where nothing was recorded. */
  latency(): Latency | undefined {
    if (this.count === 0) return undefined;
    return {
      p50: this.percentile(50),
      p90: this.percentile(90),
      p95: this.percentile(95),
      p99: this.percentile(99),
      max: inMs(this.#counts.maxValue),
      mean: inMs(this.#counts.mean),
    };
  }

  /** Up to the percentile beyond which there is a single value, and 100; empty where nothing was recorded. */
  curve(): Measurement['curve'] {
    const percentiles: number[] = [];
    for (let tick = 0; 2 ** (tick / ticksPerHalfDistance) < this.count; tick += 1) {
      percentiles.push(100 - 100 / 2 ** (tick / ticksPerHalfDistance));
    }
    if (this.count > 0) percentiles.push(100);
    return percentiles.map((percentile) => ({ percentile, ms: this.percentile(percentile) }));
  }
}

/** Rounded to what the histogram tells apart, so that no report shows 0.30000000000000004. */
function inMs(units: number): number {
  return Math.round(units) / (1 / unit);
}
