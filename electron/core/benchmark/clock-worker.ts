import { parentPort, workerData } from 'node:worker_threads';
import type { Load } from './measure.ts';
import type { ToThread } from './thread-messages.ts';
import { sleepUntil, Timetable } from './timetable.ts';

/** What the thread is started with. */
export interface ClockAssignment {
  readonly load: Pick<Load, 'pattern' | 'bound' | 'warmUpSeconds'>;
  readonly shared: Int32Array<SharedArrayBuffer>;
}

/** Milliseconds between two ticks where no arrivals set them. */
const probeInterval = 10;

// Ticks for a thread with an event loop, whose own timers are late by up to a millisecond: whenever an operation of the
// open loop is due, and in a closed loop a hundred times a second, to see how late that thread notices. Each tick is
// the moment at which it was sent, on process.hrtime.
const port = parentPort;
if (port === null) throw new Error('clock-worker runs as a worker thread only');
const { load, shared }: ClockAssignment = workerData;
const message = await new Promise<ToThread>((resolve) => port.once('message', resolve));
if (message.kind === 'begin') tick(new Timetable(load, shared, message.at), () => post(port));
port.close();

function tick(timetable: Timetable, say: () => void): void {
  const open = load.pattern.kind === 'open';
  let due: number | undefined = timetable.begin;
  while (due !== undefined && sleepUntil(shared, due)) {
    say();
    const now = performance.now();
    due = open ? timetable.dueAfter(now) : now + probeInterval;
  }
  // For users who still wait, so that they see that nothing comes any more.
  say();
}

function post(port: { postMessage: (moment: number) => void }): void {
  port.postMessage(Number(process.hrtime.bigint()));
}
