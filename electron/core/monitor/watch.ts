import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { rollcallError } from '../../../shared/errors/index.ts';
import { ratesBetween } from '../../../shared/monitor/rates.ts';
import { type Reading, readEvery } from '../../../shared/monitor/reading.ts';
import type { Sample } from '../../../shared/monitor/sample.ts';
import type { Statements } from '../../../shared/monitor/statements.ts';
import { pauseAfter, type Tables } from '../../../shared/monitor/tables.ts';
import type { Target } from '../../../shared/target.ts';
import { cancellable } from '../postgres/connect.ts';
import { takeReading } from './reading.ts';
import { readStatements } from './statements.ts';
import { readTables } from './tables.ts';

/** What is dear to read. */
interface Dear {
  readonly tables: Tables;
  readonly statements: Statements;
}

/**
 * Looks at a server every two seconds, and at its sizes and slow queries every half minute at most, until the signal
 * aborts.
 *
 * @param client of `connectForReading`; nobody else uses it meanwhile
 * @throws RollcallError cancelled, and errors of PostgreSQL explained
 */
export async function* watch(
  client: pg.Client,
  target: Target,
  signal: AbortSignal,
): AsyncGenerator<Sample, never> {
  let before: Reading | undefined;
  let dear: Dear | undefined;
  let dearAt = 0;
  for (;;) {
    const began = performance.now();
    const look = async () => {
      const reading = await takeReading(client);
      if (dear !== undefined && began < dearAt + pauseAfter(dear.tables)) return { reading, ...dear };
      dearAt = began;
      dear = { tables: await readTables(client), statements: await readStatements(client) };
      return { reading, ...dear };
    };
    const seen = await cancellable(client, target, signal, look);
    yield { ...seen, rates: ratesBetween(before, seen.reading) };
    before = seen.reading;
    await sleep(Math.max(0, began + readEvery - performance.now()), undefined, { signal }).catch(
      (cause: unknown) => {
        throw rollcallError('cancelled', {}, cause);
      },
    );
  }
}
