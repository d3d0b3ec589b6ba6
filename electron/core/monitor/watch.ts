import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { RollcallError, reportError, rollcallError } from '../../../shared/errors/index.ts';
import { isPassing } from '../../../shared/monitor/passing.ts';
import { ratesBetween } from '../../../shared/monitor/rates.ts';
import { type Reading, readEvery } from '../../../shared/monitor/reading.ts';
import type { Look } from '../../../shared/monitor/sample.ts';
import type { Statements } from '../../../shared/monitor/statements.ts';
import { pauseAfter, type Tables } from '../../../shared/monitor/tables.ts';
import type { Target } from '../../../shared/target.ts';
import { ReadingPool } from '../postgres/reading-pool.ts';
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
 * aborts. A server that has answered once may be away for a while.
 *
 * @throws RollcallError cancelled; what the first look meets; later what doesn't pass by itself, see `isPassing`
 */
export async function* watch(target: Target, signal: AbortSignal): AsyncGenerator<Look, never> {
  const pool = new ReadingPool(target, 'rollcall monitor');
  const close = () => pool.close();
  signal.addEventListener('abort', close);
  let before: Reading | undefined;
  let look = looker();
  const take = async (): Promise<Look> => {
    try {
      const seen = await pool.read(look);
      const rates = ratesBetween(before, seen.reading);
      before = seen.reading;
      return { event: 'sample', ...seen, rates };
    } catch (error) {
      if (before === undefined || !(error instanceof RollcallError) || !isPassing(error)) throw error;
      look = looker();
      return { event: 'no answer', at: new Date().toISOString(), error: reportError(error) };
    }
  };
  try {
    for (;;) {
      const began = performance.now();
      yield await take();
      await pause(began + readEvery - performance.now(), signal);
    }
  } finally {
    signal.removeEventListener('abort', close);
    await close();
  }
}

/** Reads from a client; what is dear, no more often than it may. */
function looker(): (client: pg.Client) => Promise<Dear & { reading: Reading }> {
  let dear: Dear | undefined;
  let dearAt = 0;
  return async (client) => {
    const began = performance.now();
    const reading = await takeReading(client);
    if (dear !== undefined && began < dearAt + pauseAfter(dear.tables)) return { reading, ...dear };
    dear = { tables: await readTables(client), statements: await readStatements(client) };
    dearAt = began;
    return { reading, ...dear };
  };
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(Math.max(0, milliseconds), undefined, { signal });
  } catch (cause) {
    throw rollcallError('cancelled', {}, cause);
  }
}
