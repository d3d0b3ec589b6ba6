import { describe, expect, it } from 'vitest';
import { Scenario } from '../../../shared/scenario.ts';
import { sqliteFile } from '../../testing/migration.ts';
import { type FreshDatabase, freshDatabase, servers } from '../../testing/postgres.ts';
import { readExtensionSchemas } from '../postgres/extension-schemas.ts';
import { withScratchSchema } from '../postgres/scratch-schema.ts';
import { quoteName } from '../source/quote.ts';
import { type Fitted, fitOf, fitScenarios, tryOnCopies } from './load-fit.ts';

const signal = new AbortController().signal;

const asked = {
  'by-name': "SELECT count(*) FROM student WHERE name = 'AMAL'",
  'like-it': "SELECT count(*) FROM student WHERE note % 'dilligent'",
  'as-text': "SELECT count(*) FROM student WHERE note::citext = 'x'",
  counted: 'SELECT count(*) FROM student WHERE id > 0',
};
/** What isn't IMMUTABLE may run whatever it was told, as xpath_table does: only where nothing can be written. */
const writing = "UPDATE student SET note = note WHERE note % 'dilligent'";

function scenario(name: string, postgres: string, writes = false): Scenario {
  return Scenario.parse({ name, screen: name, writes, statements: [{ sqlite: 'SELECT 1', postgres }] });
}

const scenarios = [
  ...Object.entries(asked).map(([name, postgres]) => scenario(name, postgres)),
  scenario('writing', writing, true),
];
const acting = { kind: 'not allowed', problem: 'calls a function that acts', statement: writing };

/** By name: what became of each, and how many students it found on the copies by their search_path. */
async function outcomes({ target, client }: FreshDatabase) {
  const source = sqliteFile('CREATE TABLE student (id INTEGER PRIMARY KEY)');
  const planned: Fitted = await fitScenarios({ file: source, target, schema: 'public' }, scenarios, signal);
  return await withScratchSchema(
    { target, schema: 'public', tables: ['student'], copies: { one: { without: [], added: [] } } },
    { signal, advance: () => undefined, onLeftover: () => undefined },
    async ({ searchPathOf }) => {
      const path = searchPathOf('one');
      const fits = (await tryOnCopies(target, path, planned, signal)).map(fitOf);
      await client.query(`SET search_path = ${path.map(quoteName).join(', ')}`);
      const found: Record<string, unknown> = {};
      for (const fit of fits) {
        const sql = fit.scenario.statements[0]?.postgres ?? '';
        found[fit.scenario.name] =
          fit.kind === 'fits'
            ? Number((await client.query<{ count: string }>(sql)).rows[0]?.count)
            : fit.reason;
      }
      return found;
    },
  );
}

async function withExtensions(database: FreshDatabase, schema: string): Promise<void> {
  await database.client.query(
    `CREATE SCHEMA IF NOT EXISTS ${schema};
     CREATE EXTENSION citext SCHEMA ${schema};
     CREATE EXTENSION pg_trgm SCHEMA ${schema};
     CREATE TABLE student (id int PRIMARY KEY, name ${schema}.citext, note text);
     INSERT INTO student VALUES (1, 'Amal', 'diligent')`,
  );
}

const lacking = { kind: 'not allowed', problem: 'needs what copies lack' };
const lackingAll = {
  'by-name': { ...lacking, statement: asked['by-name'] },
  'like-it': { ...lacking, statement: asked['like-it'] },
  'as-text': { ...lacking, statement: asked['as-text'] },
  counted: 1,
  writing: acting,
};

describe.each(servers())('extensions under a load test on PostgreSQL $version', (server) => {
  it('are used on the copies as on the live tables, where their schema holds nothing else', async () => {
    await using database = await freshDatabase(server);
    await withExtensions(database, 'extensions');
    expect(await outcomes(database)).toEqual({
      'by-name': 1,
      'like-it': 1,
      'as-text': 0,
      counted: 1,
      writing: acting,
    });
  });

  it('keep what needs them from being measured where they lie among the tables', async () => {
    await using database = await freshDatabase(server);
    await withExtensions(database, 'public');
    expect(await outcomes(database)).toEqual(lackingAll);
  });

  it('are left aside where the school has something of its own in their schema', async () => {
    await using database = await freshDatabase(server);
    await withExtensions(database, 'extensions');
    const { client } = database;
    expect(await readExtensionSchemas(client, 'public')).toEqual(['extensions']);
    const own = [
      'CREATE TABLE extensions.student (id int)',
      'CREATE VIEW extensions.mark AS SELECT 1',
      'CREATE SEQUENCE extensions.numbers',
      "CREATE FUNCTION extensions.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
      'CREATE OPERATOR extensions.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = pg_catalog.int4eq)',
      'CREATE DOMAIN extensions.period AS int',
    ];
    for (const sql of own) {
      await client.query(`BEGIN; ${sql}`);
      expect(await readExtensionSchemas(client, 'public'), sql).toEqual([]);
      await client.query('ROLLBACK');
    }
  });
});
