import { type Engine, engines } from './load-measurement.ts';
import type { LoadOptions } from './load-test.ts';
import type { Scenario } from './scenario.ts';

/** What one button does: an honest picture of the school's day in about five minutes. Each engine is first in half of the rounds. */
export const defaultLoadOptions: LoadOptions = {
  pattern: { kind: 'closed' },
  bound: { kind: 'seconds', seconds: 0.3 },
  rounds: 4,
  warmUpSeconds: 0.1,
  pool: 10,
  prePing: true,
  engines: [...engines],
};

/** The scenarios that were asked for, in their own order. */
export function chosenScenarios(options: LoadOptions, scenarios: readonly Scenario[]): Scenario[] {
  return scenarios.filter(({ name }) => options.scenarios?.includes(name) ?? true);
}

/** Before each measurement the users connect, which takes about so many seconds. */
const settingUp = 0.2;
/** Where a crowd writes, SQLite lets some of it wait until the busy timeout, and those behind them longer. */
const crowd = { users: 10, seconds: 10 };

/** What is measured once a round. */
export interface PlannedMeasurement {
  readonly engine: Engine;
  readonly scenario: Scenario;
  readonly users: number;
}

/**
 * About how long one measurement will take; unknown when operations are counted and each begins when the last one
 * has ended.
 */
export function measurementSeconds(
  { warmUpSeconds, bound, pattern }: LoadOptions,
  { engine, scenario, users }: PlannedMeasurement,
): number | undefined {
  const waiting = engine === 'sqlite' && scenario.writes && users >= crowd.users ? crowd.seconds : 0;
  const around = settingUp + warmUpSeconds + waiting;
  if (bound.kind === 'seconds') return around + bound.seconds;
  if (pattern.kind === 'closed') return undefined;
  const operations = bound.kind === 'counted' ? scenario.operations : bound.operations;
  return around + operations / pattern.perSecond;
}

/** About how long all measurements of these scenarios will take, where that is known of each. */
export function plannedSeconds(options: LoadOptions, scenarios: readonly Scenario[]): number | undefined {
  let round = 0;
  for (const scenario of chosenScenarios(options, scenarios)) {
    for (const users of options.users ?? scenario.users) {
      for (const engine of options.engines) {
        const seconds = measurementSeconds(options, { engine, scenario, users });
        if (seconds === undefined) return undefined;
        round += seconds;
      }
    }
  }
  return round * options.rounds;
}

/** A time as it is foretold: to the ten seconds, from two minutes on to the half minute. */
export function foretold(seconds: number): number {
  const step = seconds < 10 ? 1 : seconds < 120 ? 10 : 30;
  return Math.max(1, Math.round(seconds / step) * step);
}
