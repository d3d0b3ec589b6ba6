import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { extname, join } from 'node:path';
import { BrowserWindow, dialog, type OpenDialogOptions, type SaveDialogOptions } from 'electron';
import type { NativeWords } from '../../shared/console/words.ts';
import { rollcallError } from '../../shared/errors/index.ts';
import type { Dialogs } from '../console/host.ts';
import { origin } from './origin.ts';

/** The system's dialogs over the console's window. */
export function systemDialogs(windowOf: () => BrowserWindow | undefined, words: () => NativeWords): Dialogs {
  return {
    pick: async (what) => {
      const { pickDatabase, pickEnv, databases, allFiles } = words();
      const window = windowOf();
      const options: OpenDialogOptions = {
        title: what === 'database' ? pickDatabase : pickEnv,
        // A name that begins with a dot is hidden otherwise.
        properties: what === 'env' ? ['openFile', 'showHiddenFiles'] : ['openFile'],
        filters: [
          ...(what === 'database'
            ? [{ name: databases, extensions: ['db', 'sqlite', 'sqlite3', 'db3'] }]
            : []),
          { name: allFiles, extensions: ['*'] },
        ],
      };
      // Without a window, as after it was closed on macOS, the dialog stands alone.
      const { filePaths } = await (window
        ? dialog.showOpenDialog(window, options)
        : dialog.showOpenDialog(options));
      return filePaths[0];
    },
    save: async (name, content) => {
      const window = windowOf();
      const options: SaveDialogOptions = {
        title: words().saveReport,
        defaultPath: join(homedir(), name),
        filters: [{ name: extname(name).slice(1).toUpperCase(), extensions: [extname(name).slice(1)] }],
      };
      const { filePath } = await (window
        ? dialog.showSaveDialog(window, options)
        : dialog.showSaveDialog(options));
      if (!filePath) return undefined;
      await writeFile(filePath, content, { mode: 0o600 }).catch((cause: unknown) => {
        throw rollcallError('cannot-write', { path: filePath }, cause);
      });
      return filePath;
    },
    print,
  };
}

/** Draws the report in a window that nobody sees and in which no script runs. */
async function print(runId: string, language: string): Promise<Uint8Array> {
  const window = new BrowserWindow({
    show: false,
    webPreferences: { contextIsolation: true, sandbox: true, nodeIntegration: false, javascript: false },
  });
  try {
    const query = new URLSearchParams({ language });
    await window.loadURL(`${origin}/runs/${encodeURIComponent(runId)}/report.html?${query}`);
    return await window.webContents.printToPDF({ printBackground: true, pageSize: 'A4' });
  } finally {
    window.destroy();
  }
}
