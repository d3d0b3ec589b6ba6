import { describe, expect, it } from 'vitest';
import { arrive } from '../../../testing/arrival.ts';
import { servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('keeps NULL apart from no bytes', async () => {
    await using arrival = await arrive(
      server,
      "CREATE TABLE photo (id INTEGER PRIMARY KEY, bytes BLOB); INSERT INTO photo VALUES (1, NULL), (2, x''), (3, x'00')",
    );
    expect(arrival).toMatchObject({ complaints: [], report: { outcome: 'verified' } });
  });
});
