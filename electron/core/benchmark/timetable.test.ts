import { expect, test } from 'vitest';
import { newShared, stopAll, Timetable, type Turn } from './timetable.ts';

const second = { kind: 'seconds', seconds: 1 } as const;

function now(): bigint {
  return process.hrtime.bigint();
}

/** All that users of one thread and of another claim in turns at that moment. */
function claimAll(one: Timetable, other: Timetable, moment: number): Turn[] {
  const turns: Turn[] = [];
  for (let claimant = one; ; claimant = claimant === one ? other : one) {
    const turn = claimant.claim(moment);
    if (turn === undefined) return turns;
    turns.push(turn);
  }
}

test('an open loop has as many arrivals as its rate says, each taken once, whichever thread is free', () => {
  const shared = newShared(1);
  const load = { pattern: { kind: 'open', perSecond: 30 }, bound: second, warmUpSeconds: 0.5 } as const;
  const at = now();
  const turns = claimAll(new Timetable(load, shared, at), new Timetable(load, shared, at), 0);
  expect(turns.map(({ index }) => index)).toEqual(Array.from({ length: 45 }, (_, index) => index));
  expect(turns.filter(({ measured }) => measured)).toHaveLength(30);
  const gaps = turns.slice(2).map(({ due = 0 }, index) => due - (turns[index]?.due ?? 0));
  // Both threads convert the common clock into their own.
  expect(gaps.every((gap) => Math.abs(gap - 2000 / 30) < 0.5)).toBe(true);
});

test.each([1, 7, 1000])('%i operations are that many arrivals, whatever the warm-up', (operations) => {
  for (const warmUpSeconds of [0, 0.1, 1 / 3]) {
    const load = {
      pattern: { kind: 'open', perSecond: 77 },
      bound: { kind: 'operations', operations },
      warmUpSeconds,
    } as const;
    const timetable = new Timetable(load, newShared(1), now());
    const turns = claimAll(timetable, timetable, 0);
    expect(turns.filter(({ measured }) => measured)).toHaveLength(operations);
  }
});

test('a closed loop bound by operations counts those that begin after the warm-up', () => {
  const shared = newShared(1);
  const bound = { kind: 'operations', operations: 10 } as const;
  const load = { pattern: { kind: 'closed' }, bound, warmUpSeconds: 1 } as const;
  const at = now();
  const timetable = new Timetable(load, shared, at);
  expect(timetable.claim(timetable.begin)).toEqual({ index: 0, measured: false });
  expect(claimAll(timetable, new Timetable(load, shared, at), timetable.from + 1)).toHaveLength(10);
});

test('a closed loop bound by time ends with it, once everybody has had an answer', () => {
  const load = { pattern: { kind: 'closed' }, bound: second, warmUpSeconds: 1 } as const;
  const timetable = new Timetable(load, newShared(1), now());
  const { begin, from, until } = timetable;
  expect(timetable.claim(until - 1)).toMatchObject({ measured: true });
  const warmingUp = timetable.claim(begin) ?? { index: 0, measured: true };
  expect(timetable.counts(warmingUp, begin, until)).toBe(false);
  expect(timetable.counts(warmingUp, from, until + 1)).toBe(false);
  // Somebody still waits for the first answer, and has to find the others in the way.
  expect(timetable.claim(until)).toMatchObject({ measured: false });
  expect(timetable.counts(warmingUp, begin, until + 1)).toBe(true);
  timetable.serve();
  expect(timetable.claim(until + 2)).toBeUndefined();
});

test('when all are stopped nobody gets a turn, and the arrivals that were due are known', () => {
  const shared = newShared(1);
  const load = { pattern: { kind: 'open', perSecond: 100 }, bound: second, warmUpSeconds: 0 } as const;
  const timetable = new Timetable(load, shared, now());
  for (let turn = 0; turn < 40; turn += 1) timetable.claim(0);
  stopAll(shared);
  expect(timetable.claim(0)).toBeUndefined();
  const { count, meanMs } = timetable.abandoned(timetable.until);
  expect(count).toBe(60);
  // Due 10, 20, … 600 milliseconds before the end.
  expect(meanMs).toBeCloseTo(305, 3);
});
