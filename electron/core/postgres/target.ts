import { existsSync } from 'node:fs';
import { homedir, platform, userInfo } from 'node:os';
import { join } from 'node:path';
import { rollcallError } from '../../../shared/errors/index.ts';
import { type Endpoint, SslMode, type Target } from '../../../shared/target.ts';
import { parseUrl, urlInvalid } from './url.ts';

const defaultDatabase = 'att_school';

/** Compiled into Debian's packages, and into PostgreSQL's own. */
const socketFolders = ['/var/run/postgresql', '/tmp'];

/**
 * Reads the URL of a target. What it leaves out comes from PGHOST, PGPORT, PGUSER, PGDATABASE, PGSSLMODE and
 * PGSSLROOTCERT, then from libpq's defaults (manual: "Parameter Key Words"), save that the database is
 * `att_school`. The password is the URL's own; for the other places see `withPassword`.
 *
 * @throws RollcallError url-invalid, url-parameter-unknown
 */
export function parseTarget(url: string, environment: NodeJS.ProcessEnv): Target {
  const { PGHOST, PGPORT, PGUSER, PGDATABASE, PGSSLMODE, PGSSLROOTCERT } = environment;
  const given = parseUrl(url);
  const port = readPort(given.port || PGPORT || '5432');
  const caFile = given.sslrootcert || PGSSLROOTCERT || defaultRootCert(environment);
  return {
    endpoint: readEndpoint(given.host || PGHOST, port),
    database: given.database || PGDATABASE || defaultDatabase,
    user: given.user || PGUSER || accountName(),
    ...(given.password === undefined ? {} : { password: given.password }),
    ssl: readSsl(given.sslmode || PGSSLMODE, caFile),
  };
}

/** For people and reports: without the password. */
export function describeTarget(target: Target): string {
  const { user, database, endpoint } = target;
  return `postgresql://${encodeURIComponent(user)}@${urlHost(endpoint)}/${encodeURIComponent(database)}`;
}

/** What to call a target that nobody gave a name: its database, and the host or the folder of the socket. */
export function nameTarget({ database, endpoint }: Target): string {
  return `${database} – ${endpoint.kind === 'tcp' ? endpoint.host : endpoint.folder}`;
}

/** The URL that `parseTarget` reads back as this target. It holds the password. */
export function targetUrl(target: Target): string {
  const { user, password, database, endpoint, ssl } = target;
  const login = [user, ...(password === undefined ? [] : [password])].map(encodeURIComponent).join(':');
  const settings = [
    `sslmode=${ssl.mode}`,
    ...(ssl.caFile === undefined ? [] : [`sslrootcert=${encodeURIComponent(ssl.caFile)}`]),
  ];
  return `postgresql://${login}@${urlHost(endpoint)}/${encodeURIComponent(database)}?${settings.join('&')}`;
}

/** Where the server listens, for sentences: `host:5432`, `[::1]:5432` or the path of the socket. */
export function describeEndpoint(endpoint: Endpoint): string {
  if (endpoint.kind === 'socket') return socketPath(endpoint);
  const { host, port } = endpoint;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Manual, "unix_socket_directories": the file is `.s.PGSQL.` with the port. */
function socketPath({ folder, port }: { folder: string; port: number }): string {
  return join(folder, `.s.PGSQL.${port}`);
}

function urlHost(endpoint: Endpoint): string {
  if (endpoint.kind === 'socket') return `${encodeURIComponent(endpoint.folder)}:${endpoint.port}`;
  const host = encodeURIComponent(endpoint.host).replaceAll('%3A', ':');
  return host.includes(':') ? `[${host}]:${endpoint.port}` : `${host}:${endpoint.port}`;
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw urlInvalid('port');
  }
  return port;
}

function readEndpoint(host: string | undefined, port: number): Endpoint {
  if (host === undefined || host === '') return defaultEndpoint(port);
  if (host.startsWith('/')) return { kind: 'socket', folder: host, port };
  if (host.includes(',')) throw urlInvalid('several hosts');
  if (/[\s"'<>\\^`{|}/?#@[\]]/.test(host)) throw urlInvalid('host character');
  return { kind: 'tcp', host, port };
}

function defaultEndpoint(port: number): Endpoint {
  const folder = socketFolders.find((folder) => existsSync(socketPath({ folder, port })));
  return folder === undefined ? { kind: 'tcp', host: 'localhost', port } : { kind: 'socket', folder, port };
}

function readSsl(mode: string | undefined, caFile: string | undefined): Target['ssl'] {
  if (caFile === 'system') return { mode: readSystemMode(mode), caFile };
  const parsed = SslMode.safeParse(mode || 'prefer');
  if (!parsed.success) throw urlInvalid('sslmode');
  return caFile === undefined ? { mode: parsed.data } : { mode: parsed.data, caFile };
}

/** Manual, "sslrootcert": `system` makes verify-full the default and goes with nothing weaker. */
function readSystemMode(mode: string | undefined): SslMode {
  if (mode && mode !== 'verify-full') throw urlInvalid('system authorities');
  return 'verify-full';
}

/** Manual, "Client Verification of Server Certificates": the file that libpq uses when none is named. */
function defaultRootCert({ HOME, APPDATA }: NodeJS.ProcessEnv): string | undefined {
  const folder =
    platform() === 'win32'
      ? join(APPDATA || homedir(), 'postgresql')
      : join(HOME || homedir(), '.postgresql');
  const file = join(folder, 'root.crt');
  return existsSync(file) ? file : undefined;
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch (cause) {
    throw rollcallError('url-invalid', { problem: 'no user' }, cause);
  }
}
