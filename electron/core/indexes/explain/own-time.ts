import type { RawNode } from './raw-plan.ts';

/** How long a node takes, or how dear it is: with what it draws from, and by itself. */
export interface Taken {
  readonly total: number;
  readonly self: number;
}

/**
 * What each node of a plan takes by itself: in milliseconds on the clock where it was run, else in the planner's
 * units.
 *
 * EXPLAIN gives the mean of a node's runs. Below a Gather its processes run side by side, so that the clock shows
 * their sum divided by their number. A part that is computed once and for itself (InitPlan, CTE) hangs at the node
 * above, but is computed when some node below first asks for it: that one's time holds it.
 */
export function takenBy(root: RawNode): ReadonlyMap<RawNode, Taken> {
  const totals = new Map<RawNode, number>();
  const spent = new Map<RawNode, number>();
  const spend = (node: RawNode, time: number) => spent.set(node, (spent.get(node) ?? 0) + time);
  const walk = (node: RawNode, processes: number) => {
    totals.set(node, totalOf(node, processes));
    const below = node['Node Type'].startsWith('Gather') ? (node['Workers Launched'] ?? 0) + 1 : processes;
    for (const child of node.Plans ?? []) {
      walk(child, below);
      const asker = isComputedOnce(child) ? (askerOf(child, root) ?? node) : node;
      spend(asker, totals.get(child) ?? 0);
    }
  };
  walk(root, 1);
  return new Map(
    [...totals].map(([node, total]) => [node, { total, self: Math.max(0, total - (spent.get(node) ?? 0)) }]),
  );
}

function totalOf(node: RawNode, processes: number): number {
  const time = node['Actual Total Time'];
  return time === undefined ? node['Total Cost'] : (time * (node['Actual Loops'] ?? 1)) / processes;
}

function isComputedOnce(node: RawNode): boolean {
  return node['Parent Relationship'] === 'InitPlan';
}

/** The deepest of the first branch that asks for a part: by CTE name, as `$0` or, since 17, as `(InitPlan 1).col1`. */
function askerOf(part: RawNode, within: RawNode): RawNode | undefined {
  const name = part['Subplan Name'] ?? '';
  const cte = /^CTE (?<cte>.+)$/s.exec(name)?.groups?.['cte'];
  if (cte !== undefined) return find(within, part, (node) => node['CTE Name'] === cte);
  const signs = [...name.matchAll(/\$\d+/g)].map(([sign]) => sign);
  const plan = /^InitPlan \d+/.exec(name)?.[0];
  return find(within, part, (node) =>
    ownTexts(node).some(
      (text) =>
        (plan !== undefined && text.includes(`(${plan})`)) ||
        signs.some((sign) => new RegExp(`\\${sign}(?!\\d)`).test(text)),
    ),
  );
}

function find(node: RawNode, except: RawNode, asks: (node: RawNode) => boolean): RawNode | undefined {
  if (node === except) return undefined;
  for (const child of node.Plans ?? []) {
    const found = find(child, except, asks);
    if (found) return found;
  }
  return asks(node) ? node : undefined;
}

/** Conditions, keys and outputs. */
function ownTexts(node: RawNode): string[] {
  return Object.entries(node)
    .filter(([name]) => name !== 'Plans' && name !== 'Subplan Name')
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
    .filter((value) => typeof value === 'string');
}
