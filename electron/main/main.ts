import { app } from 'electron';
import { registerScheme } from './origin.ts';
import { startConsole } from './start.ts';

// A test, or a person with several schools, keeps everything in a folder of its own.
const { ROLLCALL_DATA: data } = process.env;
if (data) app.setPath('userData', `${data}/desktop`);

registerScheme();
app.enableSandbox();
if (app.requestSingleInstanceLock()) void startConsole();
else app.quit();
