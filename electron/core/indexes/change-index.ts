import pg from 'pg';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { BuildStep, IndexChange, IndexChanged } from '../../../shared/index-change.ts';
import type { NewIndex } from '../../../shared/indexes.ts';
import type { Target } from '../../../shared/target.ts';
import { cancellable, connect, processId } from '../postgres/connect.ts';
import { qualified } from '../postgres/ddl.ts';
import { rolledBack } from '../postgres/rolled-back.ts';
import { quoteName } from '../source/quote.ts';
import { watchingBuild } from './build-progress.ts';
import { type Catalog, type CatalogIndex, readCatalog } from './catalog.ts';
import { dropEffect, requireDroppable } from './drop-effect.ts';
import { namedIndexStates } from './named-state.ts';
import { overSql, requireExpressions } from './new-index.ts';
import { invalidIndexesOf, removeRemainder } from './remainder.ts';

/** Milliseconds for which another session may keep the table from being worked on: it is told at once who does. */
const tablePatience = 60_000;
/** And for which each transaction that is older than the index may stay open: waiting for it keeps nobody from anything. */
const transactionPatience = 600_000;

/** PostgreSQL 14, as server_version_num has it: REINDEX takes the index of a partitioned table from then on. */
const rebuildsPartitioned = 140_000;

/** SQLSTATE lock_not_available: a lock_timeout ran out. */
const lockNotAvailable = '55P03';

export interface ChangeContext {
  readonly signal: AbortSignal;
  readonly onStep: (step: BuildStep) => void;
}

/** A change as it is carried out. */
interface Order {
  readonly table: string;
  /** The index that is there afterwards, where one is. */
  readonly made: string | undefined;
  readonly sql: string;
}

/**
 * Creates, drops or rebuilds an index with CONCURRENTLY: readers and writers go on. A change that is cancelled or
 * fails leaves no invalid index behind.
 *
 * @throws RollcallError `cancelled` within a second of the abort; index-remainder-left where what it left can't be
 *   removed at once; index-unknown, index-table-unknown, index-name-taken, index-blocked, and what `requireDroppable`
 *   throws
 */
export async function changeIndex(
  target: Target,
  schema: string,
  change: IndexChange,
  { signal, onStep }: ChangeContext,
): Promise<IndexChanged> {
  const started = performance.now();
  if (change.kind === 'create') await requireExpressions(change.index);
  const options = { signal, applicationName: 'rollcall indexes' };
  const client = await connect(target, options);
  const watcher = await connect(target, options).catch(async (error: unknown) => {
    await client.end();
    throw error;
  });
  try {
    return await watchingBuild(watcher, processId(client), onStep, async () => {
      const cancelling = <T>(work: () => Promise<T>) => cancellable(client, target, signal, work);
      const order = await cancelling(async () => {
        const catalog = await readCatalog(client, schema);
        const { table } = orderFor(change, schema, catalog);
        // PostgreSQL's LOCK takes no materialized view.
        const isView = catalog.tables.some(({ name, materialized }) => name === table && materialized);
        if (!isView) await waitForTable(client, schema, table);
        // Whoever worked on the table meanwhile may have changed what the order was made from.
        return orderFor(change, schema, await readCatalog(client, schema));
      });
      const { table, made } = order;
      const before = await invalidIndexesOf(client, schema, table);
      try {
        await cancelling(() => carryOut(client, schema, order));
      } catch (error) {
        await removeRemainder(target, { schema, table, index: made, before });
        throw error;
      }
      const bytes = made === undefined ? undefined : await sizeOf(client, schema, made);
      return { change, ms: performance.now() - started, ...(bytes === undefined ? {} : { bytes }) };
    });
  } finally {
    await Promise.all([client.end(), watcher.end()]);
  }
}

function orderFor(change: IndexChange, schema: string, catalog: Catalog): Order {
  if (change.kind === 'create') return createOrder(change.index, schema, catalog);
  const index = catalog.indexes.find(({ name }) => name === change.name);
  if (!index) throw rollcallError('index-unknown', { name: change.name, schema });
  const { name, table } = index;
  switch (change.kind) {
    case 'rebuild':
      if (index.building) throw rollcallError('index-being-built', { name });
      if (index.constraint?.kind === 'exclusion') throw rollcallError('index-of-exclusion', { name });
      if (index.partitioned && catalog.versionNumber < rebuildsPartitioned) {
        throw rollcallError('index-partitioned', { table });
      }
      return { table, made: name, sql: `REINDEX INDEX CONCURRENTLY ${qualified(schema, name)}` };
    case 'clean up':
      if (index.valid) throw rollcallError('index-valid', { name });
      return dropOrder(index, schema, catalog);
    case 'drop':
      return dropOrder(index, schema, catalog);
  }
}

function createOrder(index: NewIndex, schema: string, catalog: Catalog): Order {
  const { name, table, keys } = index;
  const known = catalog.tables.find((candidate) => candidate.name === table);
  const columns = keys.flatMap((key) => (key.kind === 'column' ? key.name : []));
  if (!known || columns.some((column) => !known.columns.includes(column))) {
    throw rollcallError('index-table-unknown', { table, schema });
  }
  if (known.partitioned) throw rollcallError('index-partitioned', { table });
  if ([...catalog.indexes, ...catalog.tables].some((taken) => taken.name === name)) {
    throw rollcallError('index-name-taken', { name });
  }
  return { table, made: name, sql: createConcurrentlySql(index, schema) };
}

/** What is executed, for whoever wants to do it by hand. */
export function createConcurrentlySql(index: NewIndex, schema: string): string {
  return `CREATE INDEX CONCURRENTLY ${quoteName(index.name)} ON ${overSql(index, schema)}`;
}

function dropOrder(index: CatalogIndex, schema: string, catalog: Catalog): Order {
  const { name, table } = index;
  requireDroppable(name, dropEffect(index, catalog, namedIndexStates(catalog)));
  return { table, made: undefined, sql: `DROP INDEX CONCURRENTLY ${qualified(schema, name)}` };
}

/** Until nobody else builds, changes or vacuums: the lock of CONCURRENTLY, which readers and writers don't mind. */
async function waitForTable(client: pg.Client, schema: string, table: string): Promise<void> {
  try {
    await rolledBack(client, async () => {
      await client.query(`SET LOCAL lock_timeout = ${tablePatience}`);
      await client.query(`LOCK TABLE ${qualified(schema, table)} IN SHARE UPDATE EXCLUSIVE MODE`);
    });
  } catch (error) {
    throw explainWait(error, table, tablePatience);
  }
}

async function carryOut(client: pg.Client, schema: string, { sql, table }: Order): Promise<void> {
  try {
    await client.query(`SET lock_timeout = ${transactionPatience}`);
    // An expression calls the functions that the query called for which it was advised.
    await client.query(`SET search_path = ${quoteName(schema)}, public`);
    await client.query(sql);
  } catch (error) {
    throw explainWait(error, table, transactionPatience);
  }
}

function explainWait(error: unknown, table: string, patience: number): unknown {
  return error instanceof pg.DatabaseError && error.code === lockNotAvailable
    ? rollcallError('index-blocked', { table, minutes: patience / 60_000 }, error)
    : error;
}

/** Of a partitioned table's index the size of its parts together. */
async function sizeOf(client: pg.Client, schema: string, index: string): Promise<number | undefined> {
  const { rows } = await client.query<{ bytes: number | null }>(
    `SELECT coalesce((SELECT sum(pg_relation_size(relid)) FROM pg_partition_tree(to_regclass($1))),
                     pg_relation_size(to_regclass($1)))::float8 AS bytes`,
    [qualified(schema, index)],
  );
  return rows[0]?.bytes ?? undefined;
}
