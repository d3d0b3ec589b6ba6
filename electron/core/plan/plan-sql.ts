import type { Plan, PlannedTable } from '../../../shared/plan.ts';
import { addForeignKeySql, columnList, createIndexSql, createTableSql, qualified } from '../postgres/ddl.ts';
import { quoteName } from '../source/quote.ts';

/** What a plan makes, as SQL for those who want to read it: the tables as they are once they are live. */
export function planSql(plan: Plan, schema: string): string {
  const { tables, views } = plan;
  const statements = [
    ...(schema === 'public' ? [] : [`CREATE SCHEMA IF NOT EXISTS ${quoteName(schema)}`]),
    ...tables.map((table) => createTableSql(schema, table)),
    ...tables.flatMap((table) => keySql(schema, table)),
    ...tables.flatMap((table) => table.indexes.map((index) => createIndexSql(schema, table.name, index))),
    ...tables.flatMap((table) =>
      table.foreignKeys.map((key) => `${alter(schema, table)} ${addForeignKeySql(schema, key)}`),
    ),
    ...views.map(({ name, sql }) => `CREATE VIEW ${qualified(schema, name)} AS ${sql}`),
  ];
  return statements.map((statement) => `${statement};\n`).join('\n');
}

function keySql(schema: string, table: PlannedTable): string[] {
  const { primaryKey, uniques } = table;
  const keys = [
    ...(primaryKey ? [{ ...primaryKey, kind: 'PRIMARY KEY' }] : []),
    ...uniques.map((key) => ({ ...key, kind: 'UNIQUE' })),
  ];
  return keys.map(
    ({ name, columns, kind }) =>
      `${alter(schema, table)} ADD CONSTRAINT ${quoteName(name)} ${kind} (${columnList(columns)})`,
  );
}

function alter(schema: string, table: PlannedTable): string {
  return `ALTER TABLE ${qualified(schema, table.name)}`;
}
