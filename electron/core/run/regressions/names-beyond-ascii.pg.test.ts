import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('tells names apart that differ by the case of a letter beyond A to Z, as SQLite does', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE "École" (id INTEGER PRIMARY KEY, "É" TEXT, "é" INTEGER CHECK ("é" > 0))',
      'CREATE TABLE "école" (id INTEGER PRIMARY KEY, "École" TEXT REFERENCES "École")',
      'CREATE VIEW both AS SELECT "É", "é" FROM "École"; CREATE INDEX by_e ON "École" (lower("É"))',
      `INSERT INTO "École" VALUES (1, 'a', 1); INSERT INTO "école" VALUES (1, '1')`,
    );
    expect(arrival).toMatchObject({ complaints: [], report: { outcome: 'verified', notCarried: [] } });
  });
});
