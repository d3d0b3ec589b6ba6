import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('computes hexadecimal digits of texts and numbers in stored columns and indexes', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE t (a TEXT, n INTEGER, of_text TEXT AS (hex(a)) STORED, of_number TEXT AS (hex(n)) STORED)',
      'CREATE INDEX by_hex ON t (hex(a))',
      String.raw`INSERT INTO t VALUES ('a\b\\', 1), ('\x41', -20), ('\101', 0), ('é🏫', NULL), (NULL, 7), ('', 8)`,
    );
    expect(arrival.complaints).toEqual([]);
    expect(arrival.report).toMatchObject({ outcome: 'verified', notCarried: [] });
  });
});
