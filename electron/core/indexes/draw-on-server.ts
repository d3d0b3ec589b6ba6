import type pg from 'pg';
import { z } from 'zod';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { Scenario } from '../../../shared/scenario.ts';
import { loadGrammar } from '../postgres/grammar.ts';
import { rolledBack } from '../postgres/rolled-back.ts';
import { readSchemaNames } from '../postgres/schema-names.ts';
import { builtInScenarios } from '../scenarios/built-in.ts';
import { numberForPostgres } from '../scenarios/numbered.ts';
import { spellNames } from '../scenarios/spell-names.ts';
import { quoteName } from '../source/quote.ts';

/** A query of the school application, with values that it may be asked with. */
export interface ScenarioQuery {
  readonly sql: string;
  /** Each set for $1, $2 … in their order. Not empty. */
  readonly draws: readonly (readonly (string | null)[])[];
}

/** Rows that are drawn from; of more, the first in the query's own order, which are the newest. */
const mostRows = 2_000;
/** Sets of values, spread evenly over those rows. */
const draws = 25;

const Values = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** The built-in scenarios that only read, each of which is a query of a screen. */
export function readingScenarios(): readonly Scenario[] {
  return builtInScenarios.filter(({ writes }) => !writes);
}

/**
 * The first query of a scenario with values drawn from the rows on the server, where there is no file to draw from.
 *
 * @param client may read the tables of the schema
 * @throws RollcallError scenario-unknown, scenario-without-rows; what the server says where a table is missing
 */
export async function drawOnServer(client: pg.Client, schema: string, name: string): Promise<ScenarioQuery> {
  const scenario = readingScenarios().find((known) => known.name === name);
  const [statement] = scenario?.statements ?? [];
  if (scenario === undefined || statement === undefined) {
    throw rollcallError('scenario-unknown', { name, known: readingScenarios().map((known) => known.name) });
  }
  const grammar = await loadGrammar();
  const names = await readSchemaNames(client, schema);
  const { sql, parameters } = numberForPostgres(statement.postgres, grammar);
  const drawing = scenario.draw === undefined ? 'SELECT' : spellNames(scenario.draw.sql, grammar, names);
  const rows = await drawnRows(client, schema, drawing);
  if (rows.length === 0) throw rollcallError('scenario-without-rows', { name });
  const step = Math.max(1, Math.floor(rows.length / draws));
  return {
    sql: spellNames(sql, grammar, names),
    draws: rows
      .filter((_, place) => place % step === 0)
      .slice(0, draws)
      .map((row) => parameters.map((parameter) => textOf(row[parameter] ?? null))),
  };
}

async function drawnRows(client: pg.Client, schema: string, sql: string): Promise<z.infer<typeof Values>[]> {
  const read = async () => {
    await client.query(`SET LOCAL search_path = ${quoteName(schema)}`);
    const { rows } = await client.query<{ row: unknown }>(
      `SELECT to_jsonb(drawn) AS row FROM (${sql} LIMIT ${mostRows}) AS drawn`,
    );
    return rows.map(({ row }) => inSmallLetters(Values.parse(row)));
  };
  return rolledBack(client, read, 'BEGIN READ ONLY');
}

/** A column is called as its table spells it, a parameter in small letters. */
function inSmallLetters(row: z.infer<typeof Values>): z.infer<typeof Values> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]));
}

function textOf(value: string | number | boolean | null): string | null {
  return value === null ? null : String(value);
}
