import { join } from 'node:path';
import { app, dialog } from 'electron';
import { reportError } from '../../shared/errors/index.ts';
import { rollcallDataFolder } from '../core/embedded/data-folder.ts';
import { registerScheme } from './origin.ts';
import { startConsole } from './start.ts';

// A test, or a person with several schools, keeps everything in a folder of its own.
if (process.env['ROLLCALL_DATA']) app.setPath('userData', join(rollcallDataFolder(), 'desktop'));
// Windows shows notices of an application only under the id that its installer gave it.
app.setAppUserModelId('org.rollcall.desktop');

registerScheme();
app.enableSandbox();
if (app.requestSingleInstanceLock()) startConsole().catch(giveUp);
else app.quit();

/** Without a console there is no window to say it in. */
function giveUp(error: unknown): void {
  const { what, todo } = reportError(error);
  dialog.showErrorBox('Rollcall', `${what}\n${todo}`);
  app.exit(1);
}
