import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('takes a column that is declared for both at its word, with the references among such', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE unit (code INTEGER_OR_TEXT PRIMARY KEY); CREATE TABLE used (unit INTEGER_OR_TEXT REFERENCES unit)',
      "INSERT INTO unit VALUES (9001), (9002), (9003), ('metre'); INSERT INTO used VALUES (9001), ('metre')",
    );
    expect(arrival.complaints).toEqual([]);
    expect(arrival.report).toMatchObject({ outcome: 'verified', notCarried: [] });
  });

  it('puts no row aside for a number that only REAL holds in a column of integers', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE t (v UNSIGNED BIG INT)',
      'INSERT INTO t VALUES (9007199254740993), (2), (3), (18446744073709551615)',
    );
    expect(arrival.complaints).toEqual([]);
    expect(arrival.report).toMatchObject({ outcome: 'verified', notCarried: [] });
    const { rows } = await arrival.client.query(
      'SELECT pg_typeof(v) AS type, v::text FROM t ORDER BY t.v DESC LIMIT 2',
    );
    expect(rows).toEqual([
      { type: 'numeric', v: '18446744073709552000' },
      { type: 'numeric', v: '9007199254740993' },
    ]);
  });

  it('keeps the column for the shapes of a map ready for them where there are none yet', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE t (id INTEGER PRIMARY KEY, place POINT, way MULTILINESTRING)',
      'INSERT INTO t (id) VALUES (1)',
    );
    expect(arrival.complaints).toEqual([]);
    expect(arrival.report.findings).toEqual([]);
    const { rows } = await arrival.client.query(
      'SELECT pg_typeof(place) AS place, pg_typeof(way) AS way FROM t',
    );
    expect(rows).toEqual([{ place: 'bytea', way: 'bytea' }]);
  });
});
