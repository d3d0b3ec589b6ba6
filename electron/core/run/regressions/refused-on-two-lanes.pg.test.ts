import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('knows of the rows that the server refuses while another table is still being copied', async () => {
    await using arrival = await arrive(
      server,
      'PRAGMA ignore_check_constraints = ON; CREATE TABLE large (id INTEGER PRIMARY KEY, name TEXT)',
      'CREATE TABLE small (id INTEGER PRIMARY KEY, size INTEGER CHECK (size > 0))',
      'CREATE TABLE child (small_id INTEGER REFERENCES small)',
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO large SELECT i, 'name' || i FROM n",
      'INSERT INTO small VALUES (1, 5), (2, -5); INSERT INTO child VALUES (1), (2)',
    );
    expect(arrival.complaints).toEqual([]);
    const aside = arrival.report.tables.map(({ table, quarantined }) => [table, quarantined]);
    expect(Object.fromEntries(aside)).toEqual({ large: 0, small: 1, child: 1 });
  });
});
