import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../shared/plan.ts';
import { migrateFile, sqliteFile } from '../../testing/migration.ts';
import { freshDatabase, servers } from '../../testing/postgres.ts';
import { testFolder } from '../../testing/test-folder.ts';
import { makePlan } from './make-plan.ts';

const quiet = { signal: new AbortController().signal, advance: () => undefined };

/** A child with an orphan and a word in a number. */
function dirtyFile(): string {
  return sqliteFile(
    'CREATE TABLE parent (id INTEGER PRIMARY KEY)',
    'CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent (id), size INTEGER)',
    "INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1, 1, 5), (2, 99, 6), (3, 1, 'large')",
  );
}

/** The file's own plan with its child table changed. */
async function planWith(
  file: string,
  change: (child: Plan['tables'][number]) => Plan['tables'][number],
): Promise<Plan> {
  const { plan } = await makePlan(file, { folder: testFolder() }, quiet);
  return { ...plan, tables: plan.tables.map((table) => (table.name === 'child' ? change(table) : table)) };
}

describe.each(servers())('an edited plan on PostgreSQL $version', (server) => {
  it('leaves a constraint out and lists it, and keeps a column as text', async () => {
    await using database = await freshDatabase(server);
    const file = dirtyFile();
    const plan = await planWith(file, (child) => ({
      ...child,
      foreignKeys: [],
      columns: child.columns.map((column) =>
        column.name === 'size' ? { ...column, type: { name: 'text' } } : column,
      ),
    }));
    const report = await migrateFile(file, database.target, { plan });
    expect(report).toMatchObject({ outcome: 'verified', mismatches: [] });
    expect(report.notCarried).toMatchObject([
      { kind: 'foreign key', table: 'child', reason: 'The plan leaves it out.' },
    ]);
    const { rows } = await database.client.query('SELECT size FROM child ORDER BY id');
    expect(rows).toEqual([{ size: '5' }, { size: '6' }, { size: 'large' }]);
  });

  it('lists everything that it leaves out, and nothing that it has under another name', async () => {
    await using database = await freshDatabase(server);
    const file = sqliteFile(
      `CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER DEFAULT 7 CHECK (a > 0), b INTEGER UNIQUE,
        c INTEGER UNIQUE, d INTEGER GENERATED ALWAYS AS (a + 1) STORED)`,
      'CREATE INDEX on_a ON t (a DESC)',
      'CREATE INDEX on_b ON t (b DESC)',
      'CREATE VIEW v AS SELECT id FROM t',
      'INSERT INTO t (a, b, c) VALUES (1, 2, 3)',
    );
    const { plan } = await makePlan(file, { folder: testFolder() }, quiet);
    const unedited = await migrateFile(file, database.target, { plan });
    expect(unedited).toMatchObject({ outcome: 'verified', notCarried: [] });
    const edited: Plan = {
      ...plan,
      views: [],
      tables: plan.tables.map((table) => ({
        ...table,
        checks: [],
        uniques: table.uniques.slice(1).map((key) => ({ ...key, name: 'renamed' })),
        indexes: table.indexes.filter(({ name }) => name !== 'on_a'),
        columns: table.columns.map(({ default: _, generated: __, ...column }) => column),
      })),
    };
    const report = await migrateFile(file, database.target, { plan: edited, mode: 'replace' });
    expect(report).toMatchObject({ outcome: 'verified' });
    expect(report.notCarried.map(({ kind, name, reason }) => [kind, name, reason])).toEqual(
      [
        ['default', 'a'],
        ['generated column', 'd'],
        ['check', 't_check1'],
        ['unique', 't_b_key'],
        ['index', 'on_a'],
        ['view', 'v'],
      ].map((entry) => [...entry, 'The plan leaves it out.']),
    );
  });

  it('replaces by NULL what the plan says, and keeps the originals aside', async () => {
    await using database = await freshDatabase(server);
    const file = dirtyFile();
    const plan = await planWith(file, (child) => ({
      ...child,
      foreignKeys: child.foreignKeys.map((key) => ({ ...key, orphans: 'set null' as const })),
      columns: child.columns.map((column) =>
        column.name === 'size' ? { ...column, badValues: 'set null' as const } : column,
      ),
    }));
    const report = await migrateFile(file, database.target, { plan });
    expect(report).toMatchObject({ outcome: 'verified with quarantine', mismatches: [] });
    expect(report.tables[1]).toMatchObject({ table: 'child', targetRows: 3, quarantined: 0, repaired: 2 });
    const child = await database.client.query('SELECT id::int, parent_id::int, size FROM child ORDER BY id');
    expect(child.rows).toEqual([
      { id: 1, parent_id: 1, size: 5 },
      { id: 2, parent_id: null, size: 6 },
      { id: 3, parent_id: 1, size: null },
    ]);
    const aside = await database.client.query(
      'SELECT row_key, column_name, source_row FROM rollcall.quarantine ORDER BY row_key',
    );
    expect(aside.rows).toEqual([
      { row_key: '2', column_name: 'parent_id', source_row: { id: 2, parent_id: 99, size: 6 } },
      { row_key: '3', column_name: 'size', source_row: { id: 3, parent_id: 1, size: 'large' } },
    ]);
  });

  it('is refused for another file, and where it asks for what can not be', async () => {
    await using database = await freshDatabase(server);
    const file = dirtyFile();
    const other = sqliteFile(
      'CREATE TABLE parent (id INTEGER PRIMARY KEY, x)',
      'INSERT INTO parent VALUES (1, 2)',
    );
    const plan = await planWith(file, (child) => child);
    expect(await migrateFile(other, database.target, { plan })).toMatchObject({
      outcome: 'refused',
      error: { code: 'plan-for-another-file' },
    });
    const impossible = await planWith(file, (child) => ({
      ...child,
      columns: child.columns.map((column) =>
        column.name === 'id' ? { ...column, badValues: 'set null' as const } : column,
      ),
    }));
    expect(await migrateFile(file, database.target, { plan: impossible })).toMatchObject({
      outcome: 'refused',
      error: { code: 'plan-impossible' },
    });
  });
});
