import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { UpdateState } from '../../shared/console/channels.ts';
import { rollcallError } from '../../shared/errors/index.ts';

/**
 * A release says where newer ones are; without that there is nobody to ask. The portable program is carried, not
 * installed: an update would install another one beside it.
 */
export function updatesThemselves(packaged: boolean): boolean {
  const isCarried = process.env['PORTABLE_EXECUTABLE_FILE'] !== undefined;
  return packaged && !isCarried && existsSync(join(process.resourcesPath, 'app-update.yml'));
}

/**
 * Asks for a newer version and fetches it; it is put in place when the window closes. The only thing in Rollcall that
 * talks to the network beyond the school's server, so the updater isn't even loaded before a person asks.
 *
 * @throws RollcallError update-failed
 */
export async function checkForUpdate(): Promise<UpdateState> {
  const { default: updater } = await import('electron-updater');
  const { autoUpdater } = updater;
  // The updater would send a number by which this computer is known again, for releases in stages.
  autoUpdater.requestHeaders = { 'x-user-staging-id': 'none' };
  autoUpdater.autoDownload = false;
  autoUpdater.autoInstallOnAppQuit = true;
  try {
    const found = await autoUpdater.checkForUpdates();
    if (!found?.isUpdateAvailable) return { kind: 'up to date' };
    await autoUpdater.downloadUpdate();
    return { kind: 'ready', version: found.updateInfo.version };
  } catch (cause) {
    throw rollcallError('update-failed', {}, cause);
  }
}
