import type { Client } from 'pg';
import type { Mismatch } from '../../../shared/run.ts';
import { quoteName } from '../source/quote.ts';
import { serverName } from './catalog.ts';

/**
 * Sees to it that the next number an identity gives out lies past those that are taken.
 *
 * @param lastValue highest number that the source has given out, in decimal digits
 */
export async function verifyIdentity(
  client: Client,
  schema: string,
  table: string,
  column: string,
  lastValue: string,
): Promise<Mismatch | undefined> {
  const qualified = `${quoteName(schema)}.${quoteName(table)}`;
  const highest = await readNumber(
    client,
    `SELECT max(${quoteName(column)})::text AS number FROM ${qualified}`,
  );
  const next = await readNextNumber(client, qualified, column);
  const taken = [BigInt(lastValue), highest ?? 0n].reduce((one, other) => (one > other ? one : other));
  if (next !== undefined && next > taken) return undefined;
  return {
    table,
    kind: 'identity',
    column,
    source: `> ${taken}`,
    ...(next === undefined ? {} : { target: String(next) }),
  };
}

async function readNextNumber(
  client: Client,
  qualified: string,
  column: string,
): Promise<bigint | undefined> {
  const found = await client.query<{ sequence: string | null }>(
    'SELECT pg_get_serial_sequence($1, $2) AS sequence',
    [qualified, serverName(column)],
  );
  // The server gives the name qualified and quoted.
  const sequence = found.rows[0]?.sequence;
  if (sequence === null || sequence === undefined) return undefined;
  return readNumber(
    client,
    `SELECT (last_value::numeric + CASE WHEN is_called THEN 1 ELSE 0 END)::text AS number FROM ${sequence}`,
  );
}

async function readNumber(client: Client, sql: string): Promise<bigint | undefined> {
  const { rows } = await client.query<{ number: string | null }>(sql);
  const number = rows[0]?.number;
  return number === null || number === undefined ? undefined : BigInt(number);
}
