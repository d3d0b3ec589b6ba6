import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('ignores case in a key where the key does, not where the column does', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE told (name TEXT COLLATE NOCASE, v, PRIMARY KEY (name COLLATE BINARY)) WITHOUT ROWID',
      "INSERT INTO told VALUES ('a', 1), ('A', 2)",
      'CREATE TABLE same (name TEXT, v, PRIMARY KEY (name COLLATE NOCASE))',
      "INSERT INTO same VALUES ('a', 1)",
    );
    expect(arrival.complaints).toEqual([]);
    expect(arrival.report).toMatchObject({ outcome: 'verified', notCarried: [] });
    await expect(arrival.client.query("INSERT INTO same VALUES ('A', 2)")).rejects.toThrow(/unique/);
  });
});
