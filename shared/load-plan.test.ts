import { expect, test } from 'vitest';
import { defaultLoadOptions, foretold, plannedSeconds } from './load-plan.ts';
import { Scenario } from './scenario.ts';

const statements = [{ sqlite: 'SELECT 1', postgres: 'SELECT 1' }];
const read = Scenario.parse({ name: 'read', screen: 'Read', writes: false, statements, users: [1, 100] });
const write = Scenario.parse({ name: 'write', screen: 'Write', writes: true, statements, users: [1, 100] });
const options = {
  ...defaultLoadOptions,
  rounds: 2,
  warmUpSeconds: 0.1,
  bound: { kind: 'seconds', seconds: 0.7 },
} as const;

test('the time is that of every engine, number of users and round, with what SQLite lets a crowd wait', () => {
  expect(plannedSeconds(options, [read])).toBeCloseTo(3 * 2 * 2);
  expect(plannedSeconds(options, [write])).toBeCloseTo(3 * 2 * 2 + 2 * 10);
  expect(plannedSeconds({ ...options, engines: ['postgres'] }, [read, write])).toBeCloseTo(2 * 2 * 2);
  expect(plannedSeconds({ ...options, users: [3], scenarios: ['read'] }, [read, write])).toBeCloseTo(3 * 2);
  expect(plannedSeconds({ ...options, bound: { kind: 'counted' } }, [read])).toBeUndefined();
  const counted = {
    ...options,
    bound: { kind: 'counted' },
    pattern: { kind: 'open', perSecond: 4 },
  } as const;
  expect(plannedSeconds(counted, [read])).toBeCloseTo((0.3 + 100 / 4) * 3 * 2 * 2);
});

test('a time is not foretold more exactly than it is known', () => {
  expect([0.2, 7.4, 69, 344, 6600].map(foretold)).toEqual([1, 7, 70, 330, 6600]);
});
