import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Plan, PlannedColumn, PlannedTable, TargetType } from '../../../../shared/plan.ts';
import type { SourceFile } from '../../../../shared/source.ts';
import type { Target } from '../../../../shared/target.ts';
import { testFolder } from '../../../testing/test-folder.ts';
import { connect } from '../../postgres/connect.ts';
import { readSource } from '../../source/read-source.ts';
import { allRows, type RowFilter } from '../../source/row-filter.ts';
import { digestSource } from '../digest-source.ts';
import type { VerifyInput } from '../verify-input.ts';
import { type VerifiedTable, verifyTarget } from '../verify-target.ts';

type Encoding = SourceFile['encoding'];

/** A source, made by SQL; a file, since its pages are read as well. */
export function sourceOf(sql: string, encoding: Encoding = 'UTF-8'): Database.Database {
  const db = new Database(join(testFolder(), 'app.db'));
  db.pragma(`encoding = '${encoding}'`);
  db.exec(sql);
  return db;
}

/** A column that is as plain as can be but for what `more` says. */
export function column(name: string, type: TargetType, more: Partial<PlannedColumn> = {}): PlannedColumn {
  return { name, declaredType: '', type, notNull: false, badValues: 'stop', ...more };
}

export function table(
  name: string,
  key: readonly string[],
  columns: PlannedColumn[],
  more: Partial<PlannedTable> = {},
): PlannedTable {
  const primaryKey =
    key.length === 0
      ? {}
      : { primaryKey: { name: `${name}_pkey`, columns: [...key], badKeys: 'stop' as const } };
  return {
    name,
    rows: 0,
    columns,
    ...primaryKey,
    uniques: [],
    checks: [],
    indexes: [],
    foreignKeys: [],
    ...more,
  };
}

export function planOf(tables: PlannedTable[], timezone?: string): Plan {
  return {
    format: 'rollcall-plan-1',
    source: { name: 'app.db', schemaSha256: '0'.repeat(64) },
    ...(timezone === undefined ? {} : { timezone }),
    tables,
    views: [],
    namedIndexes: [],
    notCarried: [],
  };
}

export interface Sides {
  readonly db: Database.Database;
  readonly plan: Plan;
  readonly target: Target;
  readonly schema?: string;
  readonly keep?: RowFilter;
}

export function inputOf({ db, plan, target, schema = 'public', keep = allRows }: Sides): VerifyInput {
  const file: SourceFile = {
    path: 'app.db',
    bytes: 0,
    pageSize: 4096,
    pageCount: 0,
    encoding: db.pragma('encoding', { simple: true }) === 'UTF-8' ? 'UTF-8' : 'UTF-16le',
    journalMode: 'delete',
    sha256: '0'.repeat(64),
    userVersion: 0,
    applicationId: 0,
  };
  return { db, source: readSource(db, file), plan, keep, connect: () => connect(target), schema };
}

/** Verifies a plan of one table. */
export async function verifyOne(sides: Sides): Promise<VerifiedTable> {
  const input = inputOf(sides);
  const context = { signal: new AbortController().signal, advance: () => undefined };
  const { tables } = await verifyTarget(input, await digestSource(input, context), context);
  const [only] = tables;
  if (only === undefined) throw new Error('The plan has no table');
  return only;
}
