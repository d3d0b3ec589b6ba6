import type pg from 'pg';
import type { Plan } from '../../../shared/plan.ts';
import type { Mode, QuarantineEntry } from '../../../shared/run.ts';
import { qualified } from '../postgres/ddl.ts';
import { quoteName } from '../source/quote.ts';
import { type LedgerEntry, writeLedger } from './ledger.ts';
import { type Merged, mergeTable } from './merge.ts';
import { parentsFirst } from './parents-first.ts';
import { sameNamedRelations } from './relations.ts';

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
 * The one transaction that makes the loaded tables the live ones, with the run's ledger and quarantine.
 *
 * @returns for each merged table, what happened to its rows
 */
export async function switchTables(input: SwitchInput): Promise<ReadonlyMap<string, Merged>> {
  const { client, staging } = input;
  await client.query('BEGIN');
  try {
    const merged = await switchWithin(input);
    await writeLedger(client, input.ledger, input.quarantine);
    await client.query(`DROP SCHEMA ${quoteName(staging)} CASCADE`);
    await client.query('COMMIT');
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
  for (const { name } of plan.views) {
    const kept = mode === 'merge' && present.has(name);
    if (!kept) await client.query(`ALTER VIEW ${qualified(staging, name)} SET SCHEMA ${quoteName(schema)}`);
  }
  return merged;
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
