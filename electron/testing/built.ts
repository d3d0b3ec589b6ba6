import { spawnSync } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/**
 * Builds the desktop application as `npm run build` does, without its pages, into a folder below node_modules, from
 * where it finds its packages.
 *
 * @returns the folder, which stands for dist/
 */
export async function buildDesktop(name: string): Promise<string> {
  const dist = path.join(root, 'node_modules', '.cache', 'built', name);
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const builds = [
    ['vite.config.ts', dist],
    ['vite.preload.config.ts', path.join(dist, 'electron', 'preload')],
  ] as const;
  for (const [config, folder] of builds) {
    const args = [vite, 'build', '--config', config, '--outDir', folder, '--logLevel', 'warn'];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root });
    if (status !== 0) throw new Error(`${config} can't be built: ${stderr}`);
  }
  return dist;
}
