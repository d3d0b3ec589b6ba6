import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freshDatabase, servers } from '../../testing/postgres.ts';
import { type RandomDatabase, randomDatabase } from '../../testing/random-database.ts';
import { roundTrip } from '../../testing/round-trip.ts';

/**
 * The suite tries the same files each time. ROLLCALL_RUNS=1000 tries new ones; ROLLCALL_SEED replays a failure and
 * looks for its smallest form.
 */
const { ROLLCALL_RUNS: runs, ROLLCALL_SEED: seed } = process.env;
const numRuns = Number(runs ?? 25);
const usual = runs === undefined ? { seed: 933 } : {};
const search = seed === undefined ? { endOnFailure: true, ...usual } : { seed: Number(seed) };

describe.each(servers())('random databases to PostgreSQL $version', (server) => {
  const timeout = (seed === undefined ? 60_000 : 3_600_000) + numRuns * 5_000;
  it('arrive value by value, or lie in quarantine with a reason', { timeout }, async () => {
    await using database = await freshDatabase(server);
    const { client, target } = database;
    await client.query("SET TimeZone = 'UTC'; SET DateStyle = ISO");
    let number = 0;
    await fc.assert(
      fc.asyncProperty(randomDatabase, async (random) => {
        number += 1;
        const complaints = await roundTrip(random, { client, target, schema: `run_${number}` });
        expect(complaints, told(random)).toEqual([]);
      }),
      { numRuns, ...search },
    );
  });
});

/** The case in a form that can be read, beside the seed that fast-check prints. */
function told({ encoding, tables, others }: RandomDatabase): string {
  const lines = tables.flatMap(({ sql, inserts }) => [
    sql,
    ...inserts.map(({ values }) => values.map(shown).join(', ')),
  ]);
  return [encoding, ...lines, ...others].join('\n');
}

function shown(value: unknown): string {
  return typeof value === 'bigint' ? `${value}n` : JSON.stringify(value);
}
