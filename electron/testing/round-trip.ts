import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import type { MigrationReport } from '../../shared/run.ts';
import type { Target } from '../../shared/target.ts';
import { verify } from '../core/run/verify.ts';
import { migrateFile } from './migration.ts';
import { type RandomDatabase, writeRandomDatabase } from './random-database.ts';
import { compareRows } from './read-back.ts';
import { compareSchema } from './read-back-schema.ts';
import { testFolder } from './test-folder.ts';

/** A database, a session in it that prints dates as ISO and in UTC, and a schema that isn't there yet. */
export interface Place {
  readonly target: Target;
  readonly client: pg.Client;
  readonly schema: string;
}

const quiet = { signal: new AbortController().signal, onProgress: () => undefined };

/**
 * Migrates a random database, reads it back, verifies it, merges the same file once more, and clears away.
 *
 * @returns what is wrong, one sentence each
 */
export async function roundTrip(random: RandomDatabase, place: Place): Promise<string[]> {
  const folder = testFolder();
  try {
    const file = join(folder, 'random.db');
    writeRandomDatabase(file, random);
    return [...(await roundTripOf(file, place, folder)).complaints];
  } finally {
    await place.client.query(`DROP SCHEMA IF EXISTS ${place.schema} CASCADE`);
    await rm(folder, { recursive: true });
  }
}

/** What came of a file, and what is wrong with it. */
export interface RoundTrip {
  readonly report: MigrationReport;
  readonly complaints: readonly string[];
}

/**
 * The same for a file, which stays as it is; so does what came of it on the target.
 *
 * @param folder an empty one, or one that holds nothing but the file
 */
export async function roundTripOf(
  file: string,
  { target, client, schema }: Place,
  folder: string,
): Promise<RoundTrip> {
  const own = async (name: string) => {
    await mkdir(join(folder, name));
    return join(folder, name);
  };
  const options = { schema, badRows: 'quarantine' } as const;
  const report = await migrateFile(file, target, { ...options, folder: await own('migrate') });
  if (!report.outcome.startsWith('verified')) return { report, complaints: [`migrate: ${ending(report)}`] };
  const migrated = { file, client, schema, report };
  const complaints = [...(await compareRows(migrated)), ...(await compareSchema(migrated))];
  const again = await verify({ source: file, target, schema, folder: await own('verify') }, quiet);
  if (again.outcome !== report.outcome) complaints.push(`verify: ${ending(again)}`);
  const merged = await migrateFile(file, target, {
    ...options,
    folder: await own('merge'),
    mode: 'merge',
  });
  if (merged.outcome !== report.outcome) complaints.push(`merge: ${ending(merged)}`);
  for (const { table, targetRows, merged: rows } of merged.tables) {
    if (rows?.unchanged !== targetRows) complaints.push(`merge: ${table} ${JSON.stringify(rows)}`);
  }
  return { report, complaints };
}

function ending(report: { outcome: string; error?: unknown; mismatches: readonly unknown[] }): string {
  return JSON.stringify([report.outcome, report.error, report.mismatches.slice(0, 5)]);
}
