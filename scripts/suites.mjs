// Runs the suites, each whatever came of the one before, and ends with one line that counts over all of them.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { build } from './build.mjs';
import { environment } from './run-node.mjs';
import { node, root } from './setup.mjs';

const suites = [
  ['vitest/vitest.mjs', 'run'],
  ['@playwright/test/cli.js', 'test', '--config', 'e2e/playwright.config.ts'],
];

build();
const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-suites-'));
const sum = { passed: 0, failed: 0, skipped: 0 };
for (const [position, suite] of suites.entries()) add(runSuite(suite, path.join(folder, String(position))));
rmSync(folder, { recursive: true });
process.stdout.write(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped\n`);
process.exitCode = sum.failed > 0 ? 1 : 0;

/** What a suite told in a file. One that ended badly and told of no failed test counts as a failure itself. */
function runSuite([program, ...args], file) {
  writeFileSync(file, '');
  const { status } = spawnSync(node, [path.join(root, 'node_modules', program), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...environment, ROLLCALL_COUNTS: file },
  });
  const told = readFileSync(file, 'utf8');
  const counts = told === '' ? { passed: 0, failed: 0, skipped: 0 } : JSON.parse(told);
  return status === 0 ? counts : { ...counts, failed: Math.max(counts.failed, 1) };
}

function add(counts) {
  for (const state of Object.keys(sum)) sum[state] += counts[state];
}
