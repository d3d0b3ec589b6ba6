import { describe, expect, it } from 'vitest';
import { migrateFile, sqliteFile } from '../../../testing/migration.ts';
import { freshDatabase, servers } from '../../../testing/postgres.ts';

describe.each(servers())('on PostgreSQL $version', (server) => {
  it('a row whose bad value a generated column computes from is put aside, although others refer to it', async () => {
    await using database = await freshDatabase(server);
    const file = sqliteFile(
      'CREATE TABLE room (id INTEGER PRIMARY KEY, seats NUMERIC(5), unknown INT AS (seats IS NULL) STORED)',
      "INSERT INTO room (id, seats) VALUES (1, 2), (5, 'a')",
      'CREATE TABLE lesson (id INTEGER PRIMARY KEY, room_id INTEGER REFERENCES room)',
      'INSERT INTO lesson VALUES (1, 1), (2, 5)',
    );
    const report = await migrateFile(file, database.target, { badRows: 'quarantine' });
    expect(report.outcome).toBe('verified with quarantine');
    expect(report.tables).toMatchObject([
      { table: 'room', targetRows: 1, quarantined: 1, repaired: 0 },
      { table: 'lesson', targetRows: 1, quarantined: 1 },
    ]);
  });
});
