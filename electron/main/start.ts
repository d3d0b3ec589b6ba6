import { app, BrowserWindow, protocol, session, shell } from 'electron';
import packageJson from '../../package.json' with { type: 'json' };
import { links } from '../../shared/console/channels.ts';
import { englishWords, type NativeWords } from '../../shared/console/words.ts';
import { type Console, openConsole } from '../console/console.ts';
import { interfaceFolder } from '../console/interface-folder.ts';
import { answerWindows, tellWindow } from './answer-windows.ts';
import { askBeforeClosing } from './ask-before-closing.ts';
import { systemDialogs } from './dialogs.ts';
import { openKeychain } from './keychain.ts';
import { lockDown } from './lock-down.ts';
import { keepLog } from './log.ts';
import { setMenu } from './menu.ts';
import { openedPath } from './opened-path.ts';
import { systemProgress } from './progress.ts';
import { servePages } from './serve-pages.ts';
import { checkForUpdate, updatesThemselves } from './updates.ts';
import { openWindow } from './window.ts';

/** Runs the desktop application: one window over one console. */
export async function startConsole(): Promise<void> {
  const files = filesToOpen();
  await app.whenReady();
  lockDown(app, session.defaultSession);
  let words = englishWords;
  const spoken: Spoken = {
    now: () => words,
    change: (wanted) => {
      words = wanted;
    },
  };
  const console = await desktopConsole(spoken);
  servePages(protocol, { folder: interfaceFolder(), runs: console.runs });
  answerWindows(console);
  keepLog(app, app.getPath('logs'), console);
  showWindow(console, spoken);
  files.handTo((path) => {
    if (path !== undefined) console.openFile(path);
    bringForward(console, spoken);
  });
  endWith(console);
}

/** However the application is left, by its window, its menu or the system's: what it holds is put back before. */
function endWith(console: Console): void {
  let closed = false;
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void console.close().finally(() => {
      closed = true;
      app.quit();
    });
  });
}

/** The words of the page's language, for what the system shows. */
interface Spoken {
  readonly now: () => NativeWords;
  readonly change: (words: NativeWords) => void;
}

async function desktopConsole(spoken: Spoken): Promise<Console> {
  const keychain = await openKeychain();
  const dialogs = systemDialogs(theWindow, spoken.now);
  const openDatabase = () => {
    void dialogs.pick('database').then((path) => path !== undefined && console.openFile(path));
  };
  setMenu(spoken.now(), openDatabase);
  const console: Console = await openConsole({
    door: 'desktop',
    version: packageJson.version,
    folder: app.getPath('userData'),
    ...(keychain ? { keychain } : {}),
    dialogs,
    openLink: (link) => shell.openExternal(links[link]),
    ...(updatesThemselves(app.isPackaged) ? { checkForUpdate } : {}),
    speak: (words) => {
      spoken.change(words);
      setMenu(words, openDatabase);
    },
    ...systemProgress(theWindow, spoken.now),
  });
  return console;
}

function theWindow(): BrowserWindow | undefined {
  return (
    BrowserWindow.getAllWindows().find((window) => window.isVisible()) ?? BrowserWindow.getAllWindows()[0]
  );
}

function showWindow(console: Console, spoken: Spoken): void {
  const window = openWindow();
  tellWindow(window.webContents, console);
  askBeforeClosing(window, console, spoken.now);
}

function bringForward(console: Console, spoken: Spoken): void {
  const window = theWindow();
  if (window?.isMinimized()) window.restore();
  if (window) window.focus();
  else showWindow(console, spoken);
}

/** Hears of a file to open; of none where the application was only started once more. */
type Open = (path: string | undefined) => void;

/**
 * Files that the system asks to open, kept until there is a console: macOS asks before the application is ready, and a
 * person double-clicks again while it starts.
 */
function filesToOpen(): { readonly handTo: (open: Open) => void } {
  const early: string[] = [];
  const keep: Open = (path) => {
    if (path !== undefined) early.push(path);
  };
  let open = keep;
  keep(openedPath(process.argv, app.isPackaged, process.cwd()));
  app.on('open-file', (event, path) => {
    event.preventDefault();
    open(path);
  });
  app.on('second-instance', (_, argv, folder) => open(openedPath(argv, app.isPackaged, folder)));
  return {
    handTo: (wanted) => {
      open = wanted;
      early.splice(0).forEach(wanted);
    },
  };
}
