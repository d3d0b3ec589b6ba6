import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Target } from '../../../shared/target.ts';
import { passwordFor, withPassword } from './password.ts';

const target: Target = {
  endpoint: { kind: 'tcp', host: 'db', port: 5432 },
  database: 'att',
  user: 'ada',
  ssl: { mode: 'disable' },
};
const folder = await mkdtemp(join(tmpdir(), 'rollcall-password-'));
afterAll(() => rm(folder, { recursive: true }));
const posix = platform() !== 'win32';

async function file(text: string, mode = 0o600): Promise<string> {
  const path = join(await mkdtemp(join(folder, 'file-')), 'password');
  await writeFile(path, text);
  await chmod(path, mode);
  return path;
}

describe('withPassword', () => {
  test('asks URL, password file, PGPASSWORD and PGPASSFILE in this order', async () => {
    const passwordFile = await file('from file\nsecond line\n');
    const PGPASSFILE = await file('db:5432:att:ada:from pgpass\n');
    const environment = { PGPASSWORD: 'from environment', PGPASSFILE };
    const all = { passwordFile, environment };
    const found = async (...[target, sources]: Parameters<typeof withPassword>) =>
      (await withPassword(target, sources)).password;
    expect(await found({ ...target, password: 'from URL' }, all)).toBe('from URL');
    expect(await found(target, all)).toBe('from file');
    expect(await found(target, { environment })).toBe('from environment');
    expect(await found(target, { environment: { PGPASSFILE } })).toBe('from pgpass');
  });

  test('finds none and changes nothing', async () => {
    const HOME = await mkdtemp(join(folder, 'home-'));
    expect(await withPassword(target, { environment: { HOME, APPDATA: HOME } })).toEqual(target);
  });

  test.runIf(posix)('refuses a password file that others can read', async () => {
    const passwordFile = await file('secret', 0o640);
    await expect(withPassword(target, { environment: {}, passwordFile })).rejects.toMatchObject({
      code: 'password-file-open-to-others',
    });
    const PGPASSFILE = await file('*:*:*:*:secret', 0o604);
    await expect(withPassword(target, { environment: { PGPASSFILE } })).rejects.toMatchObject({
      code: 'password-file-open-to-others',
    });
  });

  test('refuses a password file that is missing or empty', async () => {
    for (const passwordFile of [join(folder, 'no-such-file'), await file('\nsecret')]) {
      await expect(withPassword(target, { environment: {}, passwordFile })).rejects.toMatchObject({
        code: 'password-file-unreadable',
      });
    }
  });
});

describe('passwordFor', () => {
  test.each([
    ['db:5432:att:ada:secret', 'secret'],
    ['*:*:*:*:secret', 'secret'],
    ['db:5433:att:ada:wrong\ndb:*:att:ada:secret\n*:*:*:*:late', 'secret'],
    ['# db:5432:att:ada:comment\ndb:5432:att:ada:secret', 'secret'],
    ['db:5432:att:ada:se\\:cr\\\\et', 'se:cr\\et'],
    ['db:5432:att:eve:wrong', undefined],
    ['db:5432:att', undefined],
    ['', undefined],
  ])('in %j', (text, password) => {
    expect(passwordFor(target, text)).toBe(password);
  });

  test('unescapes a user with a colon', () => {
    expect(passwordFor({ ...target, user: 'a:b' }, 'db:5432:att:a\\:b:secret')).toBe('secret');
  });

  test('takes localhost for a socket', () => {
    const socket: Target = { ...target, endpoint: { kind: 'socket', folder: '/run/pg', port: 5432 } };
    expect(passwordFor(socket, 'localhost:5432:att:ada:secret')).toBe('secret');
    expect(passwordFor(socket, '/run/pg:5432:att:ada:secret')).toBe('secret');
    expect(passwordFor(target, 'localhost:5432:att:ada:secret')).toBeUndefined();
  });
});
