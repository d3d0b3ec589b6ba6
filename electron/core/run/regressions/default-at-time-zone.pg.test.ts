import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('takes a default for which PostgreSQL wants parentheses', async () => {
    await using arrival = await arrive(
      server,
      "CREATE TABLE t (id INTEGER PRIMARY KEY, at DATETIME DEFAULT (strftime('%s', 'now')), day DATE DEFAULT (date('now')))",
      "INSERT INTO t VALUES (1, '2026-01-01T08:00:00Z', '2026-01-01')",
    );
    expect(arrival).toMatchObject({ complaints: [], report: { outcome: 'verified' } });
  });
});
