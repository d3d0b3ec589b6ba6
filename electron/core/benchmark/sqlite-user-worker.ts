import { on } from 'node:events';
import { parentPort } from 'node:worker_threads';
import type { SqliteEngine } from './measure.ts';
import { unpackOperation } from './packed-operations.ts';
import { asInPythonsDriver, SqliteUser } from './sqlite-user.ts';
import { Tally, UserTally } from './tally.ts';
import type { AnyAssignment, Assignment, FromThread, ToThread } from './thread-messages.ts';
import { sleepUntil, Timetable } from './timetable.ts';

// One user in a thread of its own. It imports little, since a hundred of these are started at a time.
const port = parentPort;
if (port === null) throw new Error('sqlite-user-worker runs as a worker thread only');
const tell = (message: FromThread) => port.postMessage(message);
/** Kept until they are asked for: one can arrive while the thread is inside of SQLite. */
const messages: AsyncIterator<ToThread[], undefined> = on(port, 'message');
for (;;) {
  const message = await nextMessage();
  if (message?.kind === 'assign' && isForSqlite(message.assignment)) await serve(message.assignment);
}

async function nextMessage(): Promise<ToThread | undefined> {
  return (await messages.next()).value?.[0];
}

function isForSqlite(assignment: AnyAssignment): assignment is Assignment<SqliteEngine> {
  return assignment.engine.kind === 'sqlite';
}

async function serve(assignment: Assignment<SqliteEngine>): Promise<void> {
  try {
    await loadFile(assignment);
    tell({ kind: 'done' });
  } catch (error) {
    tell({ kind: 'refused', detail: error instanceof Error ? error.message : String(error) });
  }
}

async function loadFile(assignment: Assignment<SqliteEngine>): Promise<void> {
  const { engine, load, shared } = assignment;
  using user = new SqliteUser(engine, load, (ms) => sleepUntil(shared, performance.now() + ms));
  tell({ kind: 'ready', backends: [] });
  const message = await nextMessage();
  if (message?.kind === 'begin') work(user, assignment, new Timetable(load, shared, message.at));
}

function work(
  user: SqliteUser,
  { operations, shared }: Assignment<SqliteEngine>,
  timetable: Timetable,
): void {
  const tally = new Tally(timetable, (counted) => tell({ kind: 'counted', counted }));
  const own = new UserTally(tally, timetable);
  sleepUntil(shared, timetable.begin);
  for (;;) {
    const free = performance.now();
    const turn = timetable.claim(free);
    if (turn === undefined) break;
    const operation = asInPythonsDriver(unpackOperation(operations, turn.index));
    if (turn.due !== undefined && !sleepUntil(shared, turn.due)) break;
    const start = performance.now();
    const outcome = user.perform(operation);
    own.count(turn, outcome, start, performance.now());
    if (turn.measured) tally.late(start - Math.max(free, turn.due ?? 0));
  }
  tally.flush();
}
