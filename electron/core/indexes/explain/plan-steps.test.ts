import { expect, test } from 'vitest';
import { takenBy } from './own-time.ts';
import { planSteps } from './plan-steps.ts';
import { RawNode, RawPlan } from './raw-plan.ts';

/** A node with what the cases don't turn on. */
function node(kind: string, time: number, rest: Record<string, unknown> = {}, ...plans: object[]): object {
  return {
    'Node Type': kind,
    'Startup Cost': 0,
    'Total Cost': time * 10,
    'Plan Rows': 1,
    'Actual Total Time': time,
    'Actual Rows': 1,
    'Actual Loops': 1,
    ...rest,
    ...(plans.length === 0 ? {} : { Plans: plans }),
  };
}

function selves(root: object): Record<string, number> {
  return Object.fromEntries(
    [...takenBy(RawNode.parse(root))].map(([{ 'Node Type': kind }, { self }]) => [
      kind,
      Math.round(self * 100) / 100,
    ]),
  );
}

test('a step takes what the steps below it do not', () => {
  expect(
    selves(
      node(
        'Sort',
        10,
        {},
        node('Nested Loop', 8, {}, node('Seq Scan', 2), node('Index Scan', 0.05, { 'Actual Loops': 100 })),
      ),
    ),
  ).toEqual({
    Sort: 2,
    'Nested Loop': 1,
    'Seq Scan': 2,
    'Index Scan': 5,
  });
});

test('processes below a Gather work side by side', () => {
  const scan = node('Seq Scan', 30, { 'Actual Loops': 3, 'Parallel Aware': true });
  expect(selves(node('Gather', 40, { 'Workers Launched': 2 }, scan))).toEqual({ Gather: 10, 'Seq Scan': 30 });
});

test('a CTE counts where it is read, and not once more at the top', () => {
  const marked = node('Seq Scan', 20, { 'Parent Relationship': 'InitPlan', 'Subplan Name': 'CTE marked' });
  const reads = node('CTE Scan', 25, { 'CTE Name': 'marked', 'Parent Relationship': 'Outer' });
  expect(selves(node('Aggregate', 30, {}, marked, reads))).toEqual({
    Aggregate: 5,
    'CTE Scan': 5,
    'Seq Scan': 20,
  });
});

test.each([
  ['InitPlan 1 (returns $0)', '(date = $0)'],
  ['InitPlan 1', '(date = (InitPlan 1).col1)'],
])('%s counts at the step that asks for it', (name, condition) => {
  const latest = node('Result', 20, { 'Parent Relationship': 'InitPlan', 'Subplan Name': name });
  const scan = node('Seq Scan', 28, { Filter: condition, 'Parent Relationship': 'Outer' });
  expect(selves(node('Aggregate', 30, {}, latest, scan))).toEqual({
    Aggregate: 2,
    'Seq Scan': 8,
    Result: 20,
  });
});

test('joins are called as EXPLAIN calls them', () => {
  const kindOf = (kind: string, join: string) =>
    planSteps(RawPlan.parse([{ Plan: node(kind, 1, { 'Join Type': join }) }])).steps[0]?.kind;
  expect(kindOf('Hash Join', 'Inner')).toBe('Hash Join');
  expect(kindOf('Hash Join', 'Left')).toBe('Hash Left Join');
  expect(kindOf('Nested Loop', 'Inner')).toBe('Nested Loop');
  expect(kindOf('Nested Loop', 'Anti')).toBe('Nested Loop Anti Join');
});

test('what was never run took nothing, and what was not measured is judged by its cost', () => {
  const never = node('Index Scan', 0, { 'Actual Loops': 0, 'Actual Rows': 0 });
  const { steps, slowest } = planSteps(
    RawPlan.parse([
      { Plan: node('Append', 10, {}, node('Seq Scan', 9, { 'Rows Removed by Filter': 5000 }), never) },
    ]),
  );
  expect(steps.map(({ kind, depth, share, notes }) => [kind, depth, share, notes])).toEqual([
    ['Append', 0, 0.1, []],
    ['Seq Scan', 1, 0.9, ['filters most']],
    ['Index Scan', 1, 0, ['never run']],
  ]);
  expect(slowest).toBe(1);
  const planned = node(
    'Sort',
    1,
    { 'Actual Total Time': undefined, 'Actual Rows': undefined, 'Total Cost': 100 },
    {
      ...node('Seq Scan', 1, { 'Actual Total Time': undefined, 'Actual Rows': undefined }),
      'Total Cost': 80,
    },
  );
  const generic = planSteps(RawPlan.parse([{ Plan: planned }]));
  expect(generic.steps.map(({ share, ms }) => [share, ms])).toEqual([
    [0.2, undefined],
    [0.8, undefined],
  ]);
  expect(generic.slowest).toBe(1);
});
