import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { migrateFile, sqliteFile } from '../../../testing/migration.ts';
import { freshDatabase, servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it.each([
    [
      'of two columns',
      'a TEXT, b INT, v TEXT, CONSTRAINT whole PRIMARY KEY (a, b)',
      "NULL, 1, 'x'), (NULL, 1, 'y'",
    ],
    ['of one', 'a INT PRIMARY KEY, b INT, v TEXT', "NULL, 1, 'x'), (NULL, 1, 'y'"],
  ])('moves rows of which none has a value in a key %s', async (_, columns, values) => {
    await using arrival = await arrive(
      server,
      `CREATE TABLE t (${columns})`,
      `INSERT INTO t VALUES (${values})`,
    );
    expect(arrival.complaints).toEqual([]);
    expect(arrival.report).toMatchObject({
      outcome: 'verified',
      tables: [{ targetRows: 2 }],
      notCarried: [],
    });
    expect(arrival.report.findings).toMatchObject([{ code: 'null-in-key', severity: 'warning', count: 2 }]);
    const { rows } = await arrival.client.query(
      "SELECT contype FROM pg_constraint WHERE conrelid = 'public.t'::regclass AND contype IN ('p', 'u')",
    );
    expect(rows).toEqual([{ contype: 'u' }]);
  });

  it('keeps the key where some row has one, and asks about the others', async () => {
    await using database = await freshDatabase(server);
    const file = sqliteFile(
      'CREATE TABLE t (a TEXT PRIMARY KEY)',
      "INSERT INTO t VALUES ('a'), (NULL), (NULL)",
    );
    const report = await migrateFile(file, database.target);
    expect(report).toMatchObject({
      outcome: 'refused',
      findings: [{ code: 'null-in-key', severity: 'blocker' }],
    });
  });
});
