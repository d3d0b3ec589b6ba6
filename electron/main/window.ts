import { join } from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';
import { origin } from './origin.ts';

/** The smallest that everything can be seen in without a horizontal scroll bar. */
const smallest = { minWidth: 720, minHeight: 560 };

/** Of the interface, so that nothing flashes before the page is there. */
const background = { dark: '#1a1b1e', light: '#ffffff' };

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
    },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${origin}/`);
  return window;
}
