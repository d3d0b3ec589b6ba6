import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { z } from 'zod';
import type { BuildPhase, BuildStep } from '../../../shared/index-change.ts';

/** Milliseconds between two looks. */
const interval = 200;

/**
 * A phase of the server's with the share of the work that is done when it begins and when it ends, measured on a
 * table of a million rows. Names are those of the manual, "CREATE INDEX Progress Reporting"; those after the colon
 * are of the B-tree (src/backend/access/nbtree/nbtutils.c).
 */
const phases: readonly (readonly [serverPhase: string, BuildPhase, from: number, to: number])[] = [
  ['initializing', 'waiting for the table', 0, 0],
  ['waiting for writers before build', 'waiting for writers', 0, 0.02],
  ['building index: scanning table', 'reading the table', 0.02, 0.4],
  ['building index: sorting live tuples', 'sorting', 0.4, 0.5],
  ['building index: sorting dead tuples', 'sorting', 0.5, 0.5],
  ['building index: loading tuples in tree', 'writing the index', 0.5, 0.68],
  ['building index', 'reading the table', 0.02, 0.68],
  ['waiting for writers before validation', 'waiting for writers', 0.68, 0.7],
  ['index validation: scanning index', 'checking for missed rows', 0.7, 0.78],
  ['index validation: sorting tuples', 'checking for missed rows', 0.78, 0.82],
  ['index validation: scanning table', 'checking for missed rows', 0.82, 0.97],
  ['waiting for old snapshots', 'waiting for old transactions', 0.97, 0.98],
  ['waiting for readers before marking dead', 'waiting for old transactions', 0.98, 0.99],
  ['waiting for readers before dropping', 'waiting for old transactions', 0.99, 1],
];

const Row = z.object({
  phase: z.string().nullable(),
  /** Of whatever the phase counts. */
  done: z.number().nullable(),
  total: z.number().nullable(),
  blocker: z.number().nullable(),
});

const progressSql = `
  SELECT phase, (pg_blocking_pids($1))[1] AS blocker,
         CASE WHEN lockers_total > 0 THEN lockers_done WHEN tuples_total > 0 THEN tuples_done ELSE blocks_done END::float8
           AS done,
         CASE WHEN lockers_total > 0 THEN lockers_total WHEN tuples_total > 0 THEN tuples_total ELSE blocks_total END::float8
           AS total
    FROM (SELECT $1::int AS pid) AS builder LEFT JOIN pg_stat_progress_create_index USING (pid)`;

/**
 * Runs `work` and tells from a second connection how far the session is that does it. The work goes on when that
 * connection breaks; then nothing more is told of it.
 *
 * @param watcher another connection of the same role, which sees its own sessions' progress
 * @param pid of the session that builds
 */
export async function watchingBuild<T>(
  watcher: pg.ClientBase,
  pid: number,
  onStep: (step: BuildStep) => void,
  work: () => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const watched = watch(watcher, pid, onStep, over.signal);
  try {
    return await work();
  } finally {
    over.abort();
    await watched;
  }
}

async function watch(
  watcher: pg.ClientBase,
  pid: number,
  onStep: (step: BuildStep) => void,
  over: AbortSignal,
): Promise<void> {
  let step: BuildStep = { phase: 'waiting for the table', fraction: 0 };
  while (!over.aborted) {
    const answer = await watcher.query(progressSql, [pid]).catch(() => undefined);
    if (answer === undefined) return;
    const next = stepAfter(step, Row.parse(answer.rows[0]));
    if (!over.aborted) onStep(next);
    step = next;
    await sleep(interval, undefined, { signal: over }).catch(() => undefined);
  }
}

/** Never backwards: several workers count at once, and each phase counts anew. */
export function stepAfter(
  before: BuildStep,
  { phase, done, total, blocker }: z.infer<typeof Row>,
): BuildStep {
  const waiting = blocker === null ? {} : { waitsFor: blocker };
  const known = phases.find(([name]) => name === phase);
  if (known === undefined) return { phase: before.phase, fraction: before.fraction, ...waiting };
  const [, shown, from, to] = known;
  const share = done !== null && total !== null && total > 0 ? Math.min(1, done / total) : 0;
  return { phase: shown, fraction: Math.max(before.fraction, from + (to - from) * share), ...waiting };
}
