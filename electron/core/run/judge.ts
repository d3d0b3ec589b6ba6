import { rollcallError } from '../../../shared/errors/index.ts';
import type { Mismatch } from '../../../shared/run.ts';
import { cancellable } from '../postgres/connect.ts';
import { verifyStructure } from '../verify/verify-structure.ts';
import type { LoadedTables } from './load.ts';
import type { OpenFile } from './read-file.ts';
import type { Run } from './run.ts';
import type { TargetSession } from './target-session.ts';

export interface LoadedInput {
  readonly file: OpenFile;
  readonly target: TargetSession;
  readonly loaded: LoadedTables;
}

/**
 * Says whether what was loaded is what the source holds: every value, every row accounted for, keys and indexes as
 * planned.
 *
 * @throws RollcallError `verification-failed` or `rows-unaccounted`; what differs is in the record
 */
export async function judge(
  { request, record, context }: Run,
  { file, target, loaded: { badRows, plan, compared } }: LoadedInput,
): Promise<void> {
  const { tables } = compared;
  const structure = await cancellable(target.client, request.target, context.signal, () =>
    verifyStructure(target.client, plan, target.staging),
  );
  record.mismatches = [...tables.flatMap(({ mismatches }) => mismatches), ...structure];
  record.tables = tables.map(({ table, targetRows, verified, digest }) => ({
    table,
    sourceRows: rowsOf(file, table),
    targetRows,
    quarantined: badRows.quarantined(table),
    repaired: badRows.repaired(table),
    verified: verified && !structure.some((mismatch) => mismatch.table === table),
    digest,
  }));
  for (const { table, sourceRows, targetRows, quarantined } of record.tables) {
    if (sourceRows !== targetRows + quarantined) {
      throw rollcallError('rows-unaccounted', { table, source: sourceRows, target: targetRows, quarantined });
    }
  }
  const [first] = record.mismatches;
  if (first) {
    const count = structure.length + tables.reduce((sum, { mismatchCount }) => sum + mismatchCount, 0);
    throw rollcallError('verification-failed', { count, first: placeOf(first) });
  }
}

function rowsOf({ source }: OpenFile, name: string): number {
  return source.tables.find((table) => table.name === name)?.rows ?? 0;
}

function placeOf({ table, column, key }: Mismatch): string {
  return [table, column, key === undefined ? undefined : `(${key})`]
    .filter((part) => part !== undefined)
    .join(' ');
}
