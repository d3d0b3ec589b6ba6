import type pg from 'pg';
import type { Plan, PlannedTable } from '../../../shared/plan.ts';
import type { Mode, QuarantineEntry } from '../../../shared/run.ts';
import { addForeignKeySql, qualified } from '../postgres/ddl.ts';
import { quoteName } from '../source/quote.ts';
import { type LedgerEntry, writeLedger } from './ledger.ts';
import { type Merged, mergeTable } from './merge.ts';
import { parentsFirst } from './parents-first.ts';
import { sameNamedRelations } from './relations.ts';
import { carryRights } from './rights.ts';

export interface SwitchInput {
  readonly client: pg.Client;
  readonly plan: Plan;
  readonly mode: Mode;
  /** Where the loaded and verified tables are. */
  readonly staging: string;
  /** Where the application will look for them. */
  readonly schema: string;
  /** Where `replace` sets the old tables aside. */
  readonly previous: string;
  readonly ledger: LedgerEntry;
  readonly quarantine: AsyncIterable<QuarantineEntry>;
}

/**
 * The one transaction that makes the loaded tables the live ones, with the run's ledger and quarantine; it is left
 * open, for `commitSwitch`.
 *
 * @returns for each merged table, what happened to its rows
 */
export async function switchTables(input: SwitchInput): Promise<ReadonlyMap<string, Merged>> {
  const { client } = input;
  await client.query('BEGIN');
  try {
    const merged = await switchWithin(input);
    await writeLedger(client, input.ledger, input.quarantine);
    await dropStaging(input, merged);
    return merged;
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError: unknown) => {
      throw new AggregateError([error, rollbackError], String(error), { cause: error });
    });
    throw error;
  }
}

async function switchWithin({
  client,
  plan,
  mode,
  staging,
  schema,
  previous,
}: SwitchInput): Promise<Map<string, Merged>> {
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${quoteName(schema)}`);
  const present = new Map(
    (await sameNamedRelations(client, schema, plan)).map((relation) => [relation.name, relation]),
  );
  if (mode === 'replace' && present.size > 0) await setAside(client, [...present.values()], schema, previous);
  const merged = new Map<string, Merged>();
  for (const table of parentsFirst(plan.tables)) {
    if (mode === 'merge' && present.has(table.name)) {
      merged.set(table.name, await mergeTable(client, table, staging, schema));
    } else
      await client.query(`ALTER TABLE ${qualified(staging, table.name)} SET SCHEMA ${quoteName(schema)}`);
  }
  for (const table of plan.tables.filter(({ name }) => !merged.has(name))) {
    await referToLiveParents(client, schema, table, merged);
  }
  const views = plan.views.filter(({ name }) => mode !== 'merge' || !present.has(name));
  if (mode === 'merge') await createViews(client, schema, views);
  else {
    for (const { name } of views) {
      await client.query(`ALTER VIEW ${qualified(staging, name)} SET SCHEMA ${quoteName(schema)}`);
    }
  }
  if (mode === 'replace') await carryRights(client, schema, previous);
  return merged;
}

/** A table that came over still refers to the staged copy of a parent that was merged. */
async function referToLiveParents(
  client: pg.Client,
  schema: string,
  { name, foreignKeys }: PlannedTable,
  merged: ReadonlyMap<string, Merged>,
): Promise<void> {
  const changes = foreignKeys
    .filter(({ parentTable }) => merged.has(parentTable))
    .map((key) => `DROP CONSTRAINT ${quoteName(key.name)}, ${addForeignKeySql(schema, key)}`);
  if (changes.length > 0) await client.query(`ALTER TABLE ${qualified(schema, name)} ${changes.join(', ')}`);
}

/** Anew, since the staged views stand on the staged tables, of which a merge leaves some behind. */
async function createViews(client: pg.Client, schema: string, views: Plan['views']): Promise<void> {
  await client.query(`SET LOCAL search_path = pg_catalog, ${quoteName(schema)}`);
  for (const { name, sql } of views) await client.query(`CREATE VIEW ${qualified(schema, name)} AS ${sql}`);
  await client.query('SET LOCAL search_path TO DEFAULT');
}

/** Without CASCADE: should anything live still hang on what is staged, the switch fails instead of losing it. */
async function dropStaging(
  { client, plan, mode, staging }: SwitchInput,
  merged: ReadonlyMap<string, Merged>,
): Promise<void> {
  const list = (names: readonly string[]) => names.map((name) => qualified(staging, name)).join(', ');
  const views = mode === 'merge' ? plan.views.map(({ name }) => name) : [];
  if (views.length > 0) await client.query(`DROP VIEW ${list(views)}`);
  if (merged.size > 0) await client.query(`DROP TABLE ${list([...merged.keys()])}`);
  await client.query(`DROP SCHEMA ${quoteName(staging)}`);
}

async function setAside(
  client: pg.Client,
  relations: readonly { name: string; kind: string }[],
  schema: string,
  previous: string,
): Promise<void> {
  await client.query(`CREATE SCHEMA ${quoteName(previous)}`);
  for (const { name, kind } of relations) {
    await client.query(`ALTER ${kind} ${qualified(schema, name)} SET SCHEMA ${quoteName(previous)}`);
  }
}
