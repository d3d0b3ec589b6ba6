import pg from 'pg';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { PlannedTable } from '../../../shared/plan.ts';
import { columnList, qualified } from '../postgres/ddl.ts';
import { quoteName } from '../source/quote.ts';
import { clipName } from '../values/names.ts';

/**
 * Moves a table's identity past the highest value, proves it with an insert that is rolled back, and sets it
 * back to where the application's first own insert shall find it.
 */
export async function settleIdentity(client: pg.Client, schema: string, table: PlannedTable): Promise<void> {
  const column = table.columns.find(({ identity }) => identity !== undefined);
  if (!column?.identity) return;
  const place = { table: qualified(schema, table.name), column: column.name };
  const last = await highestValue(client, place, column.identity.lastValue);
  await moveSequence(client, place, last);
  await probe(client, table, place, last);
  await moveSequence(client, place, last);
}

interface Place {
  /** Qualified and quoted. */
  readonly table: string;
  readonly column: string;
}

/** Of what was loaded and of what the source had already given out, as decimal digits; 0 when nothing was. */
async function highestValue(client: pg.Client, { table, column }: Place, given: string): Promise<string> {
  const { rows } = await client.query<{ last: string }>(
    `SELECT greatest(coalesce(max(${quoteName(column)}), 0), $1::bigint, 0)::text AS last FROM ${table}`,
    [given],
  );
  return rows[0]?.last ?? given;
}

async function moveSequence(client: pg.Client, { table, column }: Place, last: string): Promise<void> {
  await client.query(
    `SELECT setval(pg_get_serial_sequence($1, $2), greatest($3::bigint, 1), $3::bigint > 0)`,
    [table, clipName(column), last],
  );
}

/**
 * Inserts a copy of some row under a new number. Any other rule of the table may refuse the copy (a unique key, a
 * reference to the number's own parent, a CHECK); what matters is that the number drawn lies past all others.
 */
async function probe(client: pg.Client, table: PlannedTable, place: Place, last: string): Promise<void> {
  // The end of bigint has no next number to try.
  if (BigInt(last) >= 2n ** 63n - 1n) return;
  const others = columnList(
    table.columns.flatMap(({ name, generated }) =>
      name === place.column || generated !== undefined ? [] : [name],
    ),
  );
  const insert =
    others === ''
      ? `INSERT INTO ${place.table} DEFAULT VALUES`
      : `INSERT INTO ${place.table} (${others}) SELECT ${others} FROM ${place.table} LIMIT 1`;
  await client.query('BEGIN');
  try {
    const inserted = await client.query(`${insert} RETURNING ${quoteName(place.column)}::text AS value`);
    const value: unknown = inserted.rows[0]?.value;
    if (typeof value === 'string' && BigInt(value) <= BigInt(last)) {
      throw rollcallError('identity-behind', { table: table.name, column: place.column });
    }
  } catch (error) {
    const otherRule =
      error instanceof pg.DatabaseError &&
      /^2[23]/.test(error.code ?? '') &&
      error.constraint !== clipName(table.primaryKey?.name ?? '');
    if (!otherRule) throw error;
  } finally {
    await client.query('ROLLBACK');
  }
}
