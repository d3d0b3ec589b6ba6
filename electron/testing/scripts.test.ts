import { spawnSync } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

let project: string;
beforeEach(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'rollcall-scripts-'));
  await cp(path.join(root, 'scripts'), path.join(project, 'scripts'), { recursive: true });
  await mkdir(path.join(project, 'node_modules'));
  await symlink(path.join(root, 'node_modules', 'node'), path.join(project, 'node_modules', 'node'));
  await copyFile(path.join(root, 'package-lock.json'), path.join(project, 'package-lock.json'));
  await copyFile(
    path.join(root, 'node_modules', '.package-lock.json'),
    path.join(project, 'node_modules', '.package-lock.json'),
  );
});
afterEach(() => rm(project, { recursive: true, force: true }));

/** Runs TypeScript by scripts/run.mjs, with an npm that only says what it was asked. */
async function run(code: string, ...args: string[]) {
  await writeFile(path.join(project, 'entry.ts'), code);
  await mkdir(path.join(project, 'fake'));
  await writeFile(path.join(project, 'fake', 'npm'), '#!/bin/sh\necho "asked: npm $*"\n', { mode: 0o755 });
  const env = {
    ...process.env,
    PATH: `${path.join(project, 'fake')}${path.delimiter}${process.env['PATH']}`,
  };
  const entry = path.join(project, 'entry.ts');
  const child = spawnSync(process.execPath, [path.join(project, 'scripts', 'run.mjs'), entry, ...args], {
    env,
  });
  return { status: child.status, stdout: child.stdout.toString(), stderr: child.stderr.toString() };
}

test('what is installed is left alone, and arguments, output and exit code go through', async () => {
  const code = `const args: string[] = process.argv.slice(2); console.log(args.join('|')); process.exitCode = 3;`;
  expect(await run(code, 'a b', '--json')).toEqual({ status: 3, stdout: 'a b|--json\n', stderr: '' });
});

test('the TypeScript runs on the Node that npm brought', async () => {
  const { stdout } = await run('console.log(process.execPath as string);');
  expect(stdout.trim()).toContain(path.join('node_modules', 'node', 'bin'));
});

test('missing packages are installed, and stdout stays the command’s own', async () => {
  await rm(path.join(project, 'node_modules', '.package-lock.json'));
  const { stdout, stderr } = await run(`console.log('{}');`);
  expect(stdout).toBe('{}\n');
  expect(stderr).toContain('asked: npm ci ');
});

test('packages of another version are installed anew', async () => {
  const lock = { packages: { '': {}, 'node_modules/zod': { version: '0.0.1', integrity: 'sha512-none' } } };
  await writeFile(path.join(project, 'package-lock.json'), JSON.stringify(lock));
  expect((await run('')).stderr).toContain('asked: npm ci ');
});

test('packages for this system are installed where those for another one are', async () => {
  const wanted = { version: '0.0.1', optional: true, os: [process.platform], cpu: [process.arch] };
  const foreign = { version: '0.0.1', optional: true, os: ['aix'], cpu: ['ppc64'] };
  const packages = { 'node_modules/@x/here': wanted, 'node_modules/@x/there': foreign };
  await writeFile(path.join(project, 'package-lock.json'), JSON.stringify({ packages }));
  const note = { packages: { 'node_modules/@x/there': foreign } };
  await writeFile(path.join(project, 'node_modules', '.package-lock.json'), JSON.stringify(note));
  expect((await run('')).stderr).toContain('asked: npm ci ');
});

test('Node alone is fetched when only it is missing', async () => {
  await rm(path.join(project, 'node_modules', 'node'));
  const { stderr } = await run('');
  expect(stderr).toContain('asked: npm rebuild node');
  expect(stderr).not.toContain('npm ci');
});
