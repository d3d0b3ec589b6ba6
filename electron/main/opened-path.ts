import { isAbsolute, resolve } from 'node:path';

/**
 * The file that the system started the application with, by its association or by "Open with". Switches are
 * Chromium's own; packaged, the first argument is the program, else the folder of the application follows it.
 */
export function openedPath(argv: readonly string[], packaged: boolean, folder: string): string | undefined {
  const path = argv.slice(packaged ? 1 : 2).find((argument) => !argument.startsWith('-'));
  if (path === undefined || path === '.') return undefined;
  return isAbsolute(path) ? path : resolve(folder, path);
}
