import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme } from 'electron';
import { origin } from './origin.ts';

/** The smallest that everything can be seen in without a horizontal scroll bar. */
const smallest = { minWidth: 720, minHeight: 560 };

/** Of the interface, so that nothing flashes before the page is there. */
const background = { dark: '#1a1b1e', light: '#ffffff' };

/** Milliseconds in which a page that dies again would die for ever. */
const breath = 10_000;

/** Opens the one window of the console. Its page has no more rights than a page of the network. */
export function openWindow(): BrowserWindow {
  const window = new BrowserWindow({
    width: 1200,
    height: 800,
    ...smallest,
    show: false,
    title: 'Rollcall',
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  bringBack(window);
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${origin}/`);
  return window;
}

/** A page that died, for want of memory perhaps, is loaded anew and finds everything as it was: jobs don't run in it. */
function bringBack(window: BrowserWindow): void {
  let last = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_, { reason }) => {
    const now = performance.now();
    if (reason === 'clean-exit' || now - last < breath) return;
    last = now;
    window.reload();
  });
}
