import { engines, type LoadOptions, type Scenario } from './load-test.ts';

/** What one button does: an honest picture of the school's day in about three minutes. */
export const defaultLoadOptions: LoadOptions = {
  pattern: { kind: 'closed' },
  bound: { kind: 'seconds', seconds: 0.3 },
  rounds: 5,
  warmUpSeconds: 0.1,
  pool: 10,
  prePing: true,
  engines: [...engines],
};

/** The scenarios that were asked for, in their own order. */
export function chosenScenarios(options: LoadOptions, scenarios: readonly Scenario[]): Scenario[] {
  return scenarios.filter(({ name }) => options.scenarios?.includes(name) ?? true);
}

/** Before each measurement the users connect, which takes about so long. */
const settingUp = 0.2;

/** How long the measurements of these scenarios will take; unknown when operations are counted. */
export function plannedSeconds(options: LoadOptions, scenarios: readonly Scenario[]): number | undefined {
  const { bound, engines, rounds, warmUpSeconds } = options;
  if (bound.kind !== 'seconds') return undefined;
  const groups = chosenScenarios(options, scenarios).reduce(
    (sum, scenario) => sum + (options.users ?? scenario.users).length,
    0,
  );
  return groups * engines.length * rounds * (settingUp + warmUpSeconds + bound.seconds);
}
