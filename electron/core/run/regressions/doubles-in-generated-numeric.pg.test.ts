import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('moves generated numbers as they are where PostgreSQL would make 15 digits of a double', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE t (id INTEGER PRIMARY KEY, x FLOAT, y NUMERIC AS (abs(x)) STORED)',
      'INSERT INTO t (x) VALUES (8.557026491535894e18), (0.30000000000000004), (-2.5)',
    );
    expect(arrival).toMatchObject({ complaints: [], report: { outcome: 'verified' } });
  });
});
