import type pg from 'pg';
import { actingRelation } from '../postgres/acting-relation.ts';
import { readStrangeColumns } from '../postgres/extension-schemas.ts';
import type { Grammar } from '../postgres/grammar.ts';
import { isRefusal } from '../postgres/refusal.ts';
import { rolledBack } from '../postgres/rolled-back.ts';
import { quoteName } from '../source/quote.ts';
import { actingFunction } from './acting-function.ts';
import { problemOf } from './allowed.ts';
import { type FitsBoth, type FitsFile, type Reason, skip, type Tried } from './fit.ts';
import { markStatement } from './mark-statement.ts';
import { type Numbered, numberForPostgres } from './numbered.ts';
import { notDrawn, type Step, stepsOf } from './operations.ts';
import { nodesOf, relationPathsOf, relationsOf } from './parse-tree.ts';
import { type SchemaNames, spellNames } from './spell-names.ts';

/** Where a scenario's statements find what they name. */
export interface ServerNames {
  readonly schema: string;
  /** Of `readExtensionSchemas`: they are searched behind that of the tables. */
  readonly extensions: readonly string[];
  readonly names: SchemaNames;
  readonly grammar: Grammar;
}

/** SQLSTATE undefined_function, of operators too, and undefined_object, of types. */
const missing = ['42883', '42704'];

/**
 * Has the server plan a scenario's statements on the tables of `schema`, without running them.
 *
 * @throws RollcallError or what `client` throws when the server can't be asked
 */
export async function fitToServer(
  client: pg.Client,
  { schema, extensions, names, grammar }: ServerNames,
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
  const [first = { values: {}, each: [] }] = file.drawn;
  const parameter = notDrawn(scenario, postgres, first);
  if (parameter !== undefined) return skip(scenario, { kind: 'not drawn', parameter });
  const trusted = scenario.writes ? 'IMMUTABLE' : 'STABLE';
  let acting: string | undefined;
  const refusal = await refusalOf(client, [schema, ...extensions], async () => {
    for (const [place, numbered] of postgres.entries()) {
      await client.query(`PREPARE rollcall_try_${place} AS ${numbered.sql}`);
      const tree = grammar.parseSync(numbered.sql);
      const called =
        (await actingFunction(client, tree, trusted)) ??
        (await actingRelation(client, relationPathsOf(tree), 'IMMUTABLE'));
      if (called !== undefined) acting ??= scenario.statements[place]?.postgres;
    }
  });
  await client.query('DEALLOCATE ALL');
  if (refusal !== undefined)
    return skip(scenario, { kind: 'refused', by: 'postgres', detail: refusal.message });
  if (acting !== undefined) {
    return skip(scenario, {
      kind: 'not allowed',
      problem: 'calls a function that acts',
      statement: acting,
    });
  }
  const trees = postgres.map(({ sql }) => grammar.parseSync(sql));
  const tables = trees.flatMap(relationsOf).filter((table) => names.has(table));
  const strange = await readStrangeColumns(client, schema, tables, extensions);
  const place = trees.findIndex((tree) => wordsOf(tree).some((word) => strange.includes(word)));
  const lacking = scenario.statements[place];
  if (lacking !== undefined) return skip(scenario, lacks(lacking.postgres));
  // Not before: beside a WITH the server refuses what rules of the live tables would rewrite.
  const marked = postgres.map(({ sql, parameters }) => ({ sql: markStatement(sql, grammar), parameters }));
  return { fits: { ...file, postgres: marked, tables: [...new Set(tables)] } };
}

/** The names in a statement, but for those of its tables and of what it fills in. */
function wordsOf(tree: unknown): string[] {
  return [...nodesOf(tree)].flatMap(({ String: word }) =>
    typeof word === 'object' && word !== null && 'sval' in word && typeof word.sval === 'string'
      ? [word.sval]
      : [],
  );
}

function lacks(statement: string): Reason {
  return { kind: 'not allowed', problem: 'needs what copies lack', statement };
}

/**
 * Does a scenario that the server has planned once on the tables of the first schema of a search_path, undone again.
 */
export async function tryOnServer(
  client: pg.Client,
  searchPath: readonly string[],
  ready: FitsBoth,
): Promise<Tried<FitsBoth>> {
  const { scenario, postgres, drawn, toServer } = ready;
  const steps: Step[] = drawn[0] === undefined ? [] : stepsOf(scenario, postgres, drawn[0], toServer);
  let asked: string | undefined;
  const refusal = await refusalOf(client, searchPath, async () => {
    if (!scenario.writes) await client.query('SET TRANSACTION READ ONLY');
    for (const { statement, values } of steps) {
      asked = scenario.statements[statement]?.postgres;
      await client.query(postgres[statement]?.sql ?? '', [...values]);
    }
  });
  if (refusal === undefined) return { fits: ready };
  const isMissing = asked !== undefined && missing.includes(refusal.code ?? '');
  return skip(
    scenario,
    isMissing ? lacks(asked ?? '') : { kind: 'refused', by: 'postgres', detail: refusal.message },
  );
}

/** What the server says of what it was asked in a transaction that is rolled back. */
async function refusalOf(
  client: pg.Client,
  searchPath: readonly string[],
  work: () => Promise<void>,
): Promise<pg.DatabaseError | undefined> {
  try {
    await rolledBack(client, async () => {
      await client.query(`SET LOCAL search_path = ${searchPath.map(quoteName).join(', ')}`);
      await work();
    });
    return undefined;
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
}
