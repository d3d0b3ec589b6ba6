import { setMaxListeners } from 'node:events';
import type pg from 'pg';
import type { Target } from '../../../shared/target.ts';
import { cancellable, connect } from './connect.ts';

/** Connections that work side by side. */
export interface Lanes {
  readonly target: Target;
  readonly clients: readonly pg.Client[];
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/** Opens `count` connections and runs `prepare`, such as SET statements, on each. */
export async function openLanes(
  target: Target,
  count: number,
  prepare: string,
  signal: AbortSignal,
): Promise<Lanes> {
  const clients: pg.Client[] = [];
  const close = async () => {
    await Promise.all(clients.map((client) => client.end()));
  };
  try {
    while (clients.length < count) {
      const client = await connect(target, { signal });
      clients.push(client);
      await client.query(prepare);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { target, clients, [Symbol.asyncDispose]: close };
}

/**
 * Does the jobs in their order, each on the next free lane. When one fails, the others are cancelled and its
 * error is thrown.
 */
export async function onLanes<Job>(
  { target, clients }: Lanes,
  jobs: readonly Job[],
  signal: AbortSignal,
  work: (client: pg.Client, job: Job, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failure = new AbortController();
  const either = AbortSignal.any([signal, failure.signal]);
  setMaxListeners(0, either);
  const waiting = [...jobs];
  let firstError: unknown;
  await Promise.all(
    clients.map(async (client) => {
      for (let job = waiting.shift(); job !== undefined && !either.aborted; job = waiting.shift()) {
        const current = job;
        try {
          await cancellable(client, target, either, () => work(client, current, either));
        } catch (error) {
          firstError ??= error;
          failure.abort();
        }
      }
    }),
  );
  if (firstError !== undefined) throw firstError;
  signal.throwIfAborted();
}
