// Runs a TypeScript file on Rollcall's own Node, after setting up: node scripts/run.mjs FILE ARGUMENTS
import { spawn } from 'node:child_process';
import process from 'node:process';
import { node } from './setup.mjs';

const child = spawn(node, process.argv.slice(2), { stdio: 'inherit' });

// A terminal sends Ctrl-C to the child as well, which decides what becomes of it; other signals come here only.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));

child.on('error', (error) => {
  process.stderr.write(`${node} can't be run: ${error.message}\n`);
  process.exitCode = 1;
});
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
});
