import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { CopyRoom, LeftOut } from '../../../shared/load-test.ts';
import type { StageContext } from '../../../shared/progress.ts';
import type { Target } from '../../../shared/target.ts';
import { quoteName } from '../source/quote.ts';
import { copyPrefix, dropAbandonedCopies, lockCopies } from './abandoned-copies.ts';
import { cancellable, connect } from './connect.ts';
import { qualified } from './ddl.ts';
import { readExtensionSchemas } from './extension-schemas.ts';
import { copyTable, linkTables, type ScratchIndexes } from './scratch-copy.ts';
import { refuseActing, requireRights, requireRoom } from './scratch-requirements.ts';
import { readScratchTables, type ScratchTable } from './scratch-tables.ts';

export interface ScratchRequest<Copy extends string> {
  readonly target: Target;
  /** Where the live tables are. */
  readonly schema: string;
  /** Tables or views by the catalog's spelling; the tables that they refer to are copied too. */
  readonly tables: readonly string[];
  /** By their names, small letters: each becomes a schema with all tables. */
  readonly copies: Readonly<Record<Copy, ScratchIndexes>>;
}

export interface CopiedTable {
  readonly table: string;
  readonly rows: number;
  readonly leftOut: LeftOut[];
}

export interface Scratch<Copy extends string> {
  readonly schemaOf: (copy: Copy) => string;
  /** That keeps statements off the live tables: the schema of a copy, then those of `readExtensionSchemas`. */
  readonly searchPathOf: (copy: Copy) => readonly string[];
  /** What was copied, the same in each. */
  readonly tables: readonly CopiedTable[];
  /**
   * Vacuums and analyzes the copies once more: what was written to them leaves dead rows, and pages of which an
   * index alone can't tell that all see their rows.
   *
   * @throws RollcallError cancelled
   */
  readonly settle: () => Promise<void>;
}

export interface ScratchContext extends StageContext {
  /** Told before anything is copied. */
  readonly onRoom?: (room: CopyRoom) => void;
  /** Told when the copies could not be removed; the next one who makes some does it. */
  readonly onLeftover: (schemas: readonly string[], error: unknown) => void;
}

/**
 * Lends copies of live tables that may be written to: the same rows in the same order, columns, defaults, keys,
 * checks, and references among the copied tables, and the indexes that `copies` say; vacuumed and analyzed. Live
 * tables are only read, once, in one snapshot for all copies. The copies are removed afterwards, whatever happens.
 *
 * Not copied are triggers, rules, policies, partitions (a partitioned table becomes an ordinary one), references to
 * other schemas and from tables that aren't copied. Of a view the copy is a table without keys. Nothing that the school
 * made runs on a copy unless it is declared IMMUTABLE: defaults and checks that call it are left out.
 *
 * Copies that a killed run left are removed by the next, and by a move: a session lock tells a dead run's from a
 * living one's.
 *
 * @param context `advance` counts rows
 * @throws RollcallError `scratch-denied` with the rights that are missing, `scratch-acts`, `scratch-too-big`,
 *   `cancelled`, or what the server says
 */
export async function withScratchSchema<Copy extends string, Result>(
  { target, schema, tables: names, copies }: ScratchRequest<Copy>,
  { signal, advance, onRoom, onLeftover }: ScratchContext,
  work: (scratch: Scratch<Copy>) => Promise<Result>,
): Promise<Result> {
  const id = randomBytes(6).toString('hex');
  const schemaOf = (copy: string) => `${copyPrefix}${id}_${copy}`;
  const wanted = Object.entries<ScratchIndexes>(copies).map(([copy, indexes]) => ({
    schema: schemaOf(copy),
    indexes,
  }));
  const client = await connect(target, { signal });
  let made = false;
  try {
    const { tables, live, extensions } = await cancellable(client, target, signal, async () => {
      await lockCopies(client, id);
      await dropAbandonedCopies(client);
      // VACUUM calls no row visible to all as long as commits about it aren't on disk.
      await client.query('SET synchronous_commit = on');
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      const live = await readScratchTables(client, schema, names);
      const extensions = await readExtensionSchemas(client, schema);
      await requireRights(client, target, schema, live);
      await refuseActing(client, live);
      const room = await requireRoom(client, target, live, wanted.length);
      onRoom?.(room);
      const copied = await copyTables(client, live, wanted, advance);
      made = true;
      await client.query('COMMIT');
      await settle(client, wanted, live);
      return { tables: copied, live, extensions };
    });
    if (signal.aborted) throw rollcallError('cancelled', {});
    return await work({
      schemaOf,
      searchPathOf: (copy) => [schemaOf(copy), ...extensions],
      tables,
      settle: () => cancellable(client, target, signal, () => settle(client, wanted, live)),
    });
  } finally {
    if (made) {
      const left = wanted.map((one) => one.schema);
      await dropSchemas(target, left).catch((error: unknown) => onLeftover(left, error));
    }
    await client.end();
  }
}

interface Wanted {
  readonly schema: string;
  readonly indexes: ScratchIndexes;
}

async function copyTables(
  client: pg.Client,
  tables: readonly ScratchTable[],
  wanted: readonly Wanted[],
  advance: StageContext['advance'],
): Promise<CopiedTable[]> {
  for (const { schema } of wanted) await client.query(`CREATE SCHEMA ${quoteName(schema)}`);
  const total = tables.reduce((sum, { estimate }) => sum + estimate, 0) * wanted.length;
  let done = 0;
  const copied: CopiedTable[] = [];
  for (const table of tables) {
    let rows = 0;
    for (const one of wanted) {
      rows = await copyTable(client, table, one);
      done += table.estimate;
      advance({ done, total, table: table.name });
    }
    copied.push({ table: table.name, rows, leftOut: table.leftOut });
  }
  for (const { schema } of wanted) await linkTables(client, tables, schema);
  return copied;
}

/** As tables are after a night: hint bits set, visible to all, known to the planner. */
async function settle(
  client: pg.Client,
  wanted: readonly Wanted[],
  tables: readonly ScratchTable[],
): Promise<void> {
  for (const { schema } of wanted) {
    for (const { name } of tables) await client.query(`VACUUM (ANALYZE) ${qualified(schema, name)}`);
  }
}

/** By a connection of its own: the one that made them may be what broke. */
async function dropSchemas(target: Target, schemas: readonly string[]): Promise<void> {
  const client = await connect(target);
  try {
    await client.query("SET lock_timeout = '10s'");
    await client.query(`DROP SCHEMA IF EXISTS ${schemas.map(quoteName).join(', ')} CASCADE`);
  } finally {
    await client.end();
  }
}
