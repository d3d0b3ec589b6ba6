import type { Scenario } from '../../../shared/scenario.ts';
import type { Drawn, DrawnValue, DrawnValues } from './draw.ts';
import type { Numbered } from './numbered.ts';
import { onServer, type ToServer } from './to-server.ts';

/** One statement, by its place in the scenario, with its values in the order in which the dialect wants them. */
export interface Step {
  readonly statement: number;
  readonly values: readonly DrawnValue[];
}

/**
 * What a scenario does once with one set of drawn values, in the dialect of `numbered`.
 *
 * @param toServer how the server writes the values; for the file they are as they are
 */
export function stepsOf(
  { statements }: Scenario,
  numbered: readonly Numbered[],
  drawn: Drawn,
  toServer: ToServer = new Map(),
): Step[] {
  return numbered.flatMap(({ parameters }, statement) => {
    const step = (values: DrawnValues): Step => ({
      statement,
      values: parameters.map((name) => onServer(name, values[name] ?? null, toServer)),
    });
    return statements[statement]?.each === true
      ? drawn.each.map((row) => step({ ...drawn.values, ...row }))
      : [step(drawn.values)];
  });
}

/** The first parameter of the statements in the dialect of `numbered` that no value is drawn for. */
export function notDrawn(
  { statements }: Scenario,
  numbered: readonly Numbered[],
  { values, each }: Drawn,
): string | undefined {
  const row: DrawnValues = each[0] ?? {};
  return numbered
    .flatMap(({ parameters }, place) => {
      const repeats = statements[place]?.each === true;
      if (repeats && each.length === 0) return [];
      return parameters.filter((name) => !(name in values || (repeats && name in row)));
    })
    .at(0);
}
