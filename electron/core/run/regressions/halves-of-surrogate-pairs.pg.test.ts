import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it.each(['UTF-16le', 'UTF-16be'])(
    'keeps texts of a %s file that are none, by their bytes',
    async (encoding) => {
      const half = encoding === 'UTF-16le' ? "x'00D8410042004300'" : "x'D800004100420043'";
      const whole = encoding === 'UTF-16le' ? "x'3CD8EBDF'" : "x'D83CDFEB'";
      await using arrival = await arrive(
        server,
        `PRAGMA encoding = '${encoding}'; CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)`,
        'CREATE TABLE keyed (name TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID',
        `INSERT INTO t VALUES (1, CAST(${half} AS TEXT)), (2, CAST(${whole} AS TEXT)), (3, 'مدرسة')`,
        `INSERT INTO keyed VALUES (CAST(${half} AS TEXT), 1), ('b', 2), (CAST(${whole} AS TEXT), 3)`,
      );
      expect(arrival.complaints).toEqual([]);
      const { client, report } = arrival;
      expect(report.tables.map(({ quarantined }) => quarantined)).toEqual([1, 1]);
      expect((await client.query('SELECT name FROM t ORDER BY id')).rows).toEqual([
        { name: '🏫' },
        { name: 'مدرسة' },
      ]);
      const kept = await client.query(
        "SELECT source_row -> 'name' ? 'base64' AS bytes FROM (SELECT source_row::jsonb FROM rollcall.quarantine) AS q",
      );
      expect(kept.rows.every(({ bytes }) => bytes === true)).toBe(true);
    },
  );
});
