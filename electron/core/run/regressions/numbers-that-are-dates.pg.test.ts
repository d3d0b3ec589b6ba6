import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it.each([
    ['DATE', "'20260131'), ('2026-02-01'", 'date', ['2026-01-31', '2026-02-01']],
    ['DATETIME', '20260131), (20260131235959', 'timestamp', ['2026-01-31 00:00:00', '2026-01-31 23:59:59']],
    ['DATETIME', '1767225600), (20260230', 'timestamp', ['1970-08-23 11:50:30', '2026-01-01 00:00:00']],
    ['DATE', '202601), (202602', 'integer', ['202601', '202602']],
    ['DATETIME', '46053.5), (46054', 'double precision', ['46053.5', '46054']],
    ['DATE', "2012), ('2012-08-24'", 'text', ['2012', '2012-08-24']],
    [
      'DATETIME',
      '1767225600123456789), (1767225600123456790',
      'bigint',
      ['1767225600123456789', '1767225600123456790'],
    ],
  ])('reads what a %s of %s says', async (declared, values, type, expected) => {
    await using arrival = await arrive(
      server,
      `CREATE TABLE t (v ${declared})`,
      `INSERT INTO t VALUES (${values})`,
    );
    expect(arrival.complaints).toEqual([]);
    expect(arrival.report.outcome).toBe('verified');
    const { rows } = await arrival.client.query(
      'SELECT pg_typeof(v)::text AS type, v::text AS v FROM t ORDER BY t.v',
    );
    expect(rows.map((row) => row.v)).toEqual(expected);
    expect(rows[0].type.startsWith(type)).toBe(true);
  });
});
