import { spawnSync } from 'node:child_process';
import { chmod, copyFile, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Counts } from './counts.ts';

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

test('packages that are needed no longer are taken away', async () => {
  const stays = { version: '0.0.1', integrity: 'sha512-same' };
  const lock = { packages: { '': {}, 'node_modules/stays': stays } };
  await writeFile(path.join(project, 'package-lock.json'), JSON.stringify(lock));
  const note = { packages: { 'node_modules/stays': stays, 'node_modules/goes': stays } };
  await writeFile(path.join(project, 'node_modules', '.package-lock.json'), JSON.stringify(note));
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

test('what is built is built, by whatever way the project is reached', async () => {
  const vite = path.join(project, 'node_modules', 'vite', 'bin', 'vite.js');
  await mkdir(path.dirname(vite), { recursive: true });
  await writeFile(vite, "console.log('built');");
  const link = `${project}-link`;
  await symlink(project, link);
  const { stderr } = spawnSync(process.execPath, [path.join(link, 'scripts', 'build.mjs')]);
  await rm(link);
  expect(stderr.toString()).toBe('built\n'.repeat(3));
});

describe('the suites', () => {
  /** Runs the suites of a project whose test programs are these pieces of JavaScript. */
  async function runSuites(vitest: string, playwright: string) {
    const programs = {
      'vite/bin/vite.js': '',
      'vitest/vitest.mjs': vitest,
      '@playwright/test/cli.js': playwright,
    };
    for (const [program, code] of Object.entries(programs)) {
      const file = path.join(project, 'node_modules', program);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, code);
    }
    const { status, stdout } = spawnSync(process.execPath, [path.join(project, 'scripts', 'suites.mjs')]);
    return { status, lastLine: stdout.toString().trimEnd().split('\n').at(-1) };
  }

  const tell = (counts: Counts) =>
    `process.getBuiltinModule('fs').writeFileSync(process.env.ROLLCALL_COUNTS, '${JSON.stringify(counts)}');`;
  const good = tell({ passed: 20, failed: 0, skipped: 1 });

  test('are counted together in the last line', async () => {
    const { status, lastLine } = await runSuites(good, tell({ passed: 3, failed: 0, skipped: 0 }));
    expect({ status, lastLine }).toEqual({ status: 0, lastLine: '23 passed, 0 failed, 1 skipped' });
  });

  test('are all run when the first has failed', async () => {
    const bad = `${tell({ passed: 1, failed: 2, skipped: 0 })} process.exitCode = 1;`;
    const { status, lastLine } = await runSuites(bad, good);
    expect({ status, lastLine }).toEqual({ status: 1, lastLine: '21 passed, 2 failed, 1 skipped' });
  });

  test.each([
    ['breaks off before it can tell', 'process.exit(1);', '20 passed, 1 failed, 1 skipped'],
    ['fails outside of its tests', `${good} process.exitCode = 1;`, '40 passed, 1 failed, 2 skipped'],
  ])('one that %s has failed', async (_, bad, line) => {
    const { status, lastLine } = await runSuites(good, bad);
    expect({ status, lastLine }).toEqual({ status: 1, lastLine: line });
  });
});

describe('npm start', () => {
  /** As root, programs are run as nobody: Electron opens no window for root. */
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

  /** Starts a project that is built already, whose command line and whose Electron say what they were asked. */
  async function start(electron: string | undefined, env: NodeJS.ProcessEnv, as: object = nobody) {
    for (const folder of ['shared', 'renderer', 'electron/cli', 'dist/renderer', 'electron-dist'])
      await mkdir(path.join(project, folder), { recursive: true });
    await writeFile(path.join(project, 'package.json'), '{"type":"module"}');
    const cli = "console.log('asked:', process.argv.slice(2).join(' '));";
    await writeFile(path.join(project, 'electron', 'cli', 'main.ts'), cli);
    await writeFile(path.join(project, 'dist', 'renderer', 'index.html'), '');
    if (electron !== undefined)
      await writeFile(path.join(project, 'electron-dist', 'electron'), electron, { mode: 0o755 });
    await chmod(project, 0o755);
    const child = spawnSync(
      process.execPath,
      [path.join(project, 'scripts', 'start.mjs'), '--port', '8000'],
      {
        env: {
          PATH: process.env['PATH'],
          NODE_COMPILE_CACHE: '',
          ELECTRON_OVERRIDE_DIST_PATH: path.join(project, 'electron-dist'),
          ...env,
        },
        ...as,
      },
    );
    return { status: child.status, stdout: child.stdout.toString(), stderr: child.stderr.toString() };
  }

  const browser = 'asked: serve --open --port 8000\n';
  const window = { DISPLAY: ':0' };

  test('opens the window of the project, with its arguments, and takes its exit code', async () => {
    const { status, stdout, stderr } = await start('#!/bin/sh\necho "window: $*"; exit 0\n', window);
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `window: ${project} --port 8000\n`,
      stderr: '',
    });
  });

  test.each([
    ['has no display', undefined, {}, 'There is no display here'],
    ['has no Electron', undefined, window, 'Electron could not be fetched'],
    ['can not run Electron', '#!/bin/sh\nexit 127\n', window, 'Electron could not open a window'],
  ])('says in one line where a machine %s, and opens the browser', async (_, electron, env, reason) => {
    const { status, stdout, stderr } = await start(electron, env);
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: browser,
      stderr: `${reason}, so the console opens in the browser instead.\n`,
    });
  });

  test.runIf(process.getuid?.() === 0)('opens the browser for root', async () => {
    const { stdout, stderr } = await start('#!/bin/sh\nexit 0\n', window, {});
    expect(stdout).toBe(browser);
    expect(stderr).toContain('Electron opens no window for root');
  });
});
