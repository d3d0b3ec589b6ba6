import { type Line, type Step, steps } from '../../shared/console/line.ts';

/** What a step needs to have been settled before. */
const needs: Readonly<Record<Step, (line: Line) => boolean>> = {
  welcome: () => true,
  source: ({ path }) => path !== undefined,
  target: ({ path, opened }) => path !== undefined && opened === true,
  check: (line) => needs.target(line) && line.connection !== undefined && line.checked === true,
  plan: (line) => needs.check(line) && line.plan !== undefined,
  move: (line) => needs.plan(line),
  proof: ({ runId }) => runId !== undefined,
};

export function isOpen(step: Step, line: Line): boolean {
  return needs[step](line);
}

/** Steps before the furthest one that is open. */
export function stepsDone(line: Line): ReadonlySet<Step> {
  const current = steps.indexOf(line.step);
  return new Set(
    steps.filter((step, index) => index < current || (line.runId !== undefined && step !== 'proof')),
  );
}
