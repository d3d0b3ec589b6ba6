import type { Client } from 'pg';
import type { Plan, PlannedColumn, PlannedTable } from '../../../shared/plan.ts';
import type { Mismatch } from '../../../shared/run.ts';
import {
  type CatalogColumn,
  type CatalogConstraint,
  type CatalogIndex,
  readColumns,
  readConstraints,
  readIndexes,
  serverName,
} from './catalog.ts';
import { expectedColumn, expectedConstraints, expectedIndex } from './expected-structure.ts';
import { verifyIdentity } from './verify-identity.ts';

/**
 * Compares columns, constraints, indexes and identities of the tables in `schema` with the plan, from the
 * server's catalog. A mismatch's `key` is the name of the constraint or index.
 */
export async function verifyStructure(client: Client, plan: Plan, schema: string): Promise<Mismatch[]> {
  const constraints = Map.groupBy(await readConstraints(client, schema), ({ table }) => table);
  const indexes = Map.groupBy(await readIndexes(client, schema), ({ table }) => table);
  const mismatches: Mismatch[] = [];
  for (const table of plan.tables) {
    const name = serverName(table.name);
    const columns = await readColumns(client, schema, table.name);
    if (columns === undefined) {
      mismatches.push({ table: table.name, kind: 'table', source: table.name });
      continue;
    }
    mismatches.push(
      ...compareColumns(table, columns),
      ...compareConstraints(table, constraints.get(name) ?? []),
      ...compareIndexes(table, indexes.get(name) ?? []),
      ...(await compareIdentities(client, schema, table, columns)),
    );
  }
  return mismatches;
}

/** None where the server has what is expected; without a target where it has nothing of the name. */
function difference(
  place: Omit<Mismatch, 'source' | 'target'>,
  expected: string,
  found: string | undefined,
): Mismatch[] {
  if (expected === found) return [];
  return [{ ...place, source: expected, ...(found === undefined ? {} : { target: found }) }];
}

function compareColumns(table: PlannedTable, columns: readonly CatalogColumn[]): Mismatch[] {
  const keyColumns = table.primaryKey?.columns ?? [];
  return table.columns.flatMap((planned) => {
    const found = findColumn(columns, planned);
    const expected = expectedColumn(planned, keyColumns.includes(planned.name));
    const place = { table: table.name, kind: 'column', column: planned.name } as const;
    return difference(place, expected, found && describeColumn(found));
  });
}

function findColumn(columns: readonly CatalogColumn[], { name }: PlannedColumn): CatalogColumn | undefined {
  return columns.find((column) => column.name === serverName(name));
}

function describeColumn(column: CatalogColumn): string {
  return [
    column.type,
    ...(column.notNull ? ['not null'] : []),
    ...(column.hasDefault ? ['default'] : []),
    ...(column.generated ? ['generated'] : []),
    ...(column.identity ? ['identity'] : []),
  ].join(', ');
}

function compareConstraints(table: PlannedTable, found: readonly CatalogConstraint[]): Mismatch[] {
  return expectedConstraints(table).flatMap(({ name, text }) => {
    const constraint = found.find((candidate) => candidate.name === serverName(name));
    const place = { table: table.name, kind: 'constraint', key: name } as const;
    return difference(place, text, constraint && describeConstraint(constraint));
  });
}

function describeConstraint(constraint: CatalogConstraint): string {
  const columns = constraint.columns.join(', ');
  const validity = constraint.validated ? '' : ', not valid';
  switch (constraint.kind) {
    case 'p':
      return `primary key (${columns})`;
    case 'u':
      return `unique (${columns})`;
    case 'c':
      return `check${validity}`;
    case 'f': {
      const parent = `${constraint.parentTable} (${constraint.parentColumns.join(', ')})`;
      const deferral = constraint.deferrable
        ? `, deferrable${constraint.deferred ? ', initially deferred' : ''}`
        : '';
      const actions = `on update ${action(constraint.onUpdate)}, on delete ${action(constraint.onDelete)}`;
      return `foreign key (${columns}) to ${parent}, ${actions}${deferral}${validity}`;
    }
    default:
      return `constraint of kind ${constraint.kind}`;
  }
}

/** The letters of pg_constraint (PostgreSQL manual, 52.13 "pg_constraint"). */
const actions = new Map([
  ['a', 'no action'],
  ['r', 'restrict'],
  ['c', 'cascade'],
  ['n', 'set null'],
  ['d', 'set default'],
]);

function action(letter: string): string {
  return actions.get(letter) ?? letter;
}

function compareIndexes(table: PlannedTable, found: readonly CatalogIndex[]): Mismatch[] {
  return table.indexes.flatMap((planned) => {
    const index = found.find((candidate) => candidate.name === serverName(planned.name));
    const expected = expectedIndex(planned);
    const place = { table: table.name, kind: 'index', key: planned.name } as const;
    return difference(place, expected, index && describeIndex(index));
  });
}

function describeIndex(index: CatalogIndex): string {
  const parts = index.columns.map((column, place) => {
    return `${column ?? 'an expression'}${index.descending[place] ? ' desc' : ''}`;
  });
  const unique = index.unique ? 'unique ' : '';
  const partial = index.partial ? ', partial' : '';
  return `${unique}index (${parts.join(', ')})${partial}${index.valid ? '' : ', not valid'}`;
}

async function compareIdentities(
  client: Client,
  schema: string,
  table: PlannedTable,
  columns: readonly CatalogColumn[],
): Promise<Mismatch[]> {
  const mismatches: Mismatch[] = [];
  for (const planned of table.columns) {
    if (planned.identity === undefined || findColumn(columns, planned)?.identity !== true) continue;
    const mismatch = await verifyIdentity(
      client,
      schema,
      table.name,
      planned.name,
      planned.identity.lastValue,
    );
    if (mismatch !== undefined) mismatches.push(mismatch);
  }
  return mismatches;
}
