import { parentPort, workerData } from 'node:worker_threads';
import type { SqliteEngine } from './measure.ts';
import { unpackOperation } from './packed-operations.ts';
import { asInPythonsDriver, SqliteUser } from './sqlite-user.ts';
import { Tally, UserTally } from './tally.ts';
import type { Assignment, FromThread, ToThread } from './thread-messages.ts';
import { sleepUntil, Timetable } from './timetable.ts';

// One user in a thread of its own. It imports little, since a hundred of these are started at a time.
const port = parentPort;
if (port === null) throw new Error('sqlite-user-worker runs as a worker thread only');
const { engine, load, operations, shared }: Assignment<SqliteEngine> = workerData;
const tell = (message: FromThread) => port.postMessage(message);

using user = new SqliteUser(engine, load, (ms) => sleepUntil(shared, performance.now() + ms));
tell({ kind: 'ready', backends: [] });
const message = await new Promise<ToThread>((resolve) => port.once('message', resolve));
if (message.kind === 'begin') work(new Timetable(load, shared, message.at));
tell({ kind: 'done' });
port.close();

function work(timetable: Timetable): void {
  const tally = new Tally(timetable, (counted) => tell({ kind: 'counted', counted }));
  const own = new UserTally(tally);
  sleepUntil(shared, timetable.begin);
  for (;;) {
    const free = performance.now();
    const turn = timetable.claim(free, own.isNew);
    if (turn === undefined) break;
    const operation = asInPythonsDriver(unpackOperation(operations, turn.index));
    if (turn.due !== undefined && !sleepUntil(shared, turn.due)) break;
    const start = performance.now();
    const outcome = user.perform(operation);
    own.count(turn, outcome, start, performance.now());
    if (turn.measured) tally.late(start - Math.max(free, turn.due ?? 0));
  }
  own.leave();
  tally.flush();
}
