import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('takes an integer key that refers to another table, as inheritance between models makes it', async () => {
    await using arrival = await arrive(
      server,
      'CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT)',
      'CREATE TABLE teacher (person_ptr_id INTEGER PRIMARY KEY REFERENCES person (id), room TEXT)',
      'CREATE TABLE head (teacher_ptr_id INTEGER PRIMARY KEY REFERENCES teacher CHECK (teacher_ptr_id < 9))',
      "INSERT INTO person VALUES (7, 'Noura'), (8, 'Ali'); INSERT INTO teacher VALUES (8, 'B2')",
      'INSERT INTO head VALUES (8)',
    );
    expect(arrival).toMatchObject({ complaints: [], report: { outcome: 'verified' } });
  });
});
