import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

/** A text that compression doesn't make small. */
const large =
  "(WITH RECURSIVE n(i, t) AS (SELECT 0, '' UNION ALL SELECT i + 1, t || hex(randomblob(100)) FROM n WHERE i < 60) SELECT t FROM n WHERE i = 60)";

describe.each(servers())('PostgreSQL $version', (server) => {
  it('brings rows whose values are too large for keys and indexes, and lists those', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE page (url TEXT PRIMARY KEY, n INTEGER); CREATE TABLE link (url TEXT REFERENCES page, n INTEGER)',
      'CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT UNIQUE, title TEXT, UNIQUE (title, body))',
      'CREATE INDEX by_body ON note (body); CREATE INDEX by_title ON note (title); CREATE UNIQUE INDEX low ON note (lower(body))',
      `INSERT INTO page VALUES (${large}, 1), ('short', 2); INSERT INTO link SELECT url, n FROM page`,
      `INSERT INTO note VALUES (1, ${large}, 'a'), (2, 'short', 'b')`,
    );
    expect(arrival.report.outcome).toBe('verified');
    // Without its key a live table can only be replaced.
    expect(arrival.complaints).toEqual([expect.stringContaining('merge-impossible')]);
    const lost = arrival.report.notCarried.map(({ kind, table, sql }) => `${kind} of ${table}: ${sql}`);
    expect(lost.toSorted()).toEqual([
      'foreign key of link: FOREIGN KEY ("url") REFERENCES "page" ("url")',
      'index of note: CREATE INDEX "by_body" ON "note" ("body")',
      'unique of note: CREATE UNIQUE INDEX "low" ON "note" ((lower("body" COLLATE "C")))',
      'unique of note: UNIQUE ("body")',
      'unique of note: UNIQUE ("title", "body")',
      'unique of page: PRIMARY KEY ("url")',
    ]);
  });
});
