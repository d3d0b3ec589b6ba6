import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('takes tables that are called text, date, jsonb, uuid and bytea', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE text (id INTEGER PRIMARY KEY, date DATE, text TEXT)',
      'CREATE TABLE date (id INTEGER PRIMARY KEY, day DATE, at TIMESTAMP, of TEXT DEFAULT (date()))',
      'CREATE TABLE jsonb (id UUID, uuid JSON, bytea BLOB, t TEXT CHECK (length(t) < 9))',
      'CREATE TABLE uuid (a TEXT, b BLOB); CREATE TABLE bytea (a TEXT); CREATE TABLE timestamptz (a TEXT)',
      'CREATE VIEW texts AS SELECT text, date FROM text WHERE date > 1',
      "INSERT INTO text VALUES (1, '2026-01-01', 'x'); INSERT INTO uuid VALUES ('a', x'00')",
      `INSERT INTO jsonb VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{"a": 1}', x'01', 'b')`,
    );
    expect(arrival).toMatchObject({ complaints: [], report: { outcome: 'verified' } });
  });
});
