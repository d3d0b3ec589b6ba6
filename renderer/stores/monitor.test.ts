import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Reading } from '../../shared/monitor/reading.ts';
import type { Statements } from '../../shared/monitor/statements.ts';
import type { Tables } from '../../shared/monitor/tables.ts';
import { follow, lookBack, useMonitor } from './monitor.ts';

const began = Date.UTC(2026, 0, 1);

/** A server that has done one transaction each second. */
function readingAt(now: number): Reading {
  const seconds = (now - began) / 1000;
  return {
    at: new Date(now).toISOString(),
    server: { version: 180_004, versionText: '18.4', startedAt: '2025-12-31T00:00:00.000Z' },
    database: 'att_school',
    user: 'postgres',
    seesOthers: true,
    counters: {
      commits: seconds,
      rollbacks: 0,
      pagesHit: 0,
      pagesRead: 0,
      rowsRead: 0,
      rowsInserted: 0,
      rowsUpdated: 0,
      rowsDeleted: 0,
      deadlocks: 0,
      resetAt: null,
    },
    connections: { used: 3, most: 97 },
    sessions: [],
    sessionCount: 0,
    waits: [],
    replication: { followers: [], slots: [] },
  };
}

const tables: Tables = {
  at: new Date(began).toISOString(),
  tables: [],
  indexes: [],
  tableCount: 0,
  indexCount: 0,
  bytes: { table: 0, indexes: 0 },
  cost: 1,
};
const refused = { code: 'connection-refused', what: 'Nobody answers.', todo: 'Start it.' };

const missing = { code: 'database-missing', what: 'It isn’t there.', todo: 'Create it.' };
const wrong = { code: 'password-rejected', what: 'Not this password.', todo: 'Check it.' };

const questions = {
  reading: vi.fn<() => Promise<Reading>>(),
  tables: vi.fn<() => Promise<Tables>>(),
  statements: vi.fn<() => Promise<Statements>>(),
  reportOf: (error: unknown) => [wrong, missing].find((known) => known === error) ?? refused,
};

beforeEach(() => {
  vi.useFakeTimers({ now: began });
  questions.reading.mockReset().mockImplementation(async () => readingAt(Date.now()));
  questions.tables.mockReset().mockResolvedValue(tables);
  questions.statements.mockReset().mockResolvedValue({ kind: 'denied', grants: [] });
  useMonitor.setState({ connection: undefined });
});
afterEach(() => vi.useRealTimers());

test('asks every two seconds until it is told to stop, and what is dear every half minute', async () => {
  const stop = follow('school', questions);
  await vi.advanceTimersByTimeAsync(61_000);
  expect(questions.reading).toHaveBeenCalledTimes(31);
  expect(questions.tables).toHaveBeenCalledTimes(3);
  expect(questions.statements).toHaveBeenCalledTimes(3);
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(questions.reading).toHaveBeenCalledTimes(31);
});

test('asks for sizes more rarely where they cost the server more', async () => {
  questions.tables.mockResolvedValue({ ...tables, cost: 200 });
  const stop = follow('school', questions);
  await vi.advanceTimersByTimeAsync(199_000);
  stop();
  expect(questions.tables).toHaveBeenCalledTimes(2);
});

test('keeps five minutes, with no rate at the first and after a pause', async () => {
  follow('school', questions)();
  await vi.advanceTimersByTimeAsync(100_000);
  const stop = follow('school', questions);
  await vi.advanceTimersByTimeAsync(10_000);
  const kinds = useMonitor.getState().points.map(({ rates }) => rates.kind);
  expect(kinds).toEqual(['none', 'rates', 'rates', 'rates', 'rates', 'rates']);
  await vi.advanceTimersByTimeAsync(2 * lookBack);
  stop();
  const { points } = useMonitor.getState();
  expect(points.length).toBe(lookBack / 2000);
  expect(points.at(-1)?.rates).toMatchObject({ kind: 'rates', transactions: 1 });
});

test('keeps what it knew when the server doesn’t answer, and goes on', async () => {
  const stop = follow('school', questions);
  await vi.advanceTimersByTimeAsync(2000);
  questions.reading.mockRejectedValueOnce(new Error('refused'));
  await vi.advanceTimersByTimeAsync(2000);
  expect(useMonitor.getState().reading).toMatchObject({
    answer: { database: 'att_school' },
    error: refused,
  });
  await vi.advanceTimersByTimeAsync(2000);
  expect(useMonitor.getState().reading.error).toBeUndefined();
  stop();
});

test('goes on where the database of a server that begins is still being created', async () => {
  questions.reading.mockRejectedValueOnce(missing);
  const stop = follow('school', questions);
  await vi.advanceTimersByTimeAsync(2000);
  expect(useMonitor.getState().reading).toMatchObject({
    answer: { database: 'att_school' },
    error: undefined,
  });
  stop();
});

test('asks no more where the answer would be the same', async () => {
  questions.reading.mockRejectedValue(wrong);
  const stop = follow('school', questions);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(questions.reading).toHaveBeenCalledTimes(1);
  expect(useMonitor.getState().reading.error).toBe(wrong);
  stop();
});

test('takes no answer of a server that isn’t looked at any more', async () => {
  const late = Promise.withResolvers<Reading>();
  questions.reading.mockReturnValueOnce(late.promise);
  follow('school', questions)();
  const stop = follow('other', questions);
  await vi.advanceTimersByTimeAsync(0);
  late.resolve({ ...readingAt(began), database: 'late' });
  await vi.advanceTimersByTimeAsync(0);
  expect(useMonitor.getState()).toMatchObject({
    connection: 'other',
    reading: { answer: { database: 'att_school' } },
  });
  stop();
});
