import type { RawNode } from './raw-plan.ts';

/**
 * Whether each node of a plan gave all the rows that it has. What stands below a LIMIT, a merge join or EXISTS may be
 * left before its end, and then fewer rows than expected tell nothing of the estimate.
 */
export function readToTheEnd(root: RawNode): ReadonlyMap<RawNode, boolean> {
  const found = new Map<RawNode, boolean>();
  const walk = (node: RawNode, toTheEnd: boolean) => {
    found.set(node, toTheEnd);
    for (const child of node.Plans ?? []) {
      walk(child, !mayLeave(node, child) && (toTheEnd || drawsAll(node)));
    }
  };
  walk(root, true);
  return found;
}

/** What can't give its first row before it has seen the last one of what it draws from. */
function drawsAll({ 'Node Type': kind, Strategy: strategy }: RawNode): boolean {
  return kind === 'Sort' || kind === 'Hash' || (kind === 'Aggregate' && strategy !== 'Sorted');
}

function mayLeave(node: RawNode, child: RawNode): boolean {
  const { 'Node Type': kind, 'Join Type': join, Plans: drawn = [] } = node;
  const relationship = child['Parent Relationship'];
  if (relationship === 'InitPlan' || relationship === 'SubPlan') return true;
  switch (kind) {
    case 'Limit':
    case 'Merge Join':
      return true;
    case 'Nested Loop':
      return relationship === 'Inner' && (join === 'Semi' || join === 'Anti');
    // Against an empty hash nothing has to be held.
    case 'Hash Join':
      return relationship === 'Outer' && drawn.some((one) => one !== child && one['Actual Rows'] === 0);
    default:
      return false;
  }
}
