import type { LoadErrors } from '../../../shared/load-measurement.ts';
import { addErrors } from './errors.ts';
import { LatencyHistogram } from './latency-histogram.ts';
import type { Interval, Load, Round } from './measure.ts';
import type { Counted } from './thread-messages.ts';
import { measuredMs } from './timetable.ts';

/** Adds up what the threads of one round tell. */
export class RoundCount {
  readonly #latencies = new LatencyHistogram();
  readonly #meter = new LatencyHistogram();
  #rows = 0;
  #inTime = 0;
  #done = 0;
  #lastEnd = 0;
  #errors: LoadErrors[] = [];
  #recent = { latencies: new LatencyHistogram(), errors: 0 };

  add({ latencies, delays, rows, inTime, done, errors, lastEnd }: Counted): void {
    for (const ms of latencies) {
      this.#latencies.record(ms);
      this.#recent.latencies.record(ms);
    }
    for (const ms of delays) this.#meter.record(ms);
    this.#rows += rows;
    this.#inTime += inTime;
    this.#done += done;
    this.#lastEnd = Math.max(this.#lastEnd, lastEnd);
    for (const error of errors) this.fail(error);
  }

  fail(error: LoadErrors): void {
    if (error.count === 0) return;
    this.#errors = addErrors([...this.#errors, error]);
    this.#recent.errors += error.count;
  }

  /** What was told since the last time. */
  takeInterval(ms: number): Interval {
    const { latencies, errors } = this.#recent;
    this.#recent = { latencies: new LatencyHistogram(), errors: 0 };
    const latency = latencies.latency();
    return {
      throughput: (latencies.count * 1000) / ms,
      errors,
      ...(latency === undefined ? {} : { latency }),
    };
  }

  round({ bound, pattern }: Pick<Load, 'bound' | 'pattern'>): Round {
    const operations = this.#latencies.count;
    const seconds = (measuredMs(bound, pattern) ?? this.#lastEnd) / 1000;
    return {
      operations,
      rows: this.#rows,
      seconds,
      throughput: (pattern.kind === 'open' ? this.#inTime : this.#done) / seconds,
      errors: this.#errors,
      latencies: this.#latencies,
      meter: this.#meter,
    };
  }
}
