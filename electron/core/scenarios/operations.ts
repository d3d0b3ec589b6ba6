import type { Scenario } from '../../../shared/load-test.ts';
import type { Drawn, DrawnValue, DrawnValues } from './draw.ts';
import type { Numbered } from './numbered.ts';

/** One statement, by its place in the scenario, with its values in the order in which the dialect wants them. */
export interface Step {
  readonly statement: number;
  readonly values: readonly DrawnValue[];
}

/** What a scenario does once with one set of drawn values, in the dialect of `numbered`. */
export function stepsOf({ statements }: Scenario, numbered: readonly Numbered[], drawn: Drawn): Step[] {
  return numbered.flatMap(({ parameters }, statement) => {
    const step = (values: DrawnValues): Step => ({
      statement,
      values: parameters.map((name) => values[name] ?? null),
    });
    return statements[statement]?.each === true
      ? drawn.each.map((row) => step({ ...drawn.values, ...row }))
      : [step(drawn.values)];
  });
}
