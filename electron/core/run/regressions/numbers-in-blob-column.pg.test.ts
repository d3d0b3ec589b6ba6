import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('takes numbers for no bytes, and a BLOB column without any bytes for what is in it', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE mixed (id INTEGER PRIMARY KEY, b BLOB); CREATE TABLE numbers (b BLOB, c BLOB)',
      "INSERT INTO mixed VALUES (1, x'00'), (2, 'text'), (3, 5), (4, x''), (5, CAST('a' || char(0) AS TEXT))",
      "INSERT INTO numbers VALUES (1, 'one'), (2, 'two')",
    );
    expect(arrival.complaints).toEqual([]);
    const { rows } = await arrival.client.query(
      'SELECT row_key, reason FROM rollcall.quarantine GROUP BY 1, 2',
    );
    expect(rows).toEqual([{ row_key: '3', reason: 'b: not bytes' }]);
    expect((await arrival.client.query('SELECT * FROM numbers ORDER BY b')).rows).toEqual([
      { b: '1', c: 'one' },
      { b: '2', c: 'two' },
    ]);
  });
});
