import { parentPort, workerData } from 'node:worker_threads';
import { reportError } from '../../shared/errors/index.ts';
import type { Assignment, FromWorker, ToWorker } from './messages.ts';
import { runJob } from './run-job.ts';

const port = parentPort;
if (port === null) throw new Error('job-worker runs as a worker thread only');
const assignment: Assignment = workerData;
const tell = (message: FromWorker) => port.postMessage(message);
const controller = new AbortController();
port.on('message', (message: ToWorker) => {
  if (message.kind === 'cancel') controller.abort(new Error('cancelled'));
});

try {
  tell(await runJob(assignment, { signal: controller.signal, tell }));
} catch (error) {
  tell(controller.signal.aborted ? { kind: 'cancelled' } : { kind: 'failed', error: reportError(error) });
} finally {
  port.close();
}
