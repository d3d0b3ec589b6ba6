import { type RollcallError, rollcallError } from '../../../shared/errors/index.ts';
import type { UrlProblem } from '../../../shared/errors/target.ts';

/** What a URL says, percent-decoded; what it leaves out or leaves empty is absent. */
export interface UrlParts {
  readonly host?: string;
  readonly port?: string;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  readonly sslmode?: string;
  readonly sslrootcert?: string;
}

/** libpq's two schemes, and SQLAlchemy's with the name of a driver. */
const schemes = /^(?:postgres|postgresql(?:\+(?:asyncpg|psycopg2|psycopg|pg8000))?)$/i;

/** Part of a URL by the name of its parameter; `ssl` is asyncpg's spelling, `dbname` libpq's. */
const parameters = new Map<string, keyof UrlParts>([
  ['host', 'host'],
  ['port', 'port'],
  ['user', 'user'],
  ['password', 'password'],
  ['dbname', 'database'],
  ['database', 'database'],
  ['sslmode', 'sslmode'],
  ['ssl', 'sslmode'],
  ['sslrootcert', 'sslrootcert'],
]);

/** Set by Rollcall itself, or without influence on where the data goes and who can read it on the way. */
const ignored = new Set([
  'application_name',
  'fallback_application_name',
  'client_encoding',
  'connect_timeout',
  'keepalives',
  'keepalives_idle',
  'keepalives_interval',
  'keepalives_count',
]);

/**
 * Takes a URL apart as libpq does (manual, "Connection URIs"), by hand: the WHATWG parser refuses an empty host
 * with a user before it. A message never repeats a piece of the URL that could belong to a password with an
 * unencoded `/`, `?` or `@`.
 *
 * @throws RollcallError url-invalid, url-parameter-unknown
 */
export function parseUrl(url: string): UrlParts {
  const [, scheme, rest] = /^([^:/?#@\s]*):\/\/(.*)$/s.exec(url.trim()) ?? [];
  if (scheme === undefined || rest === undefined || !schemes.test(scheme)) {
    throw urlInvalid('scheme');
  }
  const [main, query] = splitOnce(rest, '?');
  const [authority, database] = splitOnce(main, '/');
  if (database !== undefined && /[/@]/.test(database)) {
    throw urlInvalid('not encoded');
  }
  return {
    ...readAuthority(authority),
    ...part('database', database),
    ...readQuery(query ?? ''),
  };
}

export function urlInvalid(problem: UrlProblem): RollcallError {
  return rollcallError('url-invalid', { problem });
}

function readAuthority(authority: string): UrlParts {
  const at = authority.lastIndexOf('@');
  const [user, password] = at < 0 ? [undefined, undefined] : splitOnce(authority.slice(0, at), ':');
  const [, bracketed, plain, port] =
    /^(?:\[([^[\]]*)\]|([^:[\]]*))(?::(.*))?$/s.exec(authority.slice(at + 1)) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined) throw urlInvalid('host');
  return {
    ...part('user', user),
    ...part('password', password),
    ...part('host', host),
    ...part('port', port),
  };
}

function readQuery(query: string): UrlParts {
  let parts: UrlParts = {};
  for (const pair of query.split('&').filter((pair) => pair !== '')) {
    const [rawName, rawValue] = splitOnce(pair, '=');
    const name = decode(rawName);
    const key = parameters.get(name);
    if (key === undefined && ignored.has(name)) continue;
    if (key === undefined || rawValue === undefined) throw unknownParameter(name, query);
    parts = { ...parts, ...part(key, name === 'ssl' ? spelledOut(rawValue) : rawValue) };
  }
  return parts;
}

function unknownParameter(name: string, query: string): RollcallError {
  const maybePassword = query.includes('@') || !/^\w+$/.test(name);
  return maybePassword ? urlInvalid('settings') : rollcallError('url-parameter-unknown', { name });
}

/** libpq takes JDBC's ssl=true for sslmode=require; asyncpg's ssl takes the names of the modes too. */
function spelledOut(ssl: string): string {
  return ssl === 'true' ? 'require' : ssl === 'false' ? 'disable' : ssl;
}

function part(key: keyof UrlParts, encoded: string | undefined): UrlParts {
  return encoded === undefined || encoded === '' ? {} : { [key]: decode(encoded) };
}

function decode(encoded: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(encoded);
  } catch {
    throw urlInvalid('percent');
  }
  if (decoded.includes('\0')) throw urlInvalid('zero byte');
  return decoded;
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}
