import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('carries expressions over values as they were, and lists those over values that become others', async () => {
    await using arrival = await arrive(
      server,
      `CREATE TABLE t (id INTEGER PRIMARY KEY, size TEXT, words TEXT, n INTEGER, active BOOLEAN,
         shown AS (size || ' m') STORED, loud AS (upper(words)) STORED, more AS (n + 1),
         CHECK (active IN ('yes', 'no')), CHECK (n > 0))`,
      "INSERT INTO t (size, words, n, active) VALUES ('1e3', 'a', 1, 'yes'), (x'ff', 'b', 2, 'no'), ('c', 'c', 'x', 'no')",
      'CREATE TABLE r (id INTEGER PRIMARY KEY, size STRING, shown AS (size || 1) STORED); INSERT INTO r (size) VALUES (1e999), (2.5)',
    );
    expect(arrival.complaints).toEqual([]);
    const lost = arrival.report.notCarried.map(({ kind, table, sql }) => `${kind} of ${table}: ${sql}`);
    expect(lost.toSorted()).toEqual([
      "check of t: active IN ('yes', 'no')",
      'generated column of r: size || 1',
    ]);
  });
});
