import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { migrateFile, sqliteFile } from '../../../testing/migration.ts';
import { freshDatabase, servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it.each([
    ['numbers, downwards', 'd NUMERIC, UNIQUE (d DESC)', "x'31', 1"],
    ['an index downwards', 'd BLOB); CREATE UNIQUE INDEX down ON t (d DESC', "'one', x'6f6e65'"],
    [
      'points in time',
      'd TIMESTAMP WITH TIME ZONE UNIQUE',
      "'2026-01-01 08:00:00+03:00', '2026-01-01T05:00:00Z'",
    ],
    [
      'timestamps that need no conversion',
      'd TIMESTAMP UNIQUE',
      "'2026-01-01 08:00:00', '2026-01-01T08:00:00'",
    ],
    ['times of day', 'd TIME UNIQUE', "'08:00:00', '08:00:00.0'"],
    ['JSON', 'd JSON UNIQUE', `'{"a":1,"b":2.0}', '{"b":2,"a":1}'`],
  ])('finds twins among %s', async (_, columns, values) => {
    const rows = values.split(/, (?=['x\d])/).map((value) => `(${value})`);
    await using arrival = await arrive(
      server,
      `CREATE TABLE t (${columns})`,
      `INSERT INTO t (d) VALUES ${rows.join(', ')}`,
    );
    expect(arrival.complaints).toEqual([]);
    expect(arrival.report.notCarried).toEqual([]);
    expect(arrival.report.tables[0]).toMatchObject({ targetRows: 1, quarantined: 1 });
  });

  it('starts nothing over twins in a key that runs downwards until somebody says so', async () => {
    await using database = await freshDatabase(server);
    const file = sqliteFile(
      'CREATE TABLE t (d TIMESTAMP, UNIQUE (d DESC))',
      "INSERT INTO t VALUES ('2026-01-01 08:00'), ('2026-01-01T08:00')",
    );
    const report = await migrateFile(file, database.target);
    expect(report).toMatchObject({ outcome: 'refused', findings: [{ code: 'duplicate-key', column: 'd' }] });
  });
});
