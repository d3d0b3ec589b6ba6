import { homedir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { rollcallDataFolder } from './data-folder.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const isOrdinaryLinuxUser = process.platform === 'linux' && process.getuid?.() !== 0;

test('ROLLCALL_DATA comes first, made absolute', () => {
  vi.stubEnv('ROLLCALL_DATA', 'some/where');
  expect(rollcallDataFolder()).toBe(path.resolve('some/where'));
});

test('an empty ROLLCALL_DATA means nothing', () => {
  vi.stubEnv('ROLLCALL_DATA', '');
  expect(rollcallDataFolder()).not.toBe(path.resolve(''));
});

test.runIf(process.getuid?.() === 0)('root gets a folder that other users can reach, XDG or not', () => {
  vi.stubEnv('ROLLCALL_DATA', '');
  vi.stubEnv('XDG_DATA_HOME', '/root/.local/share');
  expect(rollcallDataFolder()).toBe('/var/lib/rollcall');
});

test.runIf(isOrdinaryLinuxUser)(
  'follows XDG_DATA_HOME when it is absolute, as its specification says',
  () => {
    vi.stubEnv('ROLLCALL_DATA', '');
    vi.stubEnv('XDG_DATA_HOME', '/data');
    expect(rollcallDataFolder()).toBe('/data/rollcall');
    vi.stubEnv('XDG_DATA_HOME', 'data');
    expect(rollcallDataFolder()).toBe(path.join(homedir(), '.local', 'share', 'rollcall'));
  },
);
