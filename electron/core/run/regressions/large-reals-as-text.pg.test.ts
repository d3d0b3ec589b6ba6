import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('writes REALs of a column of texts one way only, keys included', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE t (k PRIMARY KEY, n INTEGER)',
      "INSERT INTO t VALUES (1e16, 1), (123456789012345678, 2), (1.0, 3), (1e-5, 4), (-1e300, 5), ('x', 6), (1e999, 7), (0.0001, 8), (999999999999999.0, 9)",
    );
    expect(arrival).toMatchObject({ complaints: [], report: { outcome: 'verified' } });
    const { rows } = await arrival.client.query('SELECT k FROM t ORDER BY n');
    expect(rows.map(({ k }) => k)).toEqual([
      ...['1e+16', '123456789012345678', '1.0', '1e-05', '-1e+300', 'x', 'Infinity', '0.0001'],
      '999999999999999.0',
    ]);
  });
});
