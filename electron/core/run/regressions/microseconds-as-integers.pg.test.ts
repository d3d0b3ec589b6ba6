import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('keeps microseconds since 1970 that are beyond the whole numbers of a double', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE t (id INTEGER PRIMARY KEY, at DATETIME)',
      'INSERT INTO t VALUES (1, 9007199254740993), (2, 1757226000123457), (3, -9007199254740993)',
    );
    expect(arrival).toMatchObject({ complaints: [], report: { outcome: 'verified' } });
  });
});
