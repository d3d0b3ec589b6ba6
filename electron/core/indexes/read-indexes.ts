import type pg from 'pg';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { IndexReport, LiveIndex } from '../../../shared/indexes.ts';
import type { Target } from '../../../shared/target.ts';
import { describeTarget } from '../postgres/target.ts';
import { measureBloat } from './bloat.ts';
import { type Catalog, type Part, readCatalog } from './catalog.ts';
import { dropEffect } from './drop-effect.ts';
import { bareForeignKeys } from './foreign-keys.ts';
import { namedIndexStates, screensServed } from './named-state.ts';
import { judgeIndexes } from './verdicts.ts';

/** The version from which on pg_stat_all_indexes has last_idx_scan (release notes of 16). */
const tellsLastScan = 160_000;

/**
 * The indexes of a schema with what is to be said of them. Only reads.
 *
 * @throws RollcallError schema-unknown
 */
export async function readIndexes(
  client: pg.ClientBase,
  target: Target,
  schema: string,
): Promise<IndexReport> {
  await requireSchema(client, schema);
  const schemas = await schemasWithTables(client);
  const catalog = await readCatalog(client, schema);
  const { version, versionNumber, countedSince, alsoUsedBy } = catalog;
  return {
    takenAt: new Date().toISOString(),
    target: describeTarget(target),
    schema,
    schemas,
    server: version,
    ...(countedSince === undefined ? {} : { countedSince }),
    ...(alsoUsedBy === undefined ? {} : { alsoUsedBy }),
    tellsLastScan: versionNumber >= tellsLastScan,
    named: namedIndexStates(catalog),
    indexes: await judged(client, schema, catalog),
    bareForeignKeys: bareForeignKeys(catalog),
  };
}

async function requireSchema(client: pg.ClientBase, schema: string): Promise<void> {
  const { rows } = await client.query('SELECT FROM pg_namespace WHERE nspname = $1', [schema]);
  if (rows.length === 0) throw rollcallError('schema-unknown', { schema });
}

/** Those of people: neither the server's own nor what a run keeps its books in. */
async function schemasWithTables(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT nspname AS name FROM pg_namespace
      WHERE nspname !~ '^(pg_|information_schema$|rollcall($|_))'
        AND EXISTS (SELECT FROM pg_class WHERE relnamespace = pg_namespace.oid AND relkind IN ('r', 'p', 'm'))
      ORDER BY nspname`,
  );
  return rows.map(({ name }) => name);
}

async function judged(client: pg.ClientBase, schema: string, catalog: Catalog): Promise<LiveIndex[]> {
  const bloatOf = await measureBloat(client, schema, catalog.indexes);
  const verdicts = judgeIndexes(catalog, bloatOf);
  const named = namedIndexStates(catalog);
  return catalog.indexes.map((index) => {
    const bloat = bloatOf.get(index.name);
    const { name, table, method, unique, definition, bytes, scans, tuplesRead, tuplesFetched } = index;
    const { predicate, constraint, lastScan } = index;
    return {
      name,
      table,
      method,
      parts: index.parts.map(partSql),
      included: index.included,
      ...(predicate === undefined ? {} : { where: predicate }),
      unique,
      ...(constraint === undefined ? {} : { constraint }),
      definition,
      bytes,
      scans,
      tuplesRead,
      tuplesFetched,
      ...(lastScan === undefined ? {} : { lastScan }),
      ...(bloat === undefined ? {} : { bloat }),
      serves: screensServed(index, named),
      verdicts: verdicts.get(name) ?? [],
      drop: dropEffect(index, catalog, named),
    };
  });
}

/** As CREATE INDEX has it; NULLs stand last unless the direction is turned, which then turns them too. */
function partSql({ sql, collationName, operatorClass, descending, nullsFirst }: Part): string {
  return [
    sql,
    collationName === undefined ? '' : `COLLATE ${collationName}`,
    operatorClass ?? '',
    descending ? 'DESC' : '',
    nullsFirst === descending ? '' : `NULLS ${nullsFirst ? 'FIRST' : 'LAST'}`,
  ]
    .filter(Boolean)
    .join(' ');
}
