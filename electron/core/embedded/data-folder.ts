import { homedir } from 'node:os';
import path from 'node:path';

/**
 * Where Rollcall keeps what outlives a command, as an absolute path; the folder may not exist yet.
 *
 * `ROLLCALL_DATA` comes before everything. Root on Linux and macOS gets a folder outside of its home, because
 * PostgreSQL refuses to run as root and the user that it runs as can't enter root's home.
 */
export function rollcallDataFolder(): string {
  const { ROLLCALL_DATA: chosen, XDG_DATA_HOME: xdg, APPDATA: roaming } = process.env;
  if (chosen) return path.resolve(chosen);
  if (process.platform === 'win32') {
    return path.join(roaming ?? path.join(homedir(), 'AppData', 'Roaming'), 'Rollcall');
  }
  if (process.getuid?.() === 0) return '/var/lib/rollcall';
  if (process.platform === 'darwin')
    return path.join(homedir(), 'Library', 'Application Support', 'Rollcall');
  return path.join(xdg && path.isAbsolute(xdg) ? xdg : path.join(homedir(), '.local', 'share'), 'rollcall');
}
