import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('sets twins aside that only the type of their key makes equal, whatever its collation', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE t (id INTEGER PRIMARY KEY, u UUID UNIQUE COLLATE NOCASE, at TIMESTAMP UNIQUE)',
      "INSERT INTO t VALUES (1, 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', '2026-01-01 08:00')",
      "INSERT INTO t VALUES (2, 'a0eebc999c0b4ef8bb6d6bb9bd380a11', '2026-01-02 08:00:00')",
      "INSERT INTO t VALUES (3, NULL, '2026-01-01T08:00:00'), (4, NULL, NULL)",
    );
    expect(arrival.complaints).toEqual([]);
    expect(arrival.report.tables[0]).toMatchObject({ targetRows: 2, quarantined: 2 });
  });
});
