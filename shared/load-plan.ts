import { engines, type LoadOptions, type Scenario } from './load-test.ts';

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

/** About how long the measurements of these scenarios will take; unknown when operations are counted. */
export function plannedSeconds(options: LoadOptions, scenarios: readonly Scenario[]): number | undefined {
  const { bound, engines, rounds, warmUpSeconds } = options;
  if (bound.kind !== 'seconds') return undefined;
  const each = settingUp + warmUpSeconds + bound.seconds;
  const round = chosenScenarios(options, scenarios)
    .flatMap(({ writes, users }) => (options.users ?? users).map((count) => writes && count >= crowd.users))
    .reduce(
      (sum, crowded) =>
        sum + engines.length * each + (crowded && engines.includes('sqlite') ? crowd.seconds : 0),
      0,
    );
  return round * rounds;
}
