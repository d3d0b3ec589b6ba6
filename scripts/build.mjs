// Builds what the desktop application and the browser are served: node scripts/build.mjs
import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { node, root } from './setup.mjs';

const configs = ['vite.config.ts', 'vite.preload.config.ts', 'renderer/vite.config.ts'];

/** Into dist/, from nothing. Ends the process where it fails. */
export function build() {
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  for (const config of configs) {
    const args = [vite, 'build', '--config', config, '--logLevel', 'warn'];
    // Words go to stderr: stdout belongs to whatever is started afterwards.
    const { status, error } = spawnSync(node, args, { cwd: root, stdio: ['ignore', 2, 2] });
    if (error) throw error;
    if (status !== 0) process.exit(status ?? 1);
  }
}

// Node follows links to find this file, and keeps its name as it was asked for.
if (import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) build();
