import { expect, test } from 'vitest';
import { freshDatabase, servers } from '../electron/testing/postgres.ts';
import { temporaryFolder } from '../electron/testing/temporary-folder.ts';
import { programVersion } from './contender.ts';
import { runMeter } from './duel.ts';
import { runPgbench } from './referee.ts';

const { signal } = new AbortController();
const statement = {
  name: 'a row by its key',
  sql: 'SELECT * FROM mark WHERE id = :id',
  draws: [{ name: 'id', from: 1, to: 100 }],
};

test.skipIf((await programVersion('pgbench')) === undefined)(
  'the meter and pgbench measure the same statement',
  async () => {
    await using folder = await temporaryFolder();
    for (const server of servers().slice(0, 1)) {
      await using database = await freshDatabase(server);
      await database.client.query('CREATE TABLE mark AS SELECT id FROM generate_series(1, 100) AS id');
      const size = { users: 2, seconds: 1 };
      const meter = await runMeter(database.target, statement, size, signal);
      const referee = await runPgbench('pgbench', database.target, statement, size, folder.path, signal);
      expect(meter.rowsEach).toBe(1);
      for (const { throughput, p50 } of [meter, referee]) {
        expect(throughput).toBeGreaterThan(0);
        // Two users, one after the other's answer: what half of them wait can't be longer than twice the mean.
        expect(p50).toBeGreaterThan(0);
        expect(p50).toBeLessThan((2 * 2 * 1000) / throughput);
      }
    }
  },
);
