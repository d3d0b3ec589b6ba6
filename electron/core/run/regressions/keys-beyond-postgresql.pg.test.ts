import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

const columns = Array.from({ length: 40 }, (_, place) => `c${place}`);

describe.each(servers())('PostgreSQL $version', (server) => {
  it('lists keys of more columns than an index takes, and names a column once that is in a key twice', async () => {
    await using arrival = await arrive(
      server,
      `CREATE TABLE wide (${columns.map((name) => `${name} INTEGER`).join()}, PRIMARY KEY (${columns.join()}))`,
      'CREATE TABLE twice (a INTEGER, b TEXT, UNIQUE (a, b, a)); CREATE UNIQUE INDEX bb ON twice (b, b)',
      `CREATE TABLE child (${columns.map((name) => `${name} INTEGER`).join()}, FOREIGN KEY (${columns.join()}) REFERENCES wide)`,
      `INSERT INTO wide VALUES (${columns.map((_, place) => place).join()}); INSERT INTO child SELECT * FROM wide`,
      "INSERT INTO twice VALUES (1, 'x')",
    );
    const { notCarried, tables } = arrival.report;
    expect(notCarried.map(({ kind, table }) => `${kind} of ${table}`)).toEqual([
      'unique of wide',
      'foreign key of child',
    ]);
    expect(tables.every(({ verified }) => verified)).toBe(true);
    expect(arrival.complaints).toEqual([]);
  });
});
