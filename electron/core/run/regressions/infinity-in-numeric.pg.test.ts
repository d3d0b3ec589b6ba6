import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('keeps infinite numbers of NUMERIC columns', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE t (a NUMERIC, b DECIMAL, c DECIMAL(5, 2), d NUMERIC)',
      'INSERT INTO t VALUES (1e999, 1, -1e999, 9007199254740993), (2.5, -1e999, 1.5, 1e999)',
    );
    expect(arrival.complaints).toEqual([]);
    // One of d's numbers is beyond what a double holds, the other beyond what a numeric does.
    expect(arrival.report.tables[0]).toMatchObject({ sourceRows: 2, targetRows: 1, quarantined: 1 });
  });
});
