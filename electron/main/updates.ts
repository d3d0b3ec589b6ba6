import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { UpdateState } from '../../shared/console/channels.ts';
import { rollcallError } from '../../shared/errors/index.ts';

/** A release says where newer ones are; without that there is nobody to ask. */
export function updatesThemselves(packaged: boolean): boolean {
  return packaged && existsSync(join(process.resourcesPath, 'app-update.yml'));
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
