import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('tells rows apart whose keys are equal up to a NUL, or no texts', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE t (name TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID',
      "INSERT INTO t VALUES ('a' || char(0) || 'b', 1), ('a' || char(0) || 'c', 2), ('a', 3), ('it''s', 4)",
      "INSERT INTO t VALUES (CAST(x'61ff' AS TEXT), 5), (CAST(x'61fe' AS TEXT), 6), ('n', 'nine'), ('b', 7)",
    );
    expect(arrival.complaints).toEqual([]);
    const [table] = arrival.report.tables;
    expect(table).toMatchObject({ sourceRows: 8, targetRows: 3, quarantined: 5 });
  });

  it('counts equal rows that nothing but their values can name', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE t (rowid, oid INTEGER, _rowid_)',
      "INSERT INTO t VALUES (1, 2, 'a'), (1, 'x', 'a'), (1, 'x', 'a'), (1, 'x', 'b'), (1, 2, 'a'), (1, 3, 'a')",
    );
    expect(arrival.complaints).toEqual([]);
    expect(arrival.report.tables[0]).toMatchObject({ sourceRows: 6, targetRows: 3, quarantined: 3 });
  });
});
