import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { reportError } from '../../../shared/errors/index.ts';
import { Arrivals } from './arrivals.ts';
import type { ClockAssignment } from './clock-worker.ts';
import type { PostgresEngine } from './measure.ts';
import { countOperations, unpackOperation } from './packed-operations.ts';
import { PostgresPool, statementName } from './postgres-pool.ts';
import { executeMessage } from './postgres-session.ts';
import { perform } from './postgres-user.ts';
import { Tally, UserTally } from './tally.ts';
import type { Assignment, FromThread, ToThread } from './thread-messages.ts';
import { Timetable } from './timetable.ts';

// All users of a server in one thread: they only wait for the network.
const port = parentPort;
if (port === null) throw new Error('postgres-users-worker runs as a worker thread only');
const { engine, load, operations, shared }: Assignment<PostgresEngine> = workerData;
const tell = (message: FromThread) => port.postMessage(message);

const manner = { writes: load.writes, prePing: engine.prePing };

/** Ready to be sent, an operation's steps in a row. */
const messages = Array.from({ length: countOperations(operations) }, (_, index) =>
  unpackOperation(operations, index).map(({ statement, values }) =>
    executeMessage(statementName(statement), values),
  ),
);

const begun = Promise.withResolvers<bigint | undefined>();
let arrivals: Arrivals | undefined;
port.on('message', (message: ToThread) => {
  begun.resolve(message.kind === 'begin' ? message.at : undefined);
  // Who waits for an arrival sees that all were stopped.
  arrivals?.tick();
});

const assignment: ClockAssignment = { load, shared };
const clock = new Worker(new URL('./clock-worker.ts', import.meta.url), { workerData: assignment });
try {
  using pool = new PostgresPool(engine, load);
  tell({ kind: 'ready', backends: await pool.fill() });
  const at = await begun.promise;
  if (at !== undefined) await work(at, pool);
  tell({ kind: 'done' });
} catch (error) {
  tell({ kind: 'failed', error: reportError(error) });
} finally {
  await clock.terminate();
  port.close();
}

async function work(at: bigint, pool: PostgresPool): Promise<void> {
  const timetable = new Timetable(load, shared, at);
  const tally = new Tally(timetable, (counted) => tell({ kind: 'counted', counted }));
  const schedule = new Arrivals(timetable);
  arrivals = schedule;
  const isClosed = load.pattern.kind === 'closed';
  clock.on('message', (sent: number) => {
    schedule.tick();
    if (isClosed && performance.now() >= timetable.from)
      tally.late(Number(process.hrtime.bigint()) / 1e6 - sent / 1e6);
  });
  const user = async () => {
    const own = new UserTally(tally);
    for (;;) {
      const free = performance.now();
      const turn = await schedule.next(free, own.isNew);
      if (turn === undefined) break;
      const start = performance.now();
      if (!isClosed && turn.measured) tally.late(start - Math.max(free, turn.due ?? 0));
      const session = await pool.take();
      const outcome = await perform(session, manner, messages[turn.index % messages.length] ?? []);
      own.count(turn, outcome, start, performance.now());
      await pool.give(session);
    }
    own.leave();
  };
  clock.postMessage({ kind: 'begin', at } satisfies ToThread);
  // A timer can be a millisecond early, and what begins too soon would not be counted.
  while (performance.now() < timetable.begin) await sleep(timetable.begin - performance.now());
  await Promise.all(Array.from({ length: load.users }, user));
  tally.flush();
}
