import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { NativeWords } from '../../shared/console/words.ts';

/** The menu, mostly of the system's own entries, which the system names. No entry opens developer tools. */
export function setMenu({ file, open }: NativeWords, openDatabase: () => void): void {
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    {
      label: file,
      submenu: [
        { label: open, accelerator: 'CommandOrControl+O', click: openDatabase },
        { type: 'separator' },
        { role: process.platform === 'darwin' ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      role: 'viewMenu',
      submenu: [
        { role: 'reload' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
