import type { Driver } from '../../shared/console/channels.ts';
import { rollcallError } from '../../shared/errors/index.ts';
import type { Target } from '../../shared/target.ts';

const schemes: Record<Driver, string> = {
  asyncpg: 'postgresql+asyncpg',
  psycopg2: 'postgresql+psycopg2',
  plain: 'postgresql',
};

/** @throws RollcallError practice-not-started */
export function envUrl(target: Target | undefined, driver: Driver): string {
  if (!target) throw rollcallError('practice-not-started', {});
  return applicationUrl(target, driver);
}

/** The address of a target as an application's driver reads it, with the password. */
export function applicationUrl({ endpoint, user, password, database, ssl }: Target, driver: Driver): string {
  const login = [user, ...(password === undefined ? [] : [password])].map(encode).join(':');
  const settings = [
    ...(endpoint.kind === 'socket' ? [`host=${encode(endpoint.folder)}`, `port=${endpoint.port}`] : []),
    // asyncpg has libpq's modes under another name, and no file of authorities in its address.
    ...(ssl.mode === 'prefer' ? [] : [`${driver === 'asyncpg' ? 'ssl' : 'sslmode'}=${ssl.mode}`]),
    ...(ssl.caFile === undefined || driver === 'asyncpg' ? [] : [`sslrootcert=${encode(ssl.caFile)}`]),
  ];
  const place = endpoint.kind === 'socket' ? '' : hostAndPort(endpoint);
  const query = settings.length === 0 ? '' : `?${settings.join('&')}`;
  return `${schemes[driver]}://${login}@${place}/${encode(database)}${query}`;
}

function hostAndPort({ host, port }: { readonly host: string; readonly port: number }): string {
  return host.includes(':') ? `[${host}]:${port}` : `${encode(host)}:${port}`;
}

/** Quotes too, so that the address may stand in quotes in a file that a shell reads. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /['!()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
