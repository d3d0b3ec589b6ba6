import { describe, expect, test } from 'vitest';
import { ratesBetween } from './rates.ts';
import type { Counters, Reading } from './reading.ts';

const nothing: Counters = {
  commits: 0,
  rollbacks: 0,
  pagesHit: 0,
  pagesRead: 0,
  rowsRead: 0,
  rowsInserted: 0,
  rowsUpdated: 0,
  rowsDeleted: 0,
  deadlocks: 0,
  resetAt: null,
};

function reading(second: number, counters: Partial<Counters> = {}, other: Partial<Reading> = {}): Reading {
  return {
    at: new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString(),
    server: { version: 180_004, versionText: '18.4', startedAt: '2025-12-31T00:00:00.000Z' },
    database: 'att_school',
    user: 'postgres',
    seesOthers: true,
    counters: { ...nothing, ...counters },
    connections: { used: 1, most: 97 },
    sessions: [],
    sessionCount: 0,
    waits: [],
    replication: { followers: [], slots: [] },
    ...other,
  };
}

describe('rates', () => {
  test('are what was counted over the time between, whatever that was', () => {
    const before = reading(0, { commits: 100, rowsRead: 5000, pagesHit: 70, pagesRead: 30 });
    const now = reading(4, {
      commits: 138,
      rollbacks: 2,
      rowsRead: 5800,
      rowsInserted: 10,
      rowsUpdated: 20,
      rowsDeleted: 6,
      pagesHit: 169,
      pagesRead: 31,
      deadlocks: 1,
    });
    expect(ratesBetween(before, now)).toEqual({
      kind: 'rates',
      seconds: 4,
      transactions: 10,
      rollbacks: 0.5,
      rowsRead: 200,
      rowsWritten: 9,
      cacheHits: 0.99,
      deadlocks: 1,
    });
  });

  test('have no share of hits where no page was asked for', () => {
    const rates = ratesBetween(reading(0, { pagesHit: 7 }), reading(2, { pagesHit: 7, commits: 1 }));
    expect(rates).toMatchObject({ kind: 'rates', transactions: 0.5, cacheHits: null });
  });

  test('are told of a database that began to be counted, which PostgreSQL 14 calls a reset', () => {
    const now = reading(2, { commits: 8, resetAt: '2026-01-01T00:00:01.000Z' });
    expect(ratesBetween(reading(0), now)).toMatchObject({ kind: 'rates', transactions: 4 });
  });

  test.each([
    ['first reading', undefined, reading(2)],
    ['another database', reading(0), reading(2, {}, { database: 'postgres' })],
    [
      'server restarted',
      reading(0, { commits: 5 }),
      reading(2, { commits: 9 }, { server: { ...reading(0).server, startedAt: '2026-01-01T00:00:01.000Z' } }),
    ],
    [
      'statistics reset',
      reading(0, { commits: 5 }),
      reading(2, { commits: 9, resetAt: '2026-01-01T00:00:01.000Z' }),
    ],
    // As after a crash, which leaves resetAt as it was.
    ['statistics reset', reading(0, { commits: 5, rowsRead: 80 }), reading(2, { commits: 9, rowsRead: 3 })],
    ['clock set back', reading(2), reading(0)],
    ['clock set back', reading(2), reading(2)],
  ] as const)('can’t be told: %s', (why, before, now) => {
    expect(ratesBetween(before, now)).toEqual({ kind: 'none', why });
  });
});
