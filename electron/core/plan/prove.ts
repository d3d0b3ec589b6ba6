import pg from 'pg';
import type { NotCarried } from '../../../shared/finding.ts';
import type { Plan, PlannedColumn, PlannedKey, PlannedTable } from '../../../shared/plan.ts';
import {
  addForeignKeySql,
  adoptKeySql,
  checkSql,
  columnList,
  createIndexSql,
  createKeyIndexSql,
  createTableSql,
  qualified,
} from '../postgres/ddl.ts';
import { rolledBack } from '../postgres/rolled-back.ts';
import { quoteName } from '../source/quote.ts';

/**
 * Executes every piece of a plan on the real server, on empty tables, in a transaction that is rolled back. A
 * piece that the server refuses becomes "not carried", with the server's words.
 *
 * @param client outside a transaction; may create schemas in its database
 */
export async function provePlan(client: pg.Client, plan: Plan): Promise<Plan> {
  const schema = 'rollcall_proof';
  return rolledBack(client, async () => {
    await client.query(`CREATE SCHEMA ${schema}`);
    await client.query(`SET LOCAL search_path = pg_catalog, ${schema}`);
    const proof = new Proof(client, schema);
    const tables: PlannedTable[] = [];
    for (const table of plan.tables) tables.push(await proveTable(proof, table));
    const keyed: PlannedTable[] = [];
    for (const table of tables) keyed.push(await proveForeignKeys(proof, table));
    const views = await proveViews(proof, plan);
    return { ...plan, tables: keyed, views, notCarried: [...plan.notCarried, ...proof.refused] };
  });
}

/** Tries statements behind savepoints and keeps what was refused. */
class Proof {
  readonly refused: NotCarried[] = [];
  readonly schema: string;
  readonly #client: pg.Client;

  constructor(client: pg.Client, schema: string) {
    this.#client = client;
    this.schema = schema;
  }

  run(sql: string): Promise<unknown> {
    return this.#client.query(sql);
  }

  /** The server's refusal in its own words; undefined when the statement works. */
  async refusal(sql: string): Promise<string | undefined> {
    await this.run('SAVEPOINT piece');
    try {
      await this.run(sql);
      await this.run('RELEASE SAVEPOINT piece');
      return undefined;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      await this.run('ROLLBACK TO SAVEPOINT piece');
      return error.message;
    }
  }

  /** Whether a piece works; one that doesn't is listed. */
  async works(sql: string, piece: Omit<NotCarried, 'reason'>): Promise<boolean> {
    const refusal = await this.refusal(sql);
    if (refusal !== undefined) {
      const values = piece.kind === 'generated column' ? ' Its values are moved as they are.' : '';
      this.refused.push({
        ...piece,
        reason: `The server refuses it: ${refusal}.${values}`,
        code: 'refused by server',
        facts: { refusal },
      });
    }
    return refusal === undefined;
  }
}

async function proveTable(proof: Proof, table: PlannedTable): Promise<PlannedTable> {
  const whole = await proof.refusal(createTableSql(proof.schema, table));
  const proved = await proveKeys(proof, whole === undefined ? table : await proveByPiece(proof, table));
  const place = qualified(proof.schema, table.name);
  const indexes: PlannedTable['indexes'] = [];
  for (const index of proved.indexes) {
    const sql = createIndexSql(proof.schema, table.name, index);
    const kind = index.unique ? 'unique' : 'index';
    if (
      await proof.works(sql, {
        kind,
        name: index.name,
        table: table.name,
        sql: sql.replace(place, quoteName(table.name)),
      })
    ) {
      indexes.push(index);
    }
  }
  return { ...proved, indexes };
}

/** A key of more than 32 columns, for one, has no index on PostgreSQL (its manual, appendix Limits). */
async function proveKeys(
  proof: Proof,
  { primaryKey, uniques, ...table }: PlannedTable,
): Promise<PlannedTable> {
  const works = async (key: PlannedKey, kind: 'PRIMARY KEY' | 'UNIQUE') => {
    const index = createKeyIndexSql(proof.schema, table.name, key);
    const sql = `${index}; ${adoptKeySql(proof.schema, table.name, key, kind)}`;
    const shown = `${kind} (${columnList(key.columns)})`;
    return (await proof.works(sql, { kind: 'unique', name: key.name, table: table.name, sql: shown }))
      ? [key]
      : [];
  };
  const [primary] = primaryKey ? await works(primaryKey, 'PRIMARY KEY') : [];
  const kept: PlannedKey[] = [];
  for (const key of uniques) kept.push(...(await works(key, 'UNIQUE')));
  return { ...table, ...(primary ? { primaryKey: primary } : {}), uniques: kept };
}

/** The table bare, then each default, generated column and CHECK for itself. */
async function proveByPiece(proof: Proof, table: PlannedTable): Promise<PlannedTable> {
  const place = qualified(proof.schema, table.name);
  const plain = ({ generated: _generated, default: _default, ...rest }: PlannedColumn): PlannedColumn => rest;
  await proof.run(createTableSql(proof.schema, { ...table, columns: table.columns.map(plain), checks: [] }));
  const columns: PlannedColumn[] = [];
  for (const column of table.columns) {
    const alter = `ALTER TABLE ${place} ALTER COLUMN ${quoteName(column.name)}`;
    const piece = { name: column.name, table: table.name };
    if (column.generated !== undefined) {
      // Beside those that worked, since PostgreSQL lets none read another.
      const beside = [...columns, column, ...table.columns.slice(columns.length + 1).map(plain)].map(
        ({ identity: _identity, ...rest }) => rest,
      );
      const trial = { ...table, name: 'rollcall generated', columns: beside, checks: [] };
      const sql = `${createTableSql(proof.schema, trial)}; DROP TABLE ${qualified(proof.schema, trial.name)}`;
      const works = await proof.works(sql, { ...piece, kind: 'generated column', sql: column.generated });
      columns.push(works ? column : plain(column));
    } else if (column.default !== undefined) {
      const works = await proof.works(`${alter} SET DEFAULT ${column.default}`, {
        ...piece,
        kind: 'default',
        sql: column.default,
      });
      columns.push(works ? column : plain(column));
    } else columns.push(column);
  }
  const checks: PlannedTable['checks'] = [];
  for (const check of table.checks) {
    const piece = { kind: 'check', name: check.name, table: table.name, sql: check.sql } as const;
    if (await proof.works(`ALTER TABLE ${place} ADD ${checkSql(check)}`, piece)) checks.push(check);
  }
  return { ...table, columns, checks };
}

async function proveForeignKeys(proof: Proof, table: PlannedTable): Promise<PlannedTable> {
  const foreignKeys: PlannedTable['foreignKeys'] = [];
  for (const key of table.foreignKeys) {
    const sql = addForeignKeySql(proof.schema, key);
    const piece = { kind: 'foreign key', name: key.name, table: table.name, sql } as const;
    if (await proof.works(`ALTER TABLE ${qualified(proof.schema, table.name)} ${sql}`, piece))
      foreignKeys.push(key);
  }
  return { ...table, foreignKeys };
}

/** In rounds, since a view may stand on another that comes later. */
async function proveViews(proof: Proof, { views }: Plan): Promise<Plan['views']> {
  const proved: Plan['views'] = [];
  let waiting = [...views];
  for (let before = -1; waiting.length !== before; ) {
    before = waiting.length;
    const left: Plan['views'] = [];
    for (const view of waiting) {
      const refusal = await proof.refusal(createViewSql(proof.schema, view));
      if (refusal === undefined) proved.push(view);
      else left.push(view);
    }
    waiting = left;
  }
  for (const view of waiting) {
    await proof.works(createViewSql(proof.schema, view), { kind: 'view', name: view.name, sql: view.sql });
  }
  return proved;
}

function createViewSql(schema: string, { name, sql }: Plan['views'][number]): string {
  return `CREATE VIEW ${qualified(schema, name)} AS ${sql}`;
}
