import pg from 'pg';
import { actingRelation } from '../postgres/acting-relation.ts';
import type { Grammar } from '../postgres/grammar.ts';
import { quoteName } from '../source/quote.ts';
import { actingFunction } from './acting-function.ts';
import { problemOf } from './allowed.ts';
import { type FitsBoth, type FitsFile, skip, type Tried } from './fit.ts';
import { markStatement } from './mark-statement.ts';
import { type Numbered, numberForPostgres } from './numbered.ts';
import { type Step, stepsOf } from './operations.ts';
import { relationPathsOf, relationsOf } from './parse-tree.ts';
import { type SchemaNames, spellNames } from './spell-names.ts';

/**
 * Has the server plan a scenario's statements on the tables of `schema`, without running them.
 *
 * @throws RollcallError or what `client` throws when the server can't be asked
 */
export async function fitToServer(
  client: pg.Client,
  { schema, names, grammar }: { schema: string; names: SchemaNames; grammar: Grammar },
  file: FitsFile,
): Promise<Tried<FitsBoth>> {
  const { scenario } = file;
  const postgres: Numbered[] = [];
  for (const statement of scenario.statements) {
    const { sql, parameters } = numberForPostgres(statement.postgres, grammar);
    const reason = problemOf(sql, grammar);
    if (reason) return skip(scenario, reason);
    postgres.push({ sql: spellNames(sql, grammar, names), parameters });
  }
  const undrawn = postgres
    .flatMap(({ parameters }, place) =>
      parameters.map((name) => ({ name, each: scenario.statements[place]?.each })),
    )
    .find(({ name, each }) => !(name in (file.drawn[0]?.values ?? {}) || each === true));
  if (undrawn) return skip(scenario, { kind: 'not drawn', parameter: undrawn.name });
  let acting: string | undefined;
  const refusal = await refusalOf(client, schema, async () => {
    for (const [place, numbered] of postgres.entries()) {
      await client.query(`PREPARE rollcall_try_${place} AS ${numbered.sql}`);
      const tree = grammar.parseSync(numbered.sql);
      const called =
        (await actingFunction(client, tree)) ??
        (await actingRelation(client, relationPathsOf(tree), 'IMMUTABLE'));
      if (called !== undefined) acting ??= scenario.statements[place]?.postgres;
    }
  });
  await client.query('DEALLOCATE ALL');
  if (refusal !== undefined) return skip(scenario, { kind: 'refused', by: 'postgres', detail: refusal });
  if (acting !== undefined) {
    return skip(scenario, {
      kind: 'not allowed',
      problem: 'calls a function that acts',
      statement: acting,
    });
  }
  const tables = postgres
    .flatMap(({ sql }) => relationsOf(grammar.parseSync(sql)))
    .filter((table) => names.has(table));
  // Not before: beside a WITH the server refuses what rules of the live tables would rewrite.
  const marked = postgres.map(({ sql, parameters }) => ({ sql: markStatement(sql, grammar), parameters }));
  return { fits: { ...file, postgres: marked, tables: [...new Set(tables)] } };
}

/** Does a scenario once on the tables of `schema`, undone again. */
export async function tryOnServer(
  client: pg.Client,
  schema: string,
  ready: FitsBoth,
): Promise<Tried<FitsBoth>> {
  const { scenario, postgres, drawn, toServer } = ready;
  const steps: Step[] = drawn[0] === undefined ? [] : stepsOf(scenario, postgres, drawn[0], toServer);
  const refusal = await refusalOf(client, schema, async () => {
    if (!scenario.writes) await client.query('SET TRANSACTION READ ONLY');
    for (const { statement, values } of steps) {
      await client.query(postgres[statement]?.sql ?? '', [...values]);
    }
  });
  return refusal === undefined
    ? { fits: ready }
    : skip(scenario, { kind: 'refused', by: 'postgres', detail: refusal });
}

/** The server's words about what it was asked in a transaction that is rolled back. */
async function refusalOf(
  client: pg.Client,
  schema: string,
  work: () => Promise<void>,
): Promise<string | undefined> {
  await client.query('BEGIN');
  try {
    await client.query(`SET LOCAL search_path = ${quoteName(schema)}`);
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof pg.DatabaseError && !isInterruption(error)) return error.message;
    throw error;
  } finally {
    await client.query('ROLLBACK');
  }
}

/** SQLSTATE classes 08 (connection), 53 (resources) and 57 (operator intervention) say nothing about a statement. */
function isInterruption({ code }: pg.DatabaseError): boolean {
  return /^(08|53|57)/.test(code ?? '');
}
