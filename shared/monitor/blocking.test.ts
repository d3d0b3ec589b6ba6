import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Blocker, blockingTrees, heldUpBy } from './blocking.ts';
import type { LockWait } from './reading.ts';

function wait(pid: number, ...blockedBy: number[]): LockWait {
  return { pid, blockedBy, on: 'transactionid', mode: 'ShareLock' };
}

/** As nested arrays: a pid, and what stands below it. */
function shape({ pid, holdsUp }: Blocker): unknown[] {
  return [pid, ...holdsUp.map(shape)];
}

function shapes(...waits: LockWait[]): unknown[] {
  return blockingTrees(waits).map(shape);
}

test('nobody waits', () => {
  expect(shapes()).toEqual([]);
});

test('who waits stands below who holds, and may hold others up itself', () => {
  expect(shapes(wait(2, 1), wait(3, 2), wait(5, 4))).toEqual([
    [1, [2, [3]]],
    [4, [5]],
  ]);
});

test('a queue for one row stands once, below the nearest to the root of those before it', () => {
  // What the server tells of four UPDATEs of one row: all wait for the second, and for each other in turn.
  expect(shapes(wait(2, 1), wait(3, 2), wait(4, 2, 3), wait(5, 2, 3, 4))).toEqual([[1, [2, [3], [4], [5]]]]);
  expect(blockingTrees([wait(2, 1), wait(3, 2), wait(4, 2, 3)]).map(heldUpBy)).toEqual([3]);
});

test('one that waits for several stands below one of them, and the others are named all the same', () => {
  expect(shapes(wait(3, 1, 2))).toEqual([[1, [3]], [2]]);
});

test('sessions that wait for each other have one of them for their root', () => {
  expect(shapes(wait(1, 2), wait(2, 1), wait(3, 1))).toEqual([[1, [2], [3]]]);
});

test('every session that waits stands exactly once, in any tangle', () => {
  const pid = fc.integer({ min: 1, max: 12 });
  const waits = fc.uniqueArray(fc.tuple(pid, fc.uniqueArray(pid, { minLength: 1, maxLength: 4 })), {
    selector: ([first]) => first,
  });
  fc.assert(
    fc.property(waits, (tangle) => {
      const told = tangle.map(([first, others]) => wait(first, ...others));
      const standing: number[] = [];
      const walk = ({ pid: one, holdsUp }: Blocker): void => {
        standing.push(one);
        holdsUp.forEach(walk);
      };
      blockingTrees(told).forEach(walk);
      expect(new Set(standing).size).toBe(standing.length);
      expect(standing).toEqual(expect.arrayContaining(told.map(({ pid: one }) => one)));
    }),
  );
});
