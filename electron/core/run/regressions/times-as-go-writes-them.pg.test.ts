import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('reads an offset with the name of its zone behind it', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE t (id INTEGER PRIMARY KEY, at DATETIME)',
      "INSERT INTO t VALUES (1, '2024-01-01 10:00:00 +0000 UTC'), (2, '2024-01-01 10:00:00.5 +0300 +03')",
      "INSERT INTO t VALUES (3, '2024-01-01 10:00:00.123456 +0300 AST m=+0.000012'), (4, NULL)",
    );
    expect(arrival.complaints).toEqual([]);
    const { rows } = await arrival.client.query('SELECT at = $1 AS same FROM t WHERE id = 2', [
      new Date('2024-01-01T07:00:00.500Z'),
    ]);
    expect(rows).toEqual([{ same: true }]);
    // The name of the zone and the second clock don't arrive.
    expect(arrival.report.findings).toMatchObject([{ code: 'date-notation', column: 'at', count: 3 }]);
    expect(arrival.report.tables[0]).toMatchObject({ targetRows: 4, quarantined: 0 });
  });

  it('keeps nanoseconds that are zeros as a timestamp, and others as text with a reason', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE t (id INTEGER PRIMARY KEY, whole DATETIME, fine DATETIME)',
      "INSERT INTO t VALUES (1, '2024-01-01 10:00:00.123456000', '2024-01-01 10:00:00.123456789')",
      "INSERT INTO t VALUES (2, '2024-01-01 10:00:00', '2024-01-01 10:00:00'), (3, NULL, '2024-01-01 10:00:00')",
    );
    expect(arrival.complaints).toEqual([]);
    const types = 'SELECT pg_typeof(whole)::text AS whole, pg_typeof(fine)::text AS fine FROM t LIMIT 1';
    const { rows } = await arrival.client.query(types);
    expect(rows).toEqual([{ whole: 'timestamp without time zone', fine: 'text' }]);
    expect(arrival.report.findings).toMatchObject([
      { code: 'finer-than-microseconds', column: 'fine', count: 1, samples: [{ key: '1' }] },
    ]);
    expect(arrival.report.tables[0]).toMatchObject({ targetRows: 3, quarantined: 0 });
  });
});
