import type { Plan } from '../../../shared/plan.ts';
import type { IndexOutcome } from '../../../shared/run.ts';
import { createIndexSql, createKeyIndexSql } from '../postgres/ddl.ts';

/** Every index that a plan builds, with why it is there. */
export function indexOutcomes(plan: Plan, schema: string): IndexOutcome[] {
  return plan.tables.flatMap((table) => [
    ...(table.primaryKey
      ? [
          {
            table: table.name,
            name: table.primaryKey.name,
            definition: createKeyIndexSql(schema, table.name, table.primaryKey),
            reason: 'primary key',
          },
        ]
      : []),
    ...table.uniques.map((key) => ({
      table: table.name,
      name: key.name,
      definition: createKeyIndexSql(schema, table.name, key),
      reason: borneReason(plan, key.name) ?? 'unique in the source',
    })),
    ...table.indexes.map((index) => ({
      table: table.name,
      name: index.name,
      definition: createIndexSql(schema, table.name, index),
      reason: index.reason,
    })),
  ]);
}

/** A unique key that bears one of the four names serves that screen too. */
function borneReason({ namedIndexes }: Plan, name: string): string | undefined {
  const named = namedIndexes.find(
    (index) => index.name === name && index.outcome.kind === 'borne by constraint',
  );
  return named && `unique in the source, and serves the ${named.screen.toLowerCase()}`;
}
