import { Socket } from 'node:net';
import pg from 'pg';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { Target } from '../../../shared/target.ts';
import { explainPostgresError } from './errors.ts';
import { markStatements } from './own-statements.ts';
import { fixSession } from './session.ts';
import { tlsOptions, type Way } from './ssl.ts';
import { describeEndpoint } from './target.ts';

/** Major version below which a server is refused. */
const oldestMajor = 12;

export interface LoginOptions {
  readonly signal?: AbortSignal;
  readonly applicationName?: string;
  /** Milliseconds until an attempt is given up; 15,000 unless told. */
  readonly timeout?: number;
  /** Makes the socket; an ordinary one unless told. */
  readonly newSocket?: () => Socket;
}

/**
 * One attempt to log in to the target, plain or encrypted. What the client is asked is marked as Rollcall's own.
 *
 * @throws RollcallError only; `cancelled` when the signal aborts
 */
export async function logIn(target: Target, way: Way, options: LoginOptions): Promise<pg.Client> {
  if (options.signal?.aborted) throw rollcallError('cancelled', {});
  const { endpoint, user, database } = target;
  const ssl = way === 'tls' ? await tlsOptions(target.ssl) : false;
  const socket = options.newSocket?.() ?? new Socket();
  const client = new pg.Client({
    host: endpoint.kind === 'tcp' ? endpoint.host : endpoint.folder,
    port: endpoint.port,
    user,
    database,
    password: () => passwordOf(target),
    ssl,
    sslnegotiation: 'postgres',
    stream: () => socket,
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
    application_name: options.applicationName ?? 'rollcall',
  });
  const greeting = watchGreeting(socket, way);
  const version = watchVersion(client);
  // A connection lost while no query runs is seen by the next query; without a listener it would end the process.
  client.on('error', () => undefined);
  const deadline = AbortSignal.timeout(options.timeout ?? 15_000);
  const giveUp = AbortSignal.any([deadline, ...(options.signal === undefined ? [] : [options.signal])]);
  const destroy = () => socket.destroy();
  giveUp.addEventListener('abort', destroy);
  try {
    await client.connect();
    version.refuseOld();
    markStatements(client);
    await fixSession(client);
    return client;
  } catch (error) {
    socket.destroy();
    const where = describeEndpoint(endpoint);
    if (options.signal?.aborted) throw rollcallError('cancelled', {}, error);
    if (deadline.aborted) throw rollcallError('connection-timed-out', { where }, error);
    if (greeting.isStrange()) throw rollcallError('not-postgresql', { where }, error);
    throw explainPostgresError(error, target);
  } finally {
    giveUp.removeEventListener('abort', destroy);
  }
}

/** A function, so that node-postgres never falls back on PGPASSWORD or ~/.pgpass of this process. */
function passwordOf({ user, password }: Target): string {
  if (!password) throw rollcallError('password-needed', { user });
  return password;
}

/**
 * Looks at the first bytes that come back, since node-postgres waits for ever on a message that another protocol
 * only seems to begin. The answer to an SSLRequest is one byte, S or N, or an error; the answer to a startup
 * message is authentication, error, notice or a protocol version (manual, "Message Flow", "Start-up").
 */
function watchGreeting(socket: Socket, way: Way): { isStrange: () => boolean } {
  let strange = false;
  socket.once('data', (chunk: Buffer) => {
    const first = chunk.toString('latin1', 0, 1);
    strange =
      way === 'tls'
        ? !(first === 'E' || (chunk.length === 1 && 'SN'.includes(first)))
        : !'RENv'.includes(first);
    if (strange) socket.destroy();
  });
  return { isStrange: () => strange };
}

/** The version comes unasked at log-in, before any statement that an old server might not understand. */
function watchVersion(client: pg.Client): { refuseOld: () => void } {
  let version = '';
  client.connection.on('parameterStatus', (status: { parameterName: string; parameterValue: string }) => {
    if (status.parameterName === 'server_version') version = status.parameterValue;
  });
  return {
    refuseOld: () => {
      if (Number.parseInt(version, 10) < oldestMajor) throw rollcallError('server-too-old', { version });
    },
  };
}
