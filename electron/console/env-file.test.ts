import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Target } from '../../shared/target.ts';
import { parseTarget } from '../core/postgres/target.ts';
import { previewEnv, readEnvUrl, writeEnv } from './env-file.ts';
import { applicationUrl } from './env-url.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-env-'));
  path = join(folder, '.env');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const url = 'postgresql+asyncpg://app:s3cret@db.school:5432/att_school';

describe('writing', () => {
  test.each([
    [
      'replaces the address and nothing else',
      'A=1\nDATABASE_URL=old\nB=2\n',
      `A=1\nDATABASE_URL=${url}\nB=2\n`,
    ],
    ['keeps quotes and spaces', 'DATABASE_URL = "old"\n', `DATABASE_URL = "${url}"\n`],
    ['keeps export', "export DATABASE_URL='old'\n", `export DATABASE_URL='${url}'\n`],
    ['keeps each line’s own end', 'A=1\r\nDATABASE_URL=old\r\nB=2\n', `A=1\r\nDATABASE_URL=${url}\r\nB=2\n`],
    [
      'keeps comments, a commented address among them',
      '# DATABASE_URL=x\nDATABASE_URL=y',
      `# DATABASE_URL=x\nDATABASE_URL=${url}`,
    ],
    [
      'adds an address that is missing',
      'TIMEZONE=Asia/Qatar\n',
      `TIMEZONE=Asia/Qatar\nDATABASE_URL=${url}\n`,
    ],
    ['adds a line end before it', 'TIMEZONE=Asia/Qatar', `TIMEZONE=Asia/Qatar\nDATABASE_URL=${url}\n`],
    [
      'changes the last of two, which counts',
      'DATABASE_URL=a\nDATABASE_URL=b\n',
      `DATABASE_URL=a\nDATABASE_URL=${url}\n`,
    ],
    [
      'leaves a name that only ends like it',
      'TEST_DATABASE_URL=a\n',
      `TEST_DATABASE_URL=a\nDATABASE_URL=${url}\n`,
    ],
    ['fills an empty file', '', `DATABASE_URL=${url}\n`],
  ])('%s', async (_, before, after) => {
    await writeFile(path, before);
    const { kept = '' } = await writeEnv(path, url);
    expect(await readFile(path, 'utf8')).toBe(after);
    expect(await readFile(kept, 'utf8')).toBe(before);
  });

  test('makes a file that only its owner can read where there is none', async () => {
    expect(await writeEnv(path, url)).toEqual({});
    expect(await readFile(path, 'utf8')).toBe(`DATABASE_URL=${url}\n`);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('keeps the rights of a file, and a link to it', async () => {
    await writeFile(join(folder, 'real.env'), 'A=1\n', { mode: 0o640 });
    await symlink('real.env', path);
    await writeEnv(path, url);
    expect(await readFile(join(folder, 'real.env'), 'utf8')).toContain(url);
    expect((await stat(join(folder, 'real.env'))).mode & 0o777).toBe(0o640);
    expect((await readdir(folder)).filter((name) => name.includes('part'))).toEqual([]);
  });

  test('says when the folder is not there', async () => {
    await expect(writeEnv(join(folder, 'gone', '.env'), url)).rejects.toMatchObject({ code: 'cannot-write' });
  });
});

describe('the preview', () => {
  test('shows what goes and what comes, and no secret', async () => {
    await writeFile(path, 'SECRET_KEY=abc\nDATABASE_URL=postgresql://u:old@h/d\nTIMEZONE=Asia/Qatar\n');
    expect(await previewEnv(path, url)).toEqual({
      exists: true,
      lines: [
        { change: 'kept', text: 'SECRET_KEY=••••••' },
        { change: 'removed', text: 'DATABASE_URL=postgresql://u:••••••@h/d' },
        { change: 'added', text: 'DATABASE_URL=postgresql+asyncpg://app:••••••@db.school:5432/att_school' },
        { change: 'kept', text: 'TIMEZONE=Asia/Qatar' },
      ],
    });
  });

  test('of a file that is not there shows what it will be', async () => {
    const { exists, lines } = await previewEnv(path, url);
    expect({ exists, changes: lines.map(({ change }) => change) }).toEqual({
      exists: false,
      changes: ['added'],
    });
  });
});

describe('reading', () => {
  test.each([
    ['DATABASE_URL=postgresql+asyncpg://u:p@h/d\n', 'postgresql+asyncpg://u:p@h/d'],
    ['DATABASE_URL="postgresql://u:p@h/d" # live\n', 'postgresql://u:p@h/d'],
    ['DATABASE_URL=postgres://u:p@h/d # live\n', 'postgres://u:p@h/d'],
  ])('finds the address in %j', async (text, found) => {
    await writeFile(path, text);
    expect(await readEnvUrl(path)).toBe(found);
  });

  test.each(['A=1\n', 'DATABASE_URL=sqlite:///app.db\n'])('says that %j has none', async (text) => {
    await writeFile(path, text);
    await expect(readEnvUrl(path)).rejects.toMatchObject({ code: 'env-without-url', facts: { path } });
  });
});

describe('the address', () => {
  const target: Target = {
    endpoint: { kind: 'tcp', host: 'db', port: 5432 },
    database: 'att school',
    user: 'app',
    password: `p@/:?#%'"$&=\u0627`,
    ssl: { mode: 'require', caFile: '/etc/ca.pem' },
  };

  test('is written as each driver reads it', () => {
    const plain = { ...target, password: 'p', database: 'd' };
    expect(applicationUrl(plain, 'asyncpg')).toBe('postgresql+asyncpg://app:p@db:5432/d?ssl=require');
    expect(applicationUrl(plain, 'psycopg2')).toBe(
      'postgresql+psycopg2://app:p@db:5432/d?sslmode=require&sslrootcert=%2Fetc%2Fca.pem',
    );
    expect(applicationUrl(plain, 'plain')).toBe(
      'postgresql://app:p@db:5432/d?sslmode=require&sslrootcert=%2Fetc%2Fca.pem',
    );
  });

  test.each(['asyncpg', 'psycopg2', 'plain'] as const)('for %s is read back as the target', (driver) => {
    const ssl = driver === 'asyncpg' ? { mode: 'require' as const } : target.ssl;
    expect(parseTarget(applicationUrl(target, driver), {})).toEqual({ ...target, ssl });
  });

  test('of a socket is read back too, and of an IPv6 host', () => {
    const socket: Target = { ...target, endpoint: { kind: 'socket', folder: '/run/pg', port: 5433 } };
    expect(parseTarget(applicationUrl(socket, 'plain'), {})).toEqual(socket);
    const ipv6: Target = { ...target, endpoint: { kind: 'tcp', host: '::1', port: 5432 } };
    expect(parseTarget(applicationUrl(ipv6, 'plain'), {})).toEqual(ipv6);
  });

  test('has no character that ends a quoted text', () => {
    expect(applicationUrl(target, 'plain')).not.toMatch(/['"\s$`\\]/);
  });
});
