import { availableParallelism } from 'node:os';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { Plan, PlannedForeignKey } from '../../../shared/plan.ts';
import { copyTables } from '../copy/copy.ts';
import { addConstraints, buildIndexes } from '../finish/finish.ts';
import { withoutLost } from '../plan/without-lost.ts';
import { explainPostgresError } from '../postgres/errors.ts';
import { type Lanes, openLanes } from '../postgres/lanes.ts';
import { sideBySide } from '../postgres/side-by-side.ts';
import type { Preflight } from '../preflight/preflight.ts';
import { BadRows } from '../quarantine/bad-rows.ts';
import { findBadRows } from '../quarantine/find-bad-rows.ts';
import { settleKeys } from '../quarantine/settle-keys.ts';
import { quoteName } from '../source/quote.ts';
import { digestSource, type SourceDigests } from '../verify/digest-source.ts';
import type { VerifyInput } from '../verify/verify-input.ts';
import { type TargetVerification, verifyTarget } from '../verify/verify-target.ts';
import type { OpenFile } from './read-file.ts';
import type { Run } from './run.ts';
import type { TargetSession } from './target-session.ts';

export interface LoadInput {
  readonly file: OpenFile;
  readonly found: Preflight;
  readonly plan: Plan;
  readonly target: TargetSession;
}

/** What lies in the staging schema, what was left out of it, and how it compares with the source. */
export interface LoadedTables {
  readonly badRows: BadRows;
  /** What was built: the plan but for what the content didn't allow. */
  readonly plan: Plan;
  readonly compared: TargetVerification;
}

/**
 * Fills the staging schema: bad rows set aside, tables copied, indexes built; then the constraints are added while the
 * rows are read back and compared, which no constraint changes.
 */
export async function loadTables(run: Run, input: LoadInput): Promise<LoadedTables> {
  const { record, context } = run;
  const { file, plan, target } = input;
  const badRows = new BadRows(file.db);
  await using lanes = await openStagingLanes(run, target);
  const { digests } = await record.stage('copy', () => copyAndDigest(run, input, badRows, lanes));
  const finish = { lanes, schema: target.staging };
  const lost = await record.stage('index', () => buildIndexes({ ...finish, plan }, context));
  const built = withoutLost(plan, lost);
  const silent = { advance: () => undefined };
  const [, compared] = await sideBySide(
    context.signal,
    (signal) =>
      record.stage('finish', () => addConstraints({ ...finish, plan: built }, { ...silent, signal })),
    (signal) =>
      record.stage('verify', async () => {
        const compared = verifyInput(file, built, target, badRows);
        return verifyTarget(compared, await digests, { ...context, signal }).catch((error: unknown) => {
          throw explainPostgresError(error, target.target);
        });
      }),
  );
  return { badRows, plan: built, compared };
}

/**
 * Copies the tables, and digests the source in the time that the server takes for its part; the digests are
 * awaited by the verification. Rows that the server refuses may leave orphans or give way to their twins; the tables
 * of those are copied again.
 */
async function copyAndDigest(
  { request, context }: Run,
  { file, found, plan, target }: LoadInput,
  badRows: BadRows,
  lanes: Lanes,
): Promise<{ digests: Promise<SourceDigests> }> {
  const silent = { ...context, advance: () => undefined };
  const quarantine = { ...file, plan, assessed: found.tables, badRows, wholeKeys: wholeKeys(found, plan) };
  await findBadRows(quarantine, silent);
  const digest = () => {
    const digests = digestSource(verifyInput(file, plan, target, badRows), silent);
    // A failure before the verification awaits them must not count as unhandled.
    digests.catch(() => undefined);
    return digests;
  };
  const first = digest();
  const copy = { ...file, plan, assessed: found.tables, badRows, lanes, schema: target.staging };
  let refused = await copyTables(copy, context);
  if (refused === 0) return { digests: first };
  if (request.badRows === 'stop') throw rollcallError('rows-refused', { count: refused });
  await first;
  while (refused > 0) {
    const before = new Map(plan.tables.map(({ name }) => [name, badRows.changes(name)]));
    await settleKeys(quarantine, context.signal);
    const changed = [...before].filter(([table, changes]) => badRows.changes(table) !== changes);
    refused =
      changed.length === 0 ? 0 : await copyTables(copy, context, new Set(changed.map(([table]) => table)));
  }
  return { digests: digest() };
}

/** The foreign keys in which preflight saw no orphan; they need no second look unless a parent goes. */
function wholeKeys({ findings }: Preflight, { tables }: Plan): ReadonlySet<PlannedForeignKey> {
  const broken = new Set(
    findings.filter(({ code }) => code === 'orphan').map(({ table, column }) => `${table}\n${column}`),
  );
  return new Set(
    tables.flatMap(({ name, foreignKeys }) =>
      foreignKeys.filter(({ columns }) => !broken.has(`${name}\n${columns.join(', ')}`)),
    ),
  );
}

/**
 * Connections for the staging schema. Their commits don't wait for the disk: the switch's does, and it comes
 * after them in the log (PostgreSQL manual, Asynchronous Commit).
 */
async function openStagingLanes(
  { context }: Run,
  { target, client, staging }: TargetSession,
): Promise<Lanes> {
  await client.query(`CREATE SCHEMA ${quoteName(staging)}`);
  const count = Math.min(4, Math.max(2, availableParallelism()));
  const prepare = `SET search_path = pg_catalog, ${quoteName(staging)}; SET synchronous_commit = off;
    SET maintenance_work_mem = '128MB'; SET max_parallel_maintenance_workers = 0`;
  return await openLanes(target, count, prepare, context.signal);
}

/** What the verification reads on both sides. */
function verifyInput(file: OpenFile, plan: Plan, target: TargetSession, keep: BadRows): VerifyInput {
  const { db, source } = file;
  const connect = async () => {
    const client = await target.connect();
    // Before ANALYZE the planner would rather sort a table than follow the key's index through it.
    await client.query("SET enable_sort = off; SET work_mem = '64MB'");
    return client;
  };
  return { db, source, plan, keep, connect, schema: target.staging };
}
