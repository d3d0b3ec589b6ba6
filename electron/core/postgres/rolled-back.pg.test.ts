import { describe, expect, it } from 'vitest';
import { freshDatabase, servers } from '../../testing/postgres.ts';
import { connect } from './connect.ts';
import { rolledBack } from './rolled-back.ts';

describe.each(servers())('work that is rolled back on PostgreSQL $version', (server) => {
  it('leaves nothing, whether it ends well or not', async () => {
    await using database = await freshDatabase(server);
    const { client } = database;
    const make = async () => {
      await client.query('CREATE TABLE made ()');
      return 'made';
    };
    expect(await rolledBack(client, make)).toBe('made');
    const failing = async () => {
      await make();
      await client.query('SELECT 1 / 0');
    };
    await expect(rolledBack(client, failing)).rejects.toMatchObject({ code: '22012' });
    await expect(rolledBack(client, make, 'BEGIN READ ONLY')).rejects.toMatchObject({ code: '25006' });
    const { rows } = await client.query("SELECT to_regclass('made') AS made");
    expect(rows).toEqual([{ made: null }]);
  });

  it('says what broke the connection, not that it could not roll back', async () => {
    await using database = await freshDatabase(server);
    const client = await connect(database.target);
    const dying = () => client.query('SELECT pg_terminate_backend(pg_backend_pid())');
    await expect(rolledBack(client, dying)).rejects.toMatchObject({ code: '57P01' });
  });
});
