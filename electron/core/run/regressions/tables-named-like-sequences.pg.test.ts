import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('gives an identity another sequence where a table or an index has the name of its own', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE t (id INTEGER PRIMARY KEY, v INT, w INT AS (v + 1)); INSERT INTO t (id, v) VALUES (7, 1)',
      'CREATE TABLE t_id_seq (id INTEGER PRIMARY KEY); INSERT INTO t_id_seq VALUES (3)',
      'CREATE TABLE u (id INTEGER PRIMARY KEY); CREATE INDEX u_id_seq ON t (v); INSERT INTO u VALUES (5)',
    );
    expect(arrival.complaints).toEqual([]);
    expect(arrival.report).toMatchObject({ outcome: 'verified', notCarried: [] });
    const { rows } = await arrival.client.query('INSERT INTO t (v) VALUES (1) RETURNING id::int');
    expect(rows[0].id).toBeGreaterThan(7);
  });
});
