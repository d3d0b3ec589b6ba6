import type { Database } from 'better-sqlite3';
import pg from 'pg';
import { z } from 'zod';
import type { Scenario, ScenarioFit } from '../../../shared/load-test.ts';
import { actingRelation } from '../postgres/acting-relation.ts';
import type { Grammar } from '../postgres/grammar.ts';
import { quoteName } from '../source/quote.ts';
import { isSqliteError } from '../source/sqlite-error.ts';
import type { Random } from '../values/random.ts';
import { actingFunction } from './acting-function.ts';
import { isQueryOrChange, problemOf } from './allowed.ts';
import { type Drawn, type DrawnValues, type Draws, drawOperations } from './draw.ts';
import { markStatement } from './mark-statement.ts';
import { type Numbered, numberForPostgres, numberForSqlite } from './numbered.ts';
import { type Step, stepsOf } from './operations.ts';
import { relationPathsOf, relationsOf } from './parse-tree.ts';
import { type SchemaNames, spellNames } from './spell-names.ts';
import type { Readings } from './to-server.ts';

type Skipped = Extract<ScenarioFit, { kind: 'skipped' }>;
type Reason = Skipped['reason'];

/** A scenario that the file has everything for, ready to be done there. */
export interface FitsFile extends Draws {
  readonly scenario: Scenario;
  readonly sqlite: readonly Numbered[];
}

/** A scenario that both sides have everything for. */
export interface FitsBoth extends FitsFile {
  readonly postgres: readonly Numbered[];
  /** Tables of the server that it reads or writes. */
  readonly tables: readonly string[];
}

/** What came of a try: the scenario made ready, or why it is skipped. */
export type Tried<Fits> = { readonly fits: Fits } | { readonly skipped: Skipped };

function skip(scenario: Scenario, reason: Reason): { skipped: Skipped } {
  return { skipped: { kind: 'skipped', scenario, reason } };
}

/**
 * Draws a scenario's values from a file and does it there once, undone again.
 *
 * @param db a copy of the school's file that may be written to
 * @param readings what the file's columns became on the server
 */
export function fitToFile(
  db: Database,
  scenario: Scenario,
  random: Random,
  readings: Readings,
): Tried<FitsFile> {
  try {
    const sqlite = scenario.statements.map((statement) => numberForSqlite(statement.sqlite));
    const problem = problemInFile(db, scenario, sqlite);
    if (problem !== undefined) return skip(scenario, { kind: 'not allowed', ...problem });
    const draws = drawOperations(db, scenario, random, readings);
    const [first] = draws.drawn;
    if (first === undefined) return skip(scenario, { kind: 'nothing to draw from' });
    const parameter = notDrawn(scenario, first);
    if (parameter !== undefined) return skip(scenario, { kind: 'not drawn', parameter });
    const prepared = sqlite.map(({ sql }) => db.prepare(sql));
    undone(db, () => {
      for (const { statement, values } of stepsOf(scenario, sqlite, first)) {
        const one = prepared[statement];
        if (one?.reader) one.all(values);
        else one?.run(values);
      }
    });
    return { fits: { scenario, sqlite, ...draws } };
  } catch (error) {
    const detail = wordsOfSqlite(error);
    if (detail === undefined) throw error;
    return skip(scenario, { kind: 'refused', by: 'sqlite', detail });
  }
}

/** What keeps a statement from being done on the file. Those that draw only read, so that all engines meet the same rows. */
function problemInFile(
  db: Database,
  { draw, writes }: Scenario,
  sqlite: readonly Numbered[],
): Pick<Extract<Reason, { kind: 'not allowed' }>, 'problem' | 'statement'> | undefined {
  const statements = sqlite.map(({ sql }) => sql);
  const drawing = [draw?.sql, draw?.each].flatMap((sql) =>
    sql === undefined ? [] : [numberForSqlite(sql).sql],
  );
  const other = [...drawing, ...statements].find((sql) => !isQueryOrChange(sql));
  if (other !== undefined) return { problem: 'another kind of statement', statement: other };
  const reading = writes ? drawing : [...drawing, ...statements];
  const writing = reading.find((sql) => !db.prepare(sql).readonly);
  return writing === undefined ? undefined : { problem: 'changes rows', statement: writing };
}

/** better-sqlite3 has words of its own for a text that isn't one statement; zod has them for a blob that was drawn. */
function wordsOfSqlite(error: unknown): string | undefined {
  if (error instanceof z.ZodError) return 'a value that was drawn is a blob';
  return isSqliteError(error) || error instanceof RangeError || error instanceof TypeError
    ? error.message
    : undefined;
}

function undone(db: Database, work: () => void): void {
  db.exec('BEGIN');
  try {
    work();
  } finally {
    // An error may have ended the transaction by itself.
    if (db.inTransaction) db.exec('ROLLBACK');
  }
}

/** The first parameter that no value is drawn for. */
function notDrawn({ statements }: Scenario, { values, each }: Drawn): string | undefined {
  const row: DrawnValues = each[0] ?? {};
  return statements
    .flatMap(({ sqlite, each: repeats }) =>
      repeats === true && each.length === 0
        ? []
        : numberForSqlite(sqlite).parameters.filter(
            (name) => !(name in values || (repeats === true && name in row)),
          ),
    )
    .at(0);
}

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
