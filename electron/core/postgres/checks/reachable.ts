import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { rollcallError } from '../../../../shared/errors/index.ts';
import type { Endpoint, Target } from '../../../../shared/target.ts';
import { explainPostgresError } from '../errors.ts';
import { describeEndpoint } from '../target.ts';
import { passed, type Seen } from './check.ts';

/** Milliseconds that a server on a school's network may take. */
const patience = 10_000;

/**
 * Whether anything listens there.
 *
 * @throws RollcallError connection-refused, host-unknown and the like; `cancelled` when the signal aborts
 */
export async function reachable(target: Target, signal: AbortSignal): Promise<Seen> {
  const where = describeEndpoint(target.endpoint);
  const started = performance.now();
  const socket = connect(addressOf(target.endpoint));
  const deadline = AbortSignal.timeout(patience);
  try {
    await opened(socket, AbortSignal.any([signal, deadline]));
    return passed({ where, ms: Math.round(performance.now() - started) });
  } catch (error) {
    if (signal.aborted) throw rollcallError('cancelled', {}, error);
    if (deadline.aborted) throw rollcallError('connection-timed-out', { where }, error);
    throw explainPostgresError(error, target);
  } finally {
    socket.destroy();
  }
}

function addressOf(endpoint: Endpoint): NetConnectOpts {
  return endpoint.kind === 'tcp'
    ? { host: endpoint.host, port: endpoint.port }
    : { path: describeEndpoint(endpoint) };
}

function opened(socket: Socket, giveUp: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve());
    socket.on('error', reject);
    giveUp.addEventListener('abort', () => reject(giveUp.reason), { once: true });
  });
}
