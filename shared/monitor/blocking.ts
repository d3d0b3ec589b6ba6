import type { LockWait } from './reading.ts';

/** A session that holds others up, with those that wait for it. */
export interface Blocker {
  readonly pid: number;
  /** What it waits for itself; absent at the root of a tree. */
  readonly waits?: LockWait;
  readonly holdsUp: readonly Blocker[];
}

/**
 * Who blocks whom, each waiting session once. pg_blocking_pids names those before it in the queue as well as who
 * holds the lock; it is put below the one of them that stands nearest to the root. Sessions that wait for each other
 * (which the server ends after deadlock_timeout) have no root, so one of them is taken for it.
 */
export function blockingTrees(waits: readonly LockWait[]): readonly Blocker[] {
  const waiting = new Map(waits.map((wait) => [wait.pid, wait]));
  const roots = [...new Set(waits.flatMap(({ blockedBy }) => blockedBy))].filter((pid) => !waiting.has(pid));
  const below = new Map<number, number[]>();
  const placed = new Set<number>();
  const grow = (from: readonly number[]): void => {
    let level = from;
    while (level.length > 0) {
      for (const pid of level) placed.add(pid);
      const above = level;
      level = waits.flatMap(({ pid, blockedBy }) => {
        const parent = above.find((one) => blockedBy.includes(one));
        if (placed.has(pid) || parent === undefined) return [];
        below.set(parent, [...(below.get(parent) ?? []), pid]);
        return [pid];
      });
    }
  };
  grow(roots);
  for (const { pid } of waits) {
    if (placed.has(pid)) continue;
    roots.push(pid);
    grow([pid]);
  }
  const treeOf = (pid: number): Blocker => {
    const wait = waiting.get(pid);
    return {
      pid,
      ...(wait === undefined ? {} : { waits: wait }),
      holdsUp: (below.get(pid) ?? []).map(treeOf),
    };
  };
  return roots.map(treeOf);
}

/** How many wait below a session, however far. */
export function heldUpBy({ holdsUp }: Blocker): number {
  return holdsUp.reduce((sum, blocker) => sum + 1 + heldUpBy(blocker), 0);
}
