import pg from 'pg';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { PlannedTable } from '../../../shared/plan.ts';
import { qualified } from '../postgres/ddl.ts';
import { quoteName } from '../source/quote.ts';
import { clipName } from '../values/names.ts';

/**
 * Moves a table's identity past the highest value, proves it with the number that comes next, and sets it back to
 * where the application's first own insert shall find it.
 */
export async function settleIdentity(client: pg.Client, schema: string, table: PlannedTable): Promise<void> {
  const column = table.columns.find(({ identity }) => identity !== undefined);
  if (!column?.identity) return;
  const place = { table: qualified(schema, table.name), column: column.name };
  const last = await highestValue(client, place, column.identity.lastValue);
  await moveSequence(client, place, last);
  await prove(client, table.name, place, last);
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

/** What the source had given out may be more than a narrower type has numbers; then none is left. */
async function moveSequence(client: pg.Client, { table, column }: Place, last: string): Promise<void> {
  await client.query(
    `SELECT setval(seqrelid, least(greatest($3::bigint, 1), seqmax), $3::bigint > 0)
       FROM pg_sequence WHERE seqrelid = pg_get_serial_sequence($1, $2)::regclass`,
    [table, clipName(column), last],
  );
}

/** sequence_generator_limit_exceeded: there is no next number, so none that could collide. */
const numbersUsedUp = '2200H';

/**
 * Draws a number, as the application's next insert will, and holds it against all that are there. No row is inserted,
 * since any other rule of the table might refuse that before the number is looked at.
 */
async function prove(client: pg.Client, table: string, place: Place, last: string): Promise<void> {
  const column = quoteName(place.column);
  try {
    const { rows } = await client.query<{ past: boolean }>(
      `SELECT next > greatest($3::bigint, (SELECT max(${column}) FROM ${place.table})) AS past
         FROM nextval(pg_get_serial_sequence($1, $2)::regclass) AS next`,
      [place.table, clipName(place.column), last],
    );
    if (rows[0]?.past !== true) throw rollcallError('identity-behind', { table, column: place.column });
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== numbersUsedUp) throw error;
  }
}
