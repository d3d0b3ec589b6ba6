import { setImmediate as nextTick, setTimeout as sleep } from 'node:timers/promises';
import { parentPort, Worker } from 'node:worker_threads';
import pg from 'pg';
import { reportError } from '../../../shared/errors/index.ts';
import { explainPostgresError } from '../postgres/errors.ts';
import { Arrivals } from './arrivals.ts';
import type { ClockAssignment } from './clock-worker.ts';
import type { PostgresEngine } from './measure.ts';
import { countOperations, unpackOperation } from './packed-operations.ts';
import { PostgresPool, statementName } from './postgres-pool.ts';
import { executeMessage } from './postgres-session.ts';
import { perform } from './postgres-user.ts';
import { type Outcome, Tally, UserTally } from './tally.ts';
import type { AnyAssignment, Assignment, FromThread, ToThread } from './thread-messages.ts';
import { Timetable } from './timetable.ts';

// All users of a server in one thread: they only wait for the network.
const port = parentPort;
if (port === null) throw new Error('postgres-users-worker runs as a worker thread only');
const tell = (message: FromThread) => port.postMessage(message);

/** Of a user who waited for a connection until all were stopped. */
const tooLate: Outcome = { kind: 'failed', error: 'timeout', detail: 'no connection was free in time' };

/** Of the assignment in hand. */
let begun = Promise.withResolvers<bigint | undefined>();
let arrivals: Arrivals | undefined;

port.on('message', (message: ToThread) => {
  if (message.kind === 'assign') void serve(message.assignment);
  else begun.resolve(message.kind === 'begin' ? message.at : undefined);
  // Who waits for an arrival sees that all were stopped.
  if (message.kind === 'stop') arrivals?.tick();
});

async function serve(assignment: AnyAssignment): Promise<void> {
  if (!isForPostgres(assignment)) return;
  begun = Promise.withResolvers();
  arrivals = undefined;
  try {
    await loadServer(assignment);
    tell({ kind: 'done' });
  } catch (error) {
    const { target } = assignment.engine;
    tell({
      kind: 'failed',
      error: reportError(error instanceof pg.DatabaseError ? explainPostgresError(error, target) : error),
    });
  }
}

function isForPostgres(assignment: AnyAssignment): assignment is Assignment<PostgresEngine> {
  return assignment.engine.kind === 'postgres';
}

async function loadServer(assignment: Assignment<PostgresEngine>): Promise<void> {
  const { engine, load, shared } = assignment;
  await using clock = startClock({ load, shared });
  using pool = new PostgresPool(engine, load);
  const messages = messagesOf(assignment);
  tell({ kind: 'ready', backends: await pool.fill() });
  const at = await begun.promise;
  if (at !== undefined) await work(assignment, messages, at, pool, clock.worker);
}

function startClock(assignment: ClockAssignment): AsyncDisposable & { readonly worker: Worker } {
  const worker = new Worker(new URL('./clock-worker.ts', import.meta.url), { workerData: assignment });
  return { worker, [Symbol.asyncDispose]: async () => void (await worker.terminate()) };
}

/** Ready to be sent, an operation's steps in a row. */
function messagesOf({ operations }: Assignment<PostgresEngine>): Buffer[][] {
  return Array.from({ length: countOperations(operations) }, (_, index) =>
    unpackOperation(operations, index).map(({ statement, values }) =>
      executeMessage(statementName(statement), values),
    ),
  );
}

async function work(
  { engine, load, shared }: Assignment<PostgresEngine>,
  messages: readonly (readonly Buffer[])[],
  at: bigint,
  pool: PostgresPool,
  clock: Worker,
): Promise<void> {
  const manner = { writes: load.writes, prePing: engine.prePing };
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
    const own = new UserTally(tally, timetable);
    for (;;) {
      const free = performance.now();
      const turn = await schedule.next(free);
      if (turn === undefined) break;
      const start = performance.now();
      if (!isClosed && turn.measured) tally.late(start - Math.max(free, turn.due ?? 0));
      const session = await pool.take();
      const outcome = timetable.stopped
        ? tooLate
        : await perform(session, manner, messages[turn.index % messages.length] ?? []);
      own.count(turn, outcome, start, performance.now());
      await pool.give(session);
      // All answers that have come are taken before the next is asked, or asking would add to the others' latencies.
      if (isClosed) await nextTick();
    }
  };
  clock.postMessage({ kind: 'begin', at } satisfies ToThread);
  // A timer can be a millisecond early, and what begins too soon would not be counted.
  while (performance.now() < timetable.begin) await sleep(Math.max(0, timetable.begin - performance.now()));
  await Promise.all(Array.from({ length: load.users }, user));
  tally.flush();
}
