// npm run dist: packages the application for this system into release/. Arguments go to electron-builder.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { build } from './build.mjs';
import { node, root } from './setup.mjs';

build();
const builder = path.join(root, 'node_modules', 'electron-builder', 'cli.js');
// Where downloads are blocked; electron-builder itself heeds ELECTRON_MIRROR and electron_config_cache.
const { ELECTRON_OVERRIDE_DIST_PATH: local } = process.env;
const args = ['--publish', 'never', ...(local ? [`-c.electronDist=${path.resolve(local)}`] : [])];
const { status, error } = spawnSync(node, [builder, ...args, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
if (error) throw error;
process.exitCode = status ?? 1;
