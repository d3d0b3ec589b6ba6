import type { PlanNote, PlanStep, PlanSteps } from '../../../../shared/explain.ts';
import { type Taken, takenBy } from './own-time.ts';
import type { RawNode, RawPlan } from './raw-plan.ts';
import { readToTheEnd } from './read-to-the-end.ts';

/** What is shown of a node besides its numbers, in this order. */
const shownDetails = [
  'Index Cond',
  'Recheck Cond',
  'Hash Cond',
  'Merge Cond',
  'Join Filter',
  'Filter',
  'One-Time Filter',
  'Sort Key',
  'Presorted Key',
  'Group Key',
  'Sort Method',
] as const;

/** Rows from which on it is worth a word that they were read in vain, or weren't expected. */
const manyRows = 1000;
const tenfold = 10;

/** A plan as a list of steps, the slowest of them marked. */
export function planSteps({ Plan: root }: RawPlan): PlanSteps {
  const taken = takenBy(root);
  const toTheEnd = readToTheEnd(root);
  const whole = Math.max(
    Number.MIN_VALUE,
    [...taken.values()].reduce((sum, { self }) => sum + self, 0),
  );
  const steps: PlanStep[] = [];
  const walk = (node: RawNode, depth: number) => {
    const own = taken.get(node) ?? { total: 0, self: 0 };
    const notes = notesOf(node, toTheEnd.get(node) === true);
    steps.push({ ...stepOf(node, depth, own, own.self / whole), notes });
    for (const child of node.Plans ?? []) walk(child, depth + 1);
  };
  walk(root, 0);
  const slowest = steps.reduce(
    (most, { share }, place) => (share > (steps[most]?.share ?? 0) ? place : most),
    0,
  );
  return { steps, slowest };
}

function stepOf(
  node: RawNode,
  depth: number,
  { total, self }: Taken,
  share: number,
): Omit<PlanStep, 'notes'> {
  const { 'Actual Rows': rows, 'Actual Loops': loops, 'Subplan Name': part, 'Index Name': index } = node;
  const reads = readsOf(node);
  const hit = node['Shared Hit Blocks'];
  return {
    depth,
    kind: kindOf(node),
    ...(part === undefined ? {} : { part }),
    ...(reads === undefined ? {} : { reads }),
    ...(index === undefined ? {} : { index }),
    details: shownDetails.flatMap((label) => {
      const text = textOf(node[label]);
      return text === undefined ? [] : [{ label, text }];
    }),
    plannedRows: node['Plan Rows'],
    ...(rows === undefined ? {} : { actualRows: rows }),
    ...(loops === undefined ? {} : { loops }),
    ...(node['Actual Total Time'] === undefined ? {} : { ms: { total, self } }),
    share: Math.min(1, share),
    cost: node['Total Cost'],
    ...(hit === undefined ? {} : { buffers: { hit, read: node['Shared Read Blocks'] ?? 0 } }),
  };
}

/** As EXPLAIN's text form names it: `Parallel Seq Scan`, `Hash Left Join`, `HashAggregate`. */
function kindOf(node: RawNode): string {
  const kind = node['Node Type'];
  const parallel = node['Parallel Aware'] === true ? 'Parallel ' : '';
  const backward = node['Scan Direction'] === 'Backward' ? ' Backward' : '';
  const join = node['Join Type'];
  if (kind === 'Aggregate') return parallel + aggregateKind(node);
  if (join === undefined || join === 'Inner') return parallel + kind + backward;
  return `${parallel}${kind.replace(/ Join$/, '')} ${join} Join`;
}

const aggregates: Readonly<Record<string, string>> = {
  Hashed: 'HashAggregate',
  Sorted: 'GroupAggregate',
  Mixed: 'MixedAggregate',
};

function aggregateKind({ Strategy: strategy = '', 'Partial Mode': mode = 'Simple' }: RawNode): string {
  const kind = aggregates[strategy] ?? 'Aggregate';
  return mode === 'Simple' ? kind : `${mode} ${kind}`;
}

function readsOf(node: RawNode): string | undefined {
  const name = node['Relation Name'] ?? node['Function Name'] ?? node['CTE Name'];
  const { Alias: alias } = node;
  if (name === undefined) return alias;
  return alias === undefined || alias === name ? name : `${name} ${alias}`;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.join(', ') : undefined;
}

function notesOf(node: RawNode, toTheEnd: boolean): PlanNote[] {
  const { 'Actual Rows': rows, 'Actual Loops': loops, 'Plan Rows': planned } = node;
  if (rows === undefined || loops === undefined) return [];
  if (loops === 0) return ['never run'];
  const inVain = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Join Filter'] ?? 0);
  const notes: [PlanNote, boolean][] = [
    ['filters most', inVain * loops >= manyRows && inVain >= tenfold * rows],
    [
      'estimate off',
      Math.max(rows, planned) * loops >= manyRows && isTenfold(rows, planned) && (rows > planned || toTheEnd),
    ],
    ['sorts on disk', node['Sort Space Type'] === 'Disk'],
    ['hashes in parts', (node['Hash Batches'] ?? 1) > 1],
    ['visits the table', (node['Heap Fetches'] ?? 0) >= Math.max(manyRows, (rows * loops) / 2)],
  ];
  return notes.flatMap(([note, is]) => (is ? [note] : []));
}

function isTenfold(one: number, other: number): boolean {
  return Math.max(one, other) >= tenfold * Math.max(1, Math.min(one, other));
}
