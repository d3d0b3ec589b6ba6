import { app, dialog } from 'electron';
import { reportError } from '../../shared/errors/index.ts';
import { registerScheme } from './origin.ts';
import { startConsole } from './start.ts';

// A test, or a person with several schools, keeps everything in a folder of its own.
const { ROLLCALL_DATA: data } = process.env;
if (data) app.setPath('userData', `${data}/desktop`);

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
