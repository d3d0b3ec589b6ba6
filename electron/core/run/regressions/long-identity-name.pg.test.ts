import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('moves the identity of a column whose name PostgreSQL cuts', async () => {
    const name = 'number_of_the_pupil_in_the_register_of_the_ministry_of_education_since_1971';
    await using arrival = await arrive(
      server,
      `CREATE TABLE pupil (${name} INTEGER PRIMARY KEY); INSERT INTO pupil VALUES (41)`,
    );
    expect(arrival.complaints).toEqual([]);
  });
});
