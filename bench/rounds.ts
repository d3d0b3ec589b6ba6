import { randomBytes } from 'node:crypto';
import { connect } from '../electron/core/postgres/connect.ts';
import { dropDatabase, ensureDatabase } from '../electron/core/postgres/database.ts';
import type { Target } from '../shared/target.ts';
import type { Contender } from './contender.ts';
import type { Measurement, Series } from './measurement.ts';

/** What was measured in a round; round 0 warms the caches for all alike and doesn't count. */
export interface Lap {
  readonly round: number;
  readonly contender: Contender;
  readonly measurement: Measurement;
}

/** Lets the contenders run one after the other, round by round, so that what slows the machine slows them all. */
export async function runRounds(
  server: Target,
  contenders: readonly Contender[],
  rounds: number,
  { signal, onLap }: { signal: AbortSignal; onLap: (lap: Lap) => void },
): Promise<Series[]> {
  const measured = new Map<Contender, Measurement[]>(contenders.map((contender) => [contender, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [contender, measurements] of measured) {
      const measurement = await runOnce(server, contender, signal);
      onLap({ round, contender, measurement });
      if (round > 0) measurements.push(measurement);
    }
  }
  return [...measured].map(([{ id, name, share = 1 }, measurements]) => ({
    contender: id,
    name,
    share,
    measurements,
  }));
}

/** One run in a new database, with nothing of the run before left to be written. */
async function runOnce(server: Target, contender: Contender, signal: AbortSignal): Promise<Measurement> {
  const database = { ...server, database: `rollcall_bench_${randomBytes(4).toString('hex')}` };
  try {
    await ensureDatabase(database, signal);
    await makeReady(database, contender.prepare, signal);
    return await contender.run(database, signal);
  } finally {
    await dropDatabase(database);
  }
}

async function makeReady(database: Target, sql: string | undefined, signal: AbortSignal): Promise<void> {
  const client = await connect(database, { signal });
  try {
    if (sql !== undefined) await client.query(sql);
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}
