import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { RollcallError } from '../../../shared/errors/index.ts';
import { SslMode, type Target } from '../../../shared/target.ts';
import { describeEndpoint, describeTarget, parseTarget, targetUrl } from './target.ts';

const home = await mkdtemp(join(tmpdir(), 'rollcall-target-'));
afterAll(() => rm(home, { recursive: true }));
const environment = { HOME: home, APPDATA: home };

function read(url: string, more: NodeJS.ProcessEnv = {}): Target {
  return parseTarget(url, { ...environment, ...more });
}

function tcp(host: string, port = 5432) {
  return { kind: 'tcp', host, port };
}

function refusal(url: string, more: NodeJS.ProcessEnv = {}): RollcallError {
  try {
    read(url, more);
  } catch (error) {
    if (error instanceof RollcallError) return error;
    throw error;
  }
  throw new Error(`${url} was accepted`);
}

describe('parseTarget', () => {
  test('reads every part', () => {
    expect(
      read('postgresql://ada:secret@db.school.qa:6543/att?sslmode=verify-full&sslrootcert=/etc/ca.pem'),
    ).toEqual({
      endpoint: tcp('db.school.qa', 6543),
      database: 'att',
      user: 'ada',
      password: 'secret',
      ssl: { mode: 'verify-full', caFile: '/etc/ca.pem' },
    });
  });

  test.each([
    'postgres',
    'postgresql',
    'postgresql+asyncpg',
    'postgresql+psycopg2',
    'postgresql+psycopg',
    'PostgreSQL',
  ])('takes %s://', (scheme) => {
    expect(read(`${scheme}://ada@host/att`)).toEqual(read('postgresql://ada@host/att'));
  });

  test('decodes percent-encoded parts, once', () => {
    expect(read('postgresql://a%40b:p%40%2F%3A%25%3F%23%2525@host/d%2Fb%20%C3%A9')).toMatchObject({
      user: 'a@b',
      password: 'p@/:%?#%25',
      database: 'd/b é',
    });
  });

  test('takes a + for a + and a # for a #', () => {
    expect(read('postgresql://ada:a+b#c@host/att')).toMatchObject({ password: 'a+b#c', database: 'att' });
  });

  test('takes the last @ before the host as the end of the password', () => {
    expect(read('postgresql://ada:p@ss@host/att')).toMatchObject({ password: 'p@ss', endpoint: tcp('host') });
  });

  test.each([
    ['postgresql://[::1]:6543/att', tcp('::1', 6543)],
    ['postgresql://[fe80::1%25eth0]/att', tcp('fe80::1%eth0')],
    ['postgresql:///att?host=2001:db8::7', tcp('2001:db8::7')],
    ['postgresql://%2Fvar%2Frun%2Fpg:6543/att', { kind: 'socket', folder: '/var/run/pg', port: 6543 }],
    ['postgresql:///att?host=/var/run/pg', { kind: 'socket', folder: '/var/run/pg', port: 5432 }],
    [
      'postgresql://ada@/att?host=%2Fvar%2Frun%2Fpg&port=7',
      { kind: 'socket', folder: '/var/run/pg', port: 7 },
    ],
  ])('finds the server of %s', (url, endpoint) => {
    expect(read(url).endpoint).toEqual(endpoint);
  });

  test('finds no socket for an empty host and takes localhost', () => {
    expect(read('postgresql:///att?port=9').endpoint).toEqual(tcp('localhost', 9));
  });

  test('lets parameters override the address, as libpq does', () => {
    expect(read('postgresql://ada:x@one/att?host=two&port=7&user=eve&password=y&dbname=other')).toMatchObject(
      {
        endpoint: tcp('two', 7),
        user: 'eve',
        password: 'y',
        database: 'other',
      },
    );
  });

  test('fills in from the environment, then with defaults', () => {
    const PG = {
      PGHOST: 'h',
      PGPORT: '7',
      PGUSER: 'u',
      PGDATABASE: 'd',
      PGSSLMODE: 'require',
      PGSSLROOTCERT: '/c',
    };
    expect(read('postgresql://', PG)).toEqual({
      endpoint: tcp('h', 7),
      user: 'u',
      database: 'd',
      ssl: { mode: 'require', caFile: '/c' },
    });
    expect(read('postgresql://host')).toEqual({
      endpoint: tcp('host'),
      user: userInfo().username,
      database: 'att_school',
      ssl: { mode: 'prefer' },
    });
  });

  test('uses the CA file in the home folder, as libpq does', async () => {
    const HOME = await mkdtemp(join(home, 'other-'));
    await mkdir(join(HOME, '.postgresql'));
    const file = join(HOME, '.postgresql', 'root.crt');
    await writeFile(file, '');
    expect(read('postgresql://host?sslmode=verify-ca', { HOME }).ssl).toEqual({
      mode: 'verify-ca',
      caFile: file,
    });
  });

  test.each([
    ...SslMode.options.map((mode) => [`sslmode=${mode}`, mode]),
    ['ssl=require', 'require'],
    ['ssl=verify-full', 'verify-full'],
    ['ssl=true', 'require'],
    ['ssl=false', 'disable'],
    ['sslrootcert=system', 'verify-full'],
  ])('reads ?%s', (query, mode) => {
    expect(read(`postgresql://host/att?${query}`).ssl.mode).toBe(mode);
  });

  test('ignores parameters that change neither way nor place', () => {
    expect(read('postgresql://ada@host/att?application_name=flask&connect_timeout=5')).toEqual(
      read('postgresql://ada@host/att'),
    );
  });

  test('refuses an unknown parameter by its name', () => {
    const error = refusal('postgresql://host/att?sslmod=require');
    expect(error.code).toBe('url-parameter-unknown');
    expect(error.what).toContain('sslmod');
  });

  test.each([
    ['', 'begin with'],
    ['att_school', 'begin with'],
    ['postgress://host/att', 'begin with'],
    ['mysql://host/att', 'begin with'],
    ['postgresql:/host/att', 'begin with'],
    ['host=localhost dbname=att', 'begin with'],
    ['postgresql+mysql://host/att', 'begin with'],
    ['postgresql://host:54x2/att', 'port'],
    ['postgresql://host:0/att', 'port'],
    ['postgresql://host:65536/att', 'port'],
    ['postgresql://one,two/att', 'several hosts'],
    ['postgresql://[::1/att', 'IPv6'],
    ['postgresql://[::1]x/att', 'IPv6'],
    ['postgresql://ho st/att', 'host'],
    ['postgresql://host/att?sslmode=on', 'sslmode'],
    ['postgresql://host/att?sslmode=require&sslrootcert=system', 'verify-full'],
    ['postgresql://host/att%zz', 'hexadecimal'],
    ['postgresql://host/att%00', 'zero byte'],
    ['postgresql://host/a/b', 'percent-encoded'],
  ])('refuses %s', (url, problem) => {
    const error = refusal(url);
    expect(error.code).toBe('url-invalid');
    expect(error.what).toMatch(problem);
  });

  test.each(['hunter/2', 'hunter?2', 'hunter?a=2', '4711/hunter', '/hunter', 'hunt?er&2', 'hunter%2'])(
    'repeats no piece of the password %s when it was not encoded',
    (password) => {
      const { message } = refusal(`postgresql://ada:${password}@host/att`);
      for (const piece of password.split(/[^a-z0-9]/).filter((piece) => piece.length > 2)) {
        expect(message).not.toContain(piece);
      }
    },
  );
});

const text = fc
  .string({ unit: 'binary', minLength: 1 })
  .filter((value) => !value.includes('\0') && value.isWellFormed());
const target: fc.Arbitrary<Target> = fc.record({
  endpoint: fc.oneof(
    fc.record({
      kind: fc.constant('tcp' as const),
      host: fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6()),
      port: fc.integer({ min: 1, max: 65_535 }),
    }),
    fc.record({
      kind: fc.constant('socket' as const),
      folder: text.map((value) => `/${value}`),
      port: fc.integer({ min: 1, max: 65_535 }),
    }),
  ),
  database: text,
  user: text,
  password: text,
  ssl: fc.record({
    mode: fc.constantFrom(...SslMode.options),
    caFile: text.filter((value) => value !== 'system'),
  }),
});

test('targetUrl writes what parseTarget reads', () => {
  fc.assert(
    fc.property(target, (target) => {
      expect(read(targetUrl(target))).toEqual(target);
    }),
  );
});

test('describeTarget leaves the password out', () => {
  expect(describeTarget(read('postgresql://ada:hunter2@[::1]:6543/att'))).toBe(
    'postgresql://ada@[::1]:6543/att',
  );
  expect(describeTarget(read('postgresql://ada:hunter2@%2Frun/att'))).toBe(
    'postgresql://ada@%2Frun:5432/att',
  );
});

test('describeEndpoint writes what people know', () => {
  expect(describeEndpoint({ kind: 'tcp', host: 'db', port: 1 })).toBe('db:1');
  expect(describeEndpoint({ kind: 'tcp', host: '::1', port: 1 })).toBe('[::1]:1');
  expect(describeEndpoint({ kind: 'socket', folder: '/run', port: 1 })).toBe('/run/.s.PGSQL.1');
});
