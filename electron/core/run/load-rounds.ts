import { RollcallError } from '../../../shared/errors/index.ts';
import type { Engine, Measurement } from '../../../shared/load-measurement.ts';
import { measurementSeconds } from '../../../shared/load-plan.ts';
import type { Bound, LoadOptions, LoadProgress, MeterDelay } from '../../../shared/load-test.ts';
import type { Scenario } from '../../../shared/scenario.ts';
import type { Target } from '../../../shared/target.ts';
import { LoadThreads } from '../benchmark/load-threads.ts';
import { type Cell, type Interval, measure, type Round } from '../benchmark/measure.ts';
import { summarise, summariseMeter } from '../benchmark/summarise.ts';
import type { FitsBoth } from '../scenarios/fit.ts';
import { stepsOf } from '../scenarios/operations.ts';
import { LoadClock } from './load-clock.ts';
import { busyTimeoutMs } from './load-conditions.ts';

/** Where each engine finds the tables. */
export interface Grounds {
  /** SQLite's, for scenarios that only read. */
  readonly reads: string;
  /** SQLite's, a copy that may be written to. */
  readonly writes: string;
  readonly target: Target;
  /** search_path to the copies without the four indexes. */
  readonly plain: readonly string[];
  readonly indexed: readonly string[];
  /** Clears up on the server what was written to the copies. SQLite's readers have a file that nobody writes to. */
  readonly settle: () => Promise<void>;
}

export interface Measured {
  readonly measurements: Measurement[];
  readonly meter: MeterDelay;
  readonly outcome: 'complete' | 'cancelled';
}

/** One engine under one scenario with so many users. */
interface Combination {
  readonly engine: Engine;
  readonly scenario: Scenario;
  readonly users: number;
  readonly cell: Cell;
  readonly rounds: Round[];
}

/**
 * Measures every combination once a round. Engines take turns, and the first of a round is the last of the next, so
 * that a machine that is busy or warms up treats them alike; each begins on tables in order. When it is cancelled,
 * what was measured is kept.
 *
 * @throws RollcallError of `measure`, but for `cancelled`
 */
export async function measureRounds(
  grounds: Grounds,
  ready: readonly FitsBoth[],
  options: LoadOptions,
  { signal, onLoad }: { signal: AbortSignal; onLoad: (progress: LoadProgress) => void },
): Promise<Measured> {
  const groups = ready.flatMap((fits) =>
    (options.users ?? fits.scenario.users).map((users) =>
      options.engines.map((engine): Combination => {
        const cell = cellFor(grounds, fits, engine, users, options);
        return { engine, scenario: fits.scenario, users, cell, rounds: [] };
      }),
    ),
  );
  await using threads = new LoadThreads();
  const order = groups.flat();
  const clock = new LoadClock(
    order.map((one) => measurementSeconds(options, one)),
    options.rounds,
  );
  let outcome: Measured['outcome'] = 'complete';
  try {
    for (let round = 1; round <= options.rounds; round += 1) {
      if (round > 1) await grounds.settle();
      for (const group of groups) {
        for (const one of round % 2 === 1 ? group : group.toReversed()) {
          const { engine, scenario, users, cell, rounds } = one;
          const tell = (interval: Interval) =>
            onLoad({
              engine,
              scenario: scenario.name,
              users,
              round,
              at: new Date().toISOString(),
              ...interval,
              ...clock.read(),
            });
          clock.begin(order.indexOf(one));
          const measured = await measure(inRound(cell, round, options), {
            threads,
            signal,
            onInterval: tell,
          });
          rounds.push(measured);
          clock.end();
          // A round may be shorter than an interval.
          tell(wholeOf(measured));
        }
      }
    }
  } catch (error) {
    if (!(error instanceof RollcallError && error.code === 'cancelled') && !signal.aborted) throw error;
    outcome = 'cancelled';
  }
  const measured = order.filter(({ rounds }) => rounds.length > 0);
  return {
    measurements: measured.map(({ engine, scenario, users, rounds }) => ({
      engine,
      scenario: scenario.name,
      users,
      ...summarise(rounds),
    })),
    meter: summariseMeter(measured.flatMap(({ rounds }) => rounds)),
    outcome,
  };
}

/**
 * Each round begins elsewhere in the list, the same for all engines: a slow one would meet the same few operations in
 * each, and find their rows in its cache.
 */
function inRound(cell: Cell, round: number, { rounds }: LoadOptions): Cell {
  const { operations } = cell.load;
  const first = Math.floor(((round - 1) / rounds) * operations.length);
  const turned = [...operations.slice(first), ...operations.slice(0, first)];
  return { ...cell, load: { ...cell.load, operations: turned } };
}

function wholeOf({ throughput, latencies, errors }: Round): Interval {
  const latency = latencies.latency();
  return {
    throughput,
    ...(latency === undefined ? {} : { latency }),
    errors: errors.reduce((sum, { count }) => sum + count, 0),
  };
}

function cellFor(
  grounds: Grounds,
  { scenario, sqlite, postgres, drawn, toServer }: FitsBoth,
  engine: Engine,
  users: number,
  options: LoadOptions,
): Cell {
  const [numbered, written] = engine === 'sqlite' ? [sqlite] : [postgres, toServer];
  return {
    engine: groundOf(grounds, engine, scenario, options),
    load: {
      statements: numbered.map(({ sql }) => sql),
      operations: drawn
        .map((values) => stepsOf(scenario, numbered, values, written))
        .filter((steps) => steps.length > 0),
      writes: scenario.writes,
      users,
      pattern: options.pattern,
      bound: boundOf(options, scenario),
      warmUpSeconds: options.warmUpSeconds,
    },
  };
}

function groundOf(
  { reads, writes, target, plain, indexed }: Grounds,
  engine: Engine,
  scenario: Scenario,
  { pool, prePing }: LoadOptions,
): Cell['engine'] {
  if (engine === 'sqlite') return { kind: 'sqlite', file: scenario.writes ? writes : reads, busyTimeoutMs };
  return { kind: 'postgres', target, searchPath: engine === 'postgres' ? plain : indexed, pool, prePing };
}

function boundOf({ bound }: LoadOptions, { operations }: Scenario): Bound {
  return bound.kind === 'counted' ? { kind: 'operations', operations } : bound;
}
