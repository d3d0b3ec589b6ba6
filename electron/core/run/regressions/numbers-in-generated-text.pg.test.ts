import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('moves generated numbers as they are where their column becomes text', async () => {
    await using arrival = await arrive(
      server,
      `CREATE TABLE t (id INTEGER PRIMARY KEY, name BLOB,
         real DOUBLE AS (id + 1) REFERENCES t (name), code NUMERIC AS ('00' || id) REFERENCES t (name))`,
      "INSERT INTO t (id, name) VALUES (1, 'one'), (2, 'two')",
    );
    expect(arrival.complaints).toEqual([]);
  });
});
