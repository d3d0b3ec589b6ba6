import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('goes on computing all columns that the server can, where it refuses something else of the table', async () => {
    await using arrival = await arrive(
      server,
      `CREATE TABLE t (a INTEGER, b INTEGER, one INTEGER AS (a + 1), two INTEGER AS (b * 2) STORED,
         three INTEGER AS (one + two), c TEXT, four TEXT AS (c || b) STORED, five TEXT AS (upper(c)))`,
      "INSERT INTO t (a, b, c) VALUES (1, 2, 'x')",
    );
    expect(arrival.complaints).toEqual([]);
    const { rows } = await arrival.client.query(
      "SELECT attname FROM pg_attribute WHERE attrelid = 'public.t'::regclass AND attgenerated <> '' ORDER BY attnum",
    );
    expect(rows.map(({ attname }) => attname)).toEqual(['one', 'two', 'four', 'five']);
    expect(arrival.report.notCarried).toMatchObject([
      { kind: 'generated column', name: 'three', reason: expect.stringContaining('Its values are moved') },
    ]);
  });
});
