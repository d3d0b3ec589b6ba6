import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CommandFailure } from '../../shared/command.ts';
import { runCli } from '../testing/run-cli.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-cli-'));
});
afterAll(async () => rm(folder, { recursive: true }));

const env = (): NodeJS.ProcessEnv => ({ ROLLCALL_DATA: join(folder, 'data') });

describe.concurrent('what is typed wrongly ends with 2 and says what to do', () => {
  test.each<[string, string[], string]>([
    ['an unknown command', ['migrat', 'app.db'], 'Did you mean migrate?'],
    ['an unknown option', ['migrate', 'app.db', '--too', 'x'], 'Did you mean --to?'],
    ['an unknown embedded command', ['embedded', 'stpo'], 'Did you mean stop?'],
    ['no file', ['migrate', '--embedded'], "missing required argument 'app.db'"],
    ['two files', ['inspect', 'a.db', 'b.db'], 'too many arguments'],
    [
      'a zone beside a plan that has its own',
      ['migrate', 'app.db', '--embedded', '--plan', 'plan.json', '--timezone', 'Asia/Qatar'],
      'cannot be used with',
    ],
    [
      'a folder of the embedded server beside another server',
      ['migrate', 'app.db', '--to', 'postgresql://h/d', '--data-dir', 'data'],
      'cannot be used with',
    ],
    ['two targets', ['migrate', 'app.db', '--embedded', '--to', 'postgresql://h/d'], 'cannot be used with'],
    ['no target', ['migrate', 'app.db'], '--to postgresql://user@host:5432/att_school'],
    ['no target to verify', ['verify', 'app.db'], '[target-not-chosen]'],
    ['a word for a number', ['sample', 'x.db', '--students', 'many'], 'whole number'],
    ['a fraction of a student', ['sample', 'x.db', '--students', '1.5'], 'whole number'],
    ['no students', ['sample', 'x.db', '--students', '0'], 'at least 1'],
    ['an unknown mode', ['migrate', 'a.db', '--embedded', '--mode', 'append'], 'create, replace, merge'],
    ['an unknown way', ['migrate', 'a.db', '--embedded', '--bad-rows', 'drop'], 'stop, quarantine'],
    ['an unknown zone', ['plan', 'a.db', '--timezone', 'Asia/Doha2'], 'Asia/Qatar'],
    ['a URL with a typo', ['migrate', 'a.db', '--to', 'postgresq://h/d'], '[url-invalid]'],
    [
      'a report folder that is a file',
      ['migrate', 'a.db', '--embedded', '--report', '/dev/null'],
      '[cannot-write]',
    ],
    ['no number of people', ['bench', 'a.db', '--embedded', '--users', '1,x'], 'whole numbers from 1 to 200'],
    [
      'an unknown scenario',
      ['bench', 'a.db', '--embedded', '--scenario', 'lunch'],
      'Choose from daily-report',
    ],
    [
      'no file with scenarios',
      ['bench', 'a.db', '--embedded', '--scenarios', 'no.json'],
      '[scenarios-unreadable]',
    ],
    ['too many rounds', ['bench', 'a.db', '--embedded', '--rounds', '51'], '--rounds: '],
    ['two bounds', ['bench', 'a.db', '--embedded', '--counted', '--seconds', '1'], 'cannot be used with'],
    [
      'two things to do with indexes',
      ['indexes', '--embedded', '--create', '--advise'],
      'cannot be used with',
    ],
    ['values of no query', ['indexes', '--embedded', '--value', '1'], '--value goes with --explain'],
    ['a yes to nothing', ['indexes', '--embedded', '--yes'], '--yes goes with --drop'],
    ['no name of an index', ['indexes', '--embedded', '--drop'], 'argument missing'],
    ['no server with indexes', ['indexes'], '[target-not-chosen]'],
    ['no plan file', ['migrate', 'a.db', '--embedded', '--plan', '/nowhere.json'], '[plan-unreadable]'],
  ])('%s', async (_, args, words) => {
    const { code, stdout, stderr } = await runCli(args, { env: env() });
    expect(stderr).toContain(words);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

test('with --json a wrong command prints one document on stdout, and it keeps to its schema', async () => {
  const { code, stdout } = await runCli(['migrate', 'app.db', '--json'], { env: env() });
  expect(CommandFailure.parse(JSON.parse(stdout))).toMatchObject({
    outcome: 'refused',
    error: { code: 'target-not-chosen' },
  });
  expect(code).toBe(2);
});

test('a password in the wrong place is not repeated', async () => {
  const url = 'postgresql://school:s3cr:e@t@host/att_school';
  for (const args of [
    ['migrate', 'app.db', url],
    ['migrate', 'app.db', `--from=${url}`],
    [url],
    ['migrate', 'app.db', '--to', `${url}?sslmode=maybe`],
  ]) {
    const { code, stdout, stderr } = await runCli([...args, '--json'], { env: env() });
    expect(stdout + stderr).not.toMatch(/s3cr|e@t/);
    expect(code).toBe(2);
  }
});

test('a plan with an unknown key names the key and its place', async () => {
  const path = join(folder, 'plan.json');
  await writeFile(path, '{"format":"rollcall-plan-1","source":{"name":"a","shema":1}}');
  const { code, stderr } = await runCli(['migrate', 'app.db', '--embedded', '--plan', path], { env: env() });
  expect(stderr).toContain('source: unknown key "shema"');
  expect(code).toBe(2);
});

test('a command alone shows help: asked for on stdout with 0, otherwise on stderr with 2', async () => {
  const bare = await runCli([]);
  expect(bare).toMatchObject({ code: 2, stdout: '' });
  const asked = await runCli(['--help']);
  expect(asked).toMatchObject({ code: 0, stderr: '' });
  expect(asked.stdout).toBe(bare.stderr);
  for (const command of ['sample', 'inspect', 'plan', 'migrate', 'verify', 'indexes', 'embedded'])
    expect(asked.stdout).toContain(command);
});

describe.concurrent('help', () => {
  test.each(['sample', 'inspect', 'plan', 'migrate', 'verify', 'indexes', 'embedded'])(
    'of %s has an example that begins like the command',
    async (command) => {
      const { code, stdout } = await runCli([command, '--help']);
      expect(stdout).toMatch(new RegExp(`Examples?:\\n {2}rollcall ${command} `));
      expect(code).toBe(0);
    },
  );

  test.each(['migrate', 'verify', 'indexes'])(
    'of %s warns of passwords in arguments and tells better ways',
    async (command) => {
      const { stdout } = await runCli([command, '--help']);
      expect(stdout).toContain('visible to others');
      for (const way of ['PGPASSWORD', '--password-file', 'prompt']) expect(stdout).toContain(way);
    },
  );

  test('of migrate tells the exit codes', async () => {
    const { stdout } = await runCli(['migrate', '--help']);
    for (const line of ['0  everything', '3  the same', '2  nothing was', '1  it failed'])
      expect(stdout).toContain(line);
  });
});

test('Ctrl-C ends with 1 and a sentence, and leaves nothing behind', async () => {
  const path = join(folder, 'big.db');
  const args = ['sample', path, '--students', '9330'];
  const { code, stderr } = await runCli(args, { env: env(), interruptAt: 'sample, ' });
  expect(stderr).toContain('Stopping');
  expect(stderr).toContain('[cancelled]');
  expect(code).toBe(1);
  expect((await readdir(folder)).filter((name) => name.startsWith('big'))).toEqual([]);
});
