import { spawn } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What opens a file with the program that the person uses for it. */
const openers: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  win32: ['cmd', '/c', 'start', ''],
  darwin: ['open'],
};

/**
 * Opens the console in the person's browser, by way of a file that only this person can read: other users of the
 * machine see the arguments of every program, and the address holds the token.
 *
 * @param folder for the file, private to this person
 * @returns removes the file
 */
export async function openBrowser(url: string, folder: string): Promise<() => Promise<void>> {
  const file = join(folder, `open-${process.pid}.html`);
  const page = `<!doctype html><meta http-equiv="refresh" content="0; url=${url}"><title>Rollcall</title>`;
  await writeFile(file, page, { mode: 0o600 });
  const [command = 'xdg-open', ...args] = openers[process.platform] ?? ['xdg-open'];
  const opener = spawn(command, [...args, file], { stdio: 'ignore', detached: true });
  // Without a browser the address that was printed still does.
  opener.on('error', () => undefined);
  opener.unref();
  return () => rm(file, { force: true });
}
