import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('finds parents by what their keys become, where SQLite takes 1 for 01', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE room (code VARCHAR(10) PRIMARY KEY); CREATE TABLE lesson (room_code INTEGER REFERENCES room)',
      "INSERT INTO room VALUES ('01'), ('2'), ('B3'), ('4.0'); INSERT INTO lesson VALUES (1), (2), ('B3'), (4), (NULL)",
    );
    expect(arrival.complaints).toEqual([]);
    expect(arrival.report.tables[1]).toMatchObject({ table: 'lesson', targetRows: 3, quarantined: 2 });
  });

  it('leaves numbers to keys that SQLite numbers by itself, whatever they refer to', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE room (code TEXT PRIMARY KEY); CREATE TABLE lesson (id INTEGER PRIMARY KEY REFERENCES room)',
      "INSERT INTO room VALUES ('1'), ('2'); INSERT INTO lesson VALUES (1), (2)",
    );
    expect(arrival.complaints).toEqual([]);
    expect(arrival.report.notCarried.map(({ kind }) => kind)).toEqual(['foreign key']);
  });

  it('finds the parents of a table that is called parent', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE family (id INTEGER PRIMARY KEY, of TEXT); CREATE TABLE parent (id INTEGER PRIMARY KEY, family_id INTEGER REFERENCES family)',
      "INSERT INTO family VALUES (7, 'x'), (9, 'y'); INSERT INTO parent VALUES (7, 9), (1, 7), (2, 8)",
    );
    expect(arrival.complaints).toEqual([]);
    expect(arrival.report.tables[1]).toMatchObject({ table: 'parent', targetRows: 2, quarantined: 1 });
  });
});
