import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConnectionDraft } from '../../shared/console/connection.ts';
import { Connections } from './connections.ts';
import type { Keychain } from './host.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-connections-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const keychain: Keychain = {
  seal: async (secret) => Buffer.from(`sealed:${secret}`).toString('base64'),
  open: async (sealed) => Buffer.from(sealed, 'base64').toString().slice('sealed:'.length),
};

const draft: ConnectionDraft = {
  name: 'School',
  at: { kind: 'url', url: 'postgresql://app:hunter2@db:5433/att' },
  saved: 'yes',
};

const stored = () => readFile(join(folder, 'connections.json'), 'utf8');

test('a saved connection is there the next time, with its password from the keychain', async () => {
  const { id, password } = await (await Connections.read(folder, keychain)).save(draft);
  expect(password).toBe('in the keychain');
  const next = await Connections.read(folder, keychain);
  expect(next.all).toMatchObject([{ id, name: 'School', password: 'in the keychain', saved: 'yes' }]);
  expect(JSON.stringify(next.all)).not.toContain('hunter2');
  expect(next.targetOf(id)).toMatchObject({ database: 'att', password: 'hunter2' });
  expect(await stored()).not.toContain('hunter2');
  expect((await stat(join(folder, 'connections.json'))).mode & 0o777).toBe(0o600);
});

test('without a keychain the password is known until the end, and written nowhere', async () => {
  const connections = await Connections.read(folder, undefined);
  const { id, password } = await connections.save(draft);
  expect(password).toBe('until the end');
  expect(connections.targetOf(id)).toMatchObject({ password: 'hunter2' });
  const next = await Connections.read(folder, undefined);
  expect(next.all).toMatchObject([{ id, password: 'none' }]);
  expect(next.targetOf(id)).not.toHaveProperty('password');
  expect(await stored()).not.toContain('hunter2');
});

test('a door without the keychain leaves what another one sealed', async () => {
  const { id } = await (await Connections.read(folder, keychain)).save(draft);
  await (await Connections.read(folder, undefined)).save({ ...draft, name: 'Another', saved: 'yes' });
  expect((await Connections.read(folder, keychain)).targetOf(id)).toMatchObject({ password: 'hunter2' });
});

test('a connection that is renamed keeps its password, one that is removed is gone with it', async () => {
  const connections = await Connections.read(folder, keychain);
  const { id, target } = await connections.save(draft);
  const renamed = await connections.save({ id, name: 'Ours', at: { kind: 'fields', target }, saved: 'yes' });
  expect(renamed).toMatchObject({ id, name: 'Ours', password: 'in the keychain' });
  expect(connections.targetOf(id)).toMatchObject({ password: 'hunter2' });
  await connections.remove(id);
  expect(() => connections.targetOf(id)).toThrow(expect.objectContaining({ code: 'connection-unknown' }));
  expect(await stored()).toBe('[]');
});

test('one that is not to be saved is kept until the end alone', async () => {
  const connections = await Connections.read(folder, keychain);
  const { password } = await connections.save({ ...draft, saved: 'no' });
  expect(password).toBe('until the end');
  expect(await stored()).toBe('[]');
});

test('one that waits to be let in is kept as soon as it was, and not before', async () => {
  const connections = await Connections.read(folder, keychain);
  const { id, password } = await connections.save({ ...draft, saved: 'once let in' });
  expect(password).toBe('until the end');
  expect(await stored()).toBe('[]');
  expect(await connections.letIn(id)).toBe(true);
  expect(connections.all).toMatchObject([{ saved: 'yes', password: 'in the keychain' }]);
  expect(await connections.letIn(id)).toBe(false);
  expect((await Connections.read(folder, keychain)).targetOf(id)).toMatchObject({ password: 'hunter2' });
});

test('one that is not to be saved stays so when it is let in', async () => {
  const connections = await Connections.read(folder, keychain);
  const { id } = await connections.save({ ...draft, saved: 'no' });
  expect(await connections.letIn(id)).toBe(false);
  expect(await stored()).toBe('[]');
});

test('a change that is never let in leaves what was kept before', async () => {
  const connections = await Connections.read(folder, keychain);
  const { id, target } = await connections.save(draft);
  const changed = { id, name: 'School', at: { kind: 'fields' as const, target }, password: 'a slip' };
  await connections.save({ ...changed, saved: 'once let in' });
  expect(connections.targetOf(id)).toMatchObject({ password: 'a slip' });
  expect((await Connections.read(folder, keychain)).targetOf(id)).toMatchObject({ password: 'hunter2' });
});

test('an application’s .env is read as it is, the driver in its address included', async () => {
  const path = join(folder, '.env');
  await writeFile(path, 'DATABASE_URL=postgresql+asyncpg://app:p%40ss@db/att?ssl=require\n');
  const connections = await Connections.read(folder, undefined);
  const { id, name } = await connections.save({ name: '', at: { kind: 'env', path }, saved: 'no' });
  expect(name).toBe('att – db');
  expect(connections.targetOf(id)).toMatchObject({ password: 'p@ss', ssl: { mode: 'require' } });
});

test.each([
  [{ kind: 'url', url: 'postgres://app:secret@db.example.org/att_school' }, 'att_school – db.example.org'],
  [{ kind: 'url', url: 'postgresql://app@%2Frun%2Fpostgresql/att_school' }, 'att_school – /run/postgresql'],
  [
    {
      kind: 'fields',
      target: {
        endpoint: { kind: 'tcp', host: 'db.example.org', port: 5433 },
        database: 'att_school',
        user: 'app',
        ssl: { mode: 'prefer' },
      },
    },
    'att_school – db.example.org',
  ],
] as const)('whoever names nothing finds a connection by its database and host', async (at, expected) => {
  const connections = await Connections.read(folder, undefined);
  expect(await connections.save({ name: ' ', at, saved: 'yes' })).toMatchObject({ name: expected });
});

test('a file that was edited into nonsense counts as none', async () => {
  await writeFile(join(folder, 'connections.json'), '{"oops":');
  expect((await Connections.read(folder, keychain)).all).toEqual([]);
});
