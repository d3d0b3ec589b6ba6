import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

/** Which rows of `t` were set aside, and why. */
async function setAside({ client }: Awaited<ReturnType<typeof arrive>>): Promise<unknown[]> {
  const { rows } = await client.query<{ row_key: string; reason: string }>(
    "SELECT DISTINCT row_key, reason FROM rollcall.quarantine WHERE table_name = 't' ORDER BY row_key",
  );
  return rows.map((row) => [row.row_key, row.reason.replace(/server: .*/s, 'server')]);
}

describe.each(servers())('PostgreSQL $version', (server) => {
  it('keeps a row whose earlier twin is itself the twin of another', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE t (id INTEGER PRIMARY KEY, u UUID UNIQUE, at TIMESTAMP UNIQUE)',
      "INSERT INTO t VALUES (1, NULL, '2026-01-01 08:00'), (3, 'A0EEBC999C0B4EF8BB6D6BB9BD380A11', NULL)",
      "INSERT INTO t VALUES (2, 'a0eebc999c0b4ef8bb6d6bb9bd380a11', '2026-01-01T08:00')",
    );
    expect(arrival.complaints).toEqual([]);
    expect(await setAside(arrival)).toEqual([['2', 'at: the same key as an earlier row']]);
  });

  it('keeps a row whose earlier twin has no parent', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE p (id INTEGER PRIMARY KEY)',
      'CREATE TABLE t (id INTEGER PRIMARY KEY, u UUID UNIQUE, parent INTEGER REFERENCES p)',
      "INSERT INTO t VALUES (1, 'A0EEBC999C0B4EF8BB6D6BB9BD380A11', 9), (2, 'a0eebc999c0b4ef8bb6d6bb9bd380a11', NULL)",
    );
    expect(arrival.complaints).toEqual([]);
    expect(await setAside(arrival)).toEqual([['1', 'parent: no such row in p']]);
  });

  it('keeps a row whose earlier twin loses its parent to a twin', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE t (id INTEGER PRIMARY KEY, u UUID UNIQUE, parent INTEGER REFERENCES t)',
      "INSERT INTO t VALUES (1, 'A0EEBC999C0B4EF8BB6D6BB9BD380A11', 2), (2, 'a0eebc999c0b4ef8bb6d6bb9bd380a11', NULL)",
    );
    expect(arrival.complaints).toEqual([]);
    expect(await setAside(arrival)).toEqual([['1', 'parent: no such row in t']]);
  });

  it('keeps a row whose earlier twin only the server refuses', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE t (id INTEGER PRIMARY KEY, u UUID UNIQUE, mark INTEGER CHECK (mark < 10))',
      "INSERT INTO t VALUES (1, 'A0EEBC999C0B4EF8BB6D6BB9BD380A11', 99), (2, 'a0eebc999c0b4ef8bb6d6bb9bd380a11', 1)",
    );
    expect(arrival.complaints).toEqual([]);
    expect(await setAside(arrival)).toEqual([['1', 'refused by the server']]);
  });
});
