import { z } from 'zod';
import type { Counters, Reading } from './reading.ts';

const perSecond = z.number().nonnegative();

/** What happened from one reading to the next, or why that can't be said. */
export const Rates = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('rates'),
    /** Between the two readings. */
    seconds: z.number().positive(),
    transactions: perSecond,
    /** Of the transactions, those that were undone. */
    rollbacks: perSecond,
    rowsRead: perSecond,
    rowsWritten: perSecond,
    /** From 0 to 1; null when no page was asked for. */
    cacheHits: z.number().min(0).max(1).nullable(),
    deadlocks: z.number().int().nonnegative(),
  }),
  z.strictObject({
    kind: z.literal('none'),
    why: z.enum([
      'first reading',
      'another database',
      'server restarted',
      'statistics reset',
      'clock set back',
    ]),
  }),
]);
export type Rates = z.infer<typeof Rates>;

/** Rates over the time between two readings of one database. */
export function ratesBetween(before: Reading | undefined, now: Reading): Rates {
  if (before === undefined) return { kind: 'none', why: 'first reading' };
  if (before.database !== now.database) return { kind: 'none', why: 'another database' };
  if (before.server.startedAt !== now.server.startedAt) return { kind: 'none', why: 'server restarted' };
  if (isReset(before.counters, now.counters)) return { kind: 'none', why: 'statistics reset' };
  const seconds = (Date.parse(now.at) - Date.parse(before.at)) / 1000;
  if (seconds <= 0) return { kind: 'none', why: 'clock set back' };
  const grown = (name: Counted) => now.counters[name] - before.counters[name];
  const pages = grown('pagesHit') + grown('pagesRead');
  return {
    kind: 'rates',
    seconds,
    transactions: (grown('commits') + grown('rollbacks')) / seconds,
    rollbacks: grown('rollbacks') / seconds,
    rowsRead: grown('rowsRead') / seconds,
    rowsWritten: (grown('rowsInserted') + grown('rowsUpdated') + grown('rowsDeleted')) / seconds,
    cacheHits: pages === 0 ? null : grown('pagesHit') / pages,
    deadlocks: grown('deadlocks'),
  };
}

const counted = [
  'commits',
  'rollbacks',
  'pagesHit',
  'pagesRead',
  'rowsRead',
  'rowsInserted',
  'rowsUpdated',
  'rowsDeleted',
  'deadlocks',
] as const satisfies readonly (keyof Counters)[];
type Counted = (typeof counted)[number];

/**
 * A crash resets the counters without a word of it; then one of them has shrunk. Before PostgreSQL 15 a database's first
 * count is told as a reset (src/backend/postmaster/pgstat.c, pgstat_get_db_entry); where nothing was counted, nothing is
 * lost by either.
 */
function isReset(before: Counters, now: Counters): boolean {
  const lost = before.resetAt !== now.resetAt && counted.some((name) => before[name] > 0);
  return lost || counted.some((name) => now[name] < before[name]);
}
